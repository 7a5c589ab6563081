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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.HumanBundle;

/** The laws of the join, over thousands of histories made from seeds. */
final class JoinPropertyTest {
  private static final int POOLS = 12;
  private static final Join JOIN = new Join(Pool.NET.id());

  private static Bundle join(Bundle a, Bundle b) {
    return JOIN.join(a, b);
  }

  @Test
  void commutativeAssociativeIdempotent() {
    int merged = 0;
    for (int seed = 0; seed < POOLS; seed++) {
      Pool pool = new Pool(seed);
      for (int i = 0; i < 400; i++) {
        List<HumanBundle> three = i % 2 == 0 ? pool.draw(3) : pool.drawOfOneTenure(3);
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
    assertTrue(merged > 500, "only " + merged + " joins took something from both sides");
  }

  /** I2: any order and any repetition of deliveries ends in the same bytes. */
  @Test
  void theOrderOfDeliveriesDoesNotMatter() {
    for (int seed = 0; seed < POOLS; seed++) {
      Random random = new Random(seed);
      Pool pool = new Pool(seed);
      for (int history = 0; history < 20; history++) {
        List<HumanBundle> bundles = new ArrayList<>(pool.draw(12));
        bundles.addAll(bundles.subList(0, 4));
        Set<Bundle> results = new HashSet<>();
        for (int order = 0; order < 10; order++) {
          Collections.shuffle(bundles, random);
          @Nullable Bundle state = null;
          for (Bundle bundle : bundles) {
            state = JOIN.join(state, bundle);
          }
          results.add(Objects.requireNonNull(state));
        }
        assertEquals(1, results.size(), "seed " + seed + ", history " + history);
      }
    }
  }

  /** I3: a state never goes back to a lower tenure, renewal or seq, and stays revoked. */
  @Test
  void aJoinIsNeverBelowItsParts() {
    for (int seed = 0; seed < POOLS; seed++) {
      Pool pool = new Pool(seed);
      for (int i = 0; i < 200; i++) {
        HumanBundle a = pool.draw();
        HumanBundle joined = (HumanBundle) join(a, pool.draw());
        long before = a.tenure().op().step().tenure();
        long after = joined.tenure().op().step().tenure();
        assertTrue(after >= before);
        if (joined.tenure().signed().equals(a.tenure().signed())) {
          assertTrue(a.revoke() == null || joined.revoke() != null);
          assertTrue(seq(joined) >= seq(a));
          assertTrue(renewal(joined) >= renewal(a));
        }
      }
    }
  }

  private static long renewal(HumanBundle bundle) {
    return bundle.renew() == null ? 0 : bundle.renew().op().g();
  }

  private static long seq(HumanBundle bundle) {
    return bundle.zone() == null ? 0 : bundle.zone().seq();
  }

  @Test
  void theJoinOfValidBundlesIsValid() {
    BundleRules rules = new BundleRules(Pool.NET.rules(), SignatureVerifier.PINNED);
    for (int seed = 0; seed < 3; seed++) {
      Pool pool = new Pool(seed);
      for (int i = 0; i < 60; i++) {
        List<HumanBundle> two = i % 2 == 0 ? pool.draw(2) : pool.drawOfOneTenure(2);
        for (Bundle bundle : List.of(two.get(0), two.get(1), join(two.get(0), two.get(1)))) {
          assertInstanceOf(Validity.Valid.class, rules.check(bundle.encode()), "seed " + seed);
          assertTrue(bundle.encode().length() <= Bundle.MAX_SIZE);
        }
      }
    }
  }
}
