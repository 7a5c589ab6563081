package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.pando.resolver.lookup.Messages.query;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Staleness;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class CachingResolverTest {
  private long now;
  private int asked;
  private @Nullable Exception failure;

  private final AnswerCache cache =
      new AnswerCache(
          new AnswerCache.Limits(100_000, Duration.ZERO, Duration.ofHours(1), Duration.ofHours(1)),
          Staleness.OFF,
          Runnable::run,
          () -> now);
  private final CachingResolver resolver =
      new CachingResolver(
          cache,
          (query, deadline) -> {
            asked++;
            switch (failure) {
              case ResolutionException e -> throw e;
              case InterruptedException e -> throw e;
              case null, default -> {}
            }
            Record address =
                Record.newRecord(query.name(), Type.A, 1, 60, new byte[] {(byte) 192, 0, 2, 1});
            return new Answer(
                Rcode.NOERROR, List.of(address), List.of(), Answer.Validation.NOT_VALIDATED);
          });

  private Answer ask() throws Exception {
    return resolver.resolve(
        query("a.example.", Type.A), Deadline.in(Duration.ofSeconds(1), () -> 0));
  }

  @Test
  void anAnswerIsLookedUpOnceWhileItLives() throws Exception {
    ask();
    now = 59;
    assertEquals(1, ask().answers().getFirst().getTTL());
    assertEquals(1, asked);
    now = 60;
    ask();
    assertEquals(2, asked);
  }

  /** RFC 9520 section 3.2. */
  @Test
  void aFailedLookupIsNotRepeatedAtOnce() throws Exception {
    failure = new ResolutionException(Failure.TIMEOUT, "no upstream answered in time");
    assertThrows(ResolutionException.class, this::ask);
    assertThrows(ResolutionException.class, this::ask);
    assertEquals(1, asked);
    now = 1;
    failure = null;
    ask();
    assertEquals(2, asked);
  }

  @Test
  void aLookupThatNobodyWantedAnyMoreIsNoFailure() throws Exception {
    failure = new InterruptedException();
    assertThrows(InterruptedException.class, this::ask);
    failure = null;
    ask();
    assertEquals(2, asked);
  }
}
