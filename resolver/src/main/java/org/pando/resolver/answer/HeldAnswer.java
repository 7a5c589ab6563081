package org.pando.resolver.answer;

import org.jspecify.annotations.Nullable;

/**
 * What the cache holds for one question, for people.
 *
 * @param answer with TTLs as they are sent now; null when the look-up failed
 * @param failure why it did; else null
 * @param left seconds until it is over; negative after that
 * @param staleLeft seconds for which it may be given from now on, stale in the end; not positive
 *     when never
 */
public record HeldAnswer(
    int type,
    boolean checkingDisabled,
    @Nullable Answer answer,
    @Nullable ExtendedError failure,
    long left,
    long staleLeft) {}
