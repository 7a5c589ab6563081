package org.pando.resolver.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.pando.resolver.Bounded;

@Timeout(10)
final class CacheFileFuzzTest {
  private static final long NOW = 1_000_000;

  private static AnswerCache cache() {
    return new AnswerCache(
        new AnswerCache.Limits(1 << 20, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1)),
        new Staleness(Duration.ofDays(3), name -> false),
        Runnable::run,
        () -> NOW);
  }

  /**
   * Whatever the octets are, they are refused or give answers that can be sent, that are no fresher
   * than an answer can be, and that are saved and read again.
   */
  @FuzzTest
  void readAnswers(byte[] input) throws Exception {
    AnswerCache cache = Bounded.within(input.length, () -> tryRead(input));
    List<SavedAnswer> saved = cache.saved().toList();
    for (SavedAnswer each : saved) {
      assertTrue(each.left() <= Duration.ofDays(1).toSeconds(), "fresh for longer than max-ttl");
      Query query = each.key().query();
      WireAnswer fresh = cache.fresh(each.key());
      StaleAnswer stale = cache.stale(query);
      WireAnswer sent = fresh != null || stale == null ? fresh : stale.because("of a test");
      assertNotNull(sent);
      assertNotNull(cache.records(query, sent));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      each.write(new DataOutputStream(out));
      byte[] written = out.toByteArray();
      assertEquals(each, SavedAnswer.read(new DataInputStream(new ByteArrayInputStream(written))));
    }
  }

  /** What was read before an input turned out to be none. */
  private static AnswerCache tryRead(byte[] input) {
    AnswerCache cache = cache();
    try {
      CacheFile.readAnswers(new DataInputStream(new ByteArrayInputStream(input)), 5, cache);
    } catch (IOException e) {
      assertTrue(String.valueOf(e).length() > 10);
    }
    return cache;
  }
}
