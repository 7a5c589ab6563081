package org.pando.registry.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.merge.Join;
import org.pando.registry.merge.Pool;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.HumanBundle;

/** What becomes of whole histories, valid bundles and others among them, in a replica's hands. */
final class HistoryPropertyTest {
  private static final int POOLS = 4;

  private record Question(PublicKey key, Bytes message, Bytes signature) {}

  private static final Map<Question, Boolean> ANSWERS = new HashMap<>();

  /** The pinned verifier; asked once, it remembers. */
  private static final SignatureVerifier VERIFIER =
      (key, message, signature) ->
          ANSWERS.computeIfAbsent(
              new Question(key, message, signature),
              q -> SignatureVerifier.PINNED.verify(q.key(), q.message(), q.signature()));

  private static final Admission ADMISSION = new Admission(Pool.NET.rules(), VERIFIER);
  private static final BundleRules RULES = new BundleRules(Pool.NET.rules(), VERIFIER);
  private static final Join JOIN = new Join(Pool.NET.id());

  /** What a replica holds makes a judgement cheaper, never another one. */
  @Test
  @Tag("I5")
  void whatIsHeldDoesNotChangeTheJudgement() {
    int invalid = 0;
    for (int seed = 0; seed < POOLS; seed++) {
      Random random = new Random(seed);
      Pool pool = new Pool(seed);
      for (int i = 0; i < 120; i++) {
        List<HumanBundle> three = i % 2 == 0 ? pool.draw(3) : pool.drawOfOneTenure(3);
        Bytes candidate =
            random.nextInt(4) == 0
                ? three.get(0).encode()
                : pool.damaged(three.get(0), three.get(1));
        Validity alone = RULES.check(candidate);
        String where = "seed " + seed + ", draw " + i;
        assertEquals(alone, RULES.check(candidate), where);
        for (Bundle held : three) {
          assertEquals(alone, RULES.check(candidate, held), where);
        }
        invalid += alone instanceof Validity.Valid ? 0 : 1;
      }
    }
    assertTrue(invalid > 200, "only " + invalid + " candidates were bad");
  }

  /**
   * Deliveries in any order, repeated, with bad ones in between: every replica ends with the join
   * of the valid ones, and none ever goes back.
   */
  @Test
  @Tag("I2")
  @Tag("I3")
  void badDeliveriesLeaveNoTraceAndTheOrderOfGoodOnesNone() {
    for (int seed = 0; seed < POOLS; seed++) {
      Random random = new Random(seed);
      Pool pool = new Pool(seed);
      for (int history = 0; history < 12; history++) {
        List<HumanBundle> good = history % 2 == 0 ? pool.draw(8) : pool.drawOfOneTenure(8);
        Bundle expected = good.stream().map(Bundle.class::cast).reduce(JOIN::join).orElseThrow();
        List<Bytes> deliveries = new ArrayList<>();
        good.forEach(bundle -> deliveries.add(bundle.encode()));
        good.subList(0, 3).forEach(bundle -> deliveries.add(bundle.encode()));
        for (int i = 0; i < 8; i++) {
          Bytes bad = pool.damaged(good.get(i), pool.draw());
          if (!(RULES.check(bad) instanceof Validity.Valid)) {
            deliveries.add(bad);
          }
        }
        String where = "seed " + seed + ", history " + history;
        Set<Bytes> ends = new HashSet<>();
        for (int order = 0; order < 4; order++) {
          Collections.shuffle(deliveries, random);
          ends.add(deliver(deliveries, where).encode());
        }
        assertEquals(Set.of(expected.encode()), ends, where);
      }
    }
  }

  private static Bundle deliver(List<Bytes> deliveries, String where) {
    @Nullable Bundle held = null;
    for (Bytes delivery : deliveries) {
      Bundle before = held;
      Decision decision =
          ADMISSION.decide(
              delivery, key -> before != null && before.key().equals(key) ? before : null);
      if (decision instanceof Decision.Changed(Bundle joined)) {
        assertInstanceOf(Validity.Valid.class, RULES.check(delivery), where);
        if (before != null) {
          assertEquals(joined, JOIN.join(before, joined), where);
        }
        held = joined;
      }
    }
    return Objects.requireNonNull(held);
  }
}
