package org.pando.resolver.config;

import java.time.Duration;

/**
 * {@code [cache]}: what is remembered.
 *
 * @param persist whether it outlives a restart
 * @param minTtl shorter times to live are raised to this
 * @param maxTtl longer times to live are cut to this
 * @param negativeMaxTtl the longest that an absence is remembered
 */
public record CacheConfig(
    ByteSize maxSize, boolean persist, Duration minTtl, Duration maxTtl, Duration negativeMaxTtl) {
  private static final long MIB = 1L << 20;

  static final Section<CacheConfig> SECTION =
      Section.of(
              CacheConfig.class,
              Row.Key.of(
                  "max-size",
                  Types.size(new ByteSize(MIB), new ByteSize(MIB << 16)),
                  new ByteSize(64 * MIB),
                  "memory for answers"),
              Row.Key.of("persist", Types.bool(), true, "the cache outlives a restart")
                  .needs(Capability.CACHE_ON_DISK),
              Row.Key.of(
                  "min-ttl",
                  Types.duration(Duration.ZERO, Duration.ofHours(1)),
                  Duration.ZERO,
                  "shorter times to live are raised to this"),
              Row.Key.of(
                  "max-ttl",
                  Types.duration(Duration.ofSeconds(1), Duration.ofDays(30)),
                  Duration.ofDays(1),
                  "longer times to live are cut to this"),
              Row.Key.of(
                  "negative-max-ttl",
                  Types.duration(Duration.ZERO, Duration.ofDays(1)),
                  Duration.ofHours(1),
                  "the longest that an absence is remembered"))
          .checkedBy(CacheConfig::check);

  private void check(Scope scope) {
    if (minTtl.compareTo(maxTtl) > 0) {
      scope.problem(
          "min-ttl",
          "= \"" + DurationText.text(minTtl) + "\" is more than max-ttl",
          "write at most \"" + DurationText.text(maxTtl) + "\"");
    }
  }
}
