package org.pando.registry.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;

/** The laws of the join, over thousands of histories made from seeds. */
final class JoinPropertyTest {
  private static final int POOLS = 12;
  private static final Join JOIN = new Join(Pool.NET.id());
  private static final List<Bytes> STAMPS =
      Stream.of("0000000000000001", "00000000000000ff", "ff00000000000000")
          .map(Bytes::fromHex)
          .toList();

  /** Bundles of one name: of any tenures, of one, or of a key name. */
  private static List<Bundle> draw(Pool pool, int kind, int count) {
    return switch (kind % 3) {
      case 0 -> List.copyOf(pool.draw(count));
      case 1 -> List.copyOf(pool.drawOfOneTenure(count));
      default -> {
        List<Bundle> bundles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          KeyBundle key = pool.drawKey();
          Bytes stamp = STAMPS.get((kind + i) % STAMPS.size());
          bundles.add(new KeyBundle(key.publicKey(), key.zone(), key.revoke(), stamp));
        }
        yield bundles;
      }
    };
  }

  private static Bundle join(Bundle a, Bundle b) {
    return JOIN.join(a, b);
  }

  @Test
  @Tag("I2")
  @Tag("case-42")
  void commutativeAssociativeIdempotent() {
    int merged = 0;
    for (int seed = 0; seed < POOLS; seed++) {
      Pool pool = Pool.withTwins(seed);
      for (int i = 0; i < 600; i++) {
        List<Bundle> three = draw(pool, i, 3);
        Bundle a = three.get(0);
        Bundle b = three.get(1);
        Bundle c = three.get(2);
        String where = "seed " + seed + ", draw " + i;
        Bundle ab = join(a, b);
        assertEquals(ab.encode(), join(b, a).encode(), where);
        assertEquals(join(ab, c).encode(), join(a, join(b, c)).encode(), where);
        assertEquals(a.encode(), join(a, a).encode(), where);
        assertEquals(ab.encode(), join(ab, a).encode(), where);
        assertEquals(ab.encode(), join(ab, b).encode(), where);
        assertEquals(a, JOIN.join(null, a), where);
        if (!ab.equals(a) && !ab.equals(b)) {
          merged++;
        }
      }
    }
    assertTrue(merged > 1000, "only " + merged + " joins took something from both sides");
  }

  /** Any order and any repetition of deliveries ends in the same bytes. */
  @Test
  @Tag("I2")
  @Tag("case-15")
  void theOrderOfDeliveriesDoesNotMatter() {
    for (int seed = 0; seed < POOLS; seed++) {
      Random random = new Random(seed);
      Pool pool = Pool.withTwins(seed);
      for (int history = 0; history < 30; history++) {
        List<Bundle> bundles = new ArrayList<>(draw(pool, history, 12));
        bundles.addAll(bundles.subList(0, 4));
        Set<Bytes> results = new HashSet<>();
        for (int order = 0; order < 10; order++) {
          Collections.shuffle(bundles, random);
          @Nullable Bundle state = null;
          for (Bundle bundle : bundles) {
            state = JOIN.join(state, bundle);
          }
          results.add(Objects.requireNonNull(state).encode());
        }
        assertEquals(1, results.size(), "seed " + seed + ", history " + history);
      }
    }
  }

  /** A state never goes back to a lower tenure, renewal or seq, and stays revoked. */
  @Test
  @Tag("I3")
  void aJoinIsNeverBelowItsParts() {
    for (int seed = 0; seed < POOLS; seed++) {
      Pool pool = new Pool(seed);
      for (int i = 0; i < 300; i++) {
        List<Bundle> two = draw(pool, i, 2);
        assertNotBelow(two.getFirst(), join(two.get(0), two.get(1)), "seed " + seed + ", " + i);
      }
    }
  }

  static void assertNotBelow(Bundle before, Bundle after, String where) {
    if (before instanceof HumanBundle a && after instanceof HumanBundle b) {
      long tenure = a.tenure().op().step().tenure();
      assertTrue(b.tenure().op().step().tenure() >= tenure, where);
      if (!a.tenure().signed().equals(b.tenure().signed())) {
        return;
      }
      assertTrue(renewal(b) >= renewal(a), where);
    }
    assertTrue(before.revoke() == null || after.revoke() != null, where);
    assertTrue(seq(after) >= seq(before), where);
  }

  private static long renewal(HumanBundle bundle) {
    return bundle.renew() == null ? 0 : bundle.renew().op().g();
  }

  private static long seq(Bundle bundle) {
    return bundle.zone() == null ? 0 : bundle.zone().seq();
  }

  @Test
  @Tag("I2")
  void theJoinOfValidBundlesIsValid() {
    BundleRules rules = new BundleRules(Pool.NET.rules(), SignatureVerifier.PINNED);
    for (int seed = 0; seed < 3; seed++) {
      Pool pool = new Pool(seed);
      for (int i = 0; i < 60; i++) {
        List<? extends Bundle> two =
            switch (i % 3) {
              case 0 -> pool.draw(2);
              case 1 -> pool.drawOfOneTenure(2);
              default -> List.of(pool.drawKey(), pool.drawKey());
            };
        for (Bundle bundle : List.of(two.get(0), two.get(1), join(two.get(0), two.get(1)))) {
          assertInstanceOf(Validity.Valid.class, rules.check(bundle.encode()), "seed " + seed);
          assertTrue(bundle.encode().length() <= Bundle.MAX_SIZE);
        }
      }
    }
  }
}
