package org.pando.resolver.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.xbill.DNS.Name;

/** What is in the answer cache, for people: each call looks through all of it. Any thread. */
public final class CacheContents {
  private final AnswerCache cache;
  private final LongSupplier seconds;

  /**
   * @param seconds the node's own clock
   */
  public CacheContents(AnswerCache cache, LongSupplier seconds) {
    this.cache = cache;
    this.seconds = seconds;
  }

  /** What is of any use for a name, by type; what is over first. */
  public List<HeldAnswer> of(Name name) {
    byte[] wire = name.toWireCanonical();
    List<HeldAnswer> held = new ArrayList<>();
    cache
        .entries()
        .forEach(
            (key, entry) -> {
              if (key.isName(wire)) {
                entry.all().forEach(each -> held.add(held(name, key, each)));
              }
            });
    cache
        .failures()
        .forEach(
            (key, failed) -> {
              if (key.isName(wire)) {
                held.add(held(key, failed));
              }
            });
    held.removeIf(each -> each.left() <= 0 && each.staleLeft() <= 0);
    held.sort(Comparator.comparingInt(HeldAnswer::type).thenComparingLong(HeldAnswer::left));
    return held;
  }

  private HeldAnswer held(Name name, QuestionKey key, CacheEntry entry) {
    long now = seconds.getAsLong();
    CacheEntry.Life life = entry.life();
    return new HeldAnswer(
        key.type(),
        key.checkingDisabled(),
        cache.records(key.query(), entry.answer()),
        null,
        life.expiresAt() - now,
        cache.mayBeStale(name) ? life.lastUse() - now : 0);
  }

  private HeldAnswer held(QuestionKey key, FailedLookups.Failed failed) {
    return new HeldAnswer(
        key.type(),
        key.checkingDisabled(),
        null,
        failed.again().extendedError(),
        failed.until() - seconds.getAsLong(),
        0);
  }

  /**
   * Forgets what is known of a name.
   *
   * @param below whether of the names below it too
   * @param dryRun counts only
   * @return how many questions had an answer
   */
  public long flush(Name name, boolean below, boolean dryRun) {
    byte[] wire = name.toWireCanonical();
    Predicate<QuestionKey> meant = key -> below ? key.isWithin(wire) : key.isName(wire);
    ConcurrentMap<QuestionKey, CacheEntry> entries = cache.entries();
    List<QuestionKey> going = entries.keySet().stream().filter(meant).toList();
    if (!dryRun) {
      going.forEach(entries::remove);
      cache.failures().keySet().removeIf(meant);
      cache.countChanges(going.size());
    }
    return going.size();
  }
}
