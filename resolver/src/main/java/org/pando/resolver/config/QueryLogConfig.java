package org.pando.resolver.config;

import java.time.Duration;

/**
 * {@code [query-log]}: what is remembered of questions.
 *
 * @param keep for how long; zero: nothing is
 * @param privacy how much of each
 */
public record QueryLogConfig(Duration keep, QueryLogPrivacy privacy) {
  static final Section<QueryLogConfig> SECTION =
      Section.of(
          QueryLogConfig.class,
          Row.Key.of(
                  "keep",
                  Types.duration(Duration.ZERO, Duration.ofDays(366)),
                  Duration.ZERO,
                  "a duration; 0: off")
              .needs(Capability.QUERY_LOG),
          Row.Key.of(
              "privacy",
              Types.oneOf(QueryLogPrivacy.class),
              QueryLogPrivacy.NAMES,
              "names, domains or counts"));
}
