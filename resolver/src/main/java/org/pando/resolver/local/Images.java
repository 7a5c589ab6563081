package org.pando.resolver.local;

import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.WireAnswer;
import org.xbill.DNS.Name;

/**
 * The answers for one owner's records, made beforehand. They point to the question's name instead
 * of holding it, so owners with the same records share them. Immutable.
 */
final class Images {
  /**
   * An alias whose end is not known here, for the slow lane to follow.
   *
   * @param ttl seconds
   */
  record Alias(long ttl, Name target) {}

  private final int[] types;
  private final WireAnswer[] answers;
  private final @Nullable WireAnswer otherwise;
  private final @Nullable Alias alias;

  /**
   * @param types one for each answer
   * @param answers the positive ones
   * @param otherwise for every other type; null: the negative answer of the zone around
   * @param alias where the owner leads, when the slow lane follows it
   */
  Images(int[] types, WireAnswer[] answers, @Nullable WireAnswer otherwise, @Nullable Alias alias) {
    this.types = types;
    this.answers = answers;
    this.otherwise = otherwise;
    this.alias = alias;
  }

  /** The answer for a type, or null. */
  @Nullable WireAnswer of(int type) {
    for (int i = 0; i < types.length; i++) {
      if (types[i] == type) {
        return answers[i];
      }
    }
    return otherwise;
  }

  @Nullable Alias alias() {
    return alias;
  }
}
