package org.pando.resolver.app;

import java.util.List;
import java.util.function.Predicate;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.Staleness;
import org.pando.resolver.config.CacheConfig;
import org.pando.resolver.config.Config;
import org.pando.resolver.config.ResolutionConfig;
import org.xbill.DNS.Name;

/** Makes the answer cache that the configuration asks for. */
final class AnswerCaches {
  private AnswerCaches() {}

  /**
   * @param ours whether a name is answered by this node itself: what others said of it is never
   *     given for want of something better
   */
  static AnswerCache of(Config config, Predicate<Name> ours, NodeClock clock) {
    return new AnswerCache(
        limits(config.cache()),
        staleness(config.resolution(), ours),
        // Housekeeping by whoever reads: a thread for every sixteenth question would cost more.
        Runnable::run,
        clock.seconds());
  }

  private static AnswerCache.Limits limits(CacheConfig config) {
    return new AnswerCache.Limits(
        config.maxSize().bytes(), config.minTtl(), config.maxTtl(), config.negativeMaxTtl());
  }

  private static Staleness staleness(ResolutionConfig config, Predicate<Name> ours) {
    if (config.staleMaxAge().isZero()) {
      return Staleness.OFF;
    }
    List<Name> excluded =
        config.staleExclude().stream().map(text -> Name.fromConstantString(text + ".")).toList();
    return new Staleness(
        config.staleMaxAge(), ours.or(name -> excluded.stream().anyMatch(name::subdomain)));
  }
}
