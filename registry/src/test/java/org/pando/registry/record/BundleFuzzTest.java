package org.pando.registry.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Bytes;
import org.pando.registry.Decoding;
import org.pando.registry.rule.RecordException;

@Timeout(10)
final class BundleFuzzTest {
  @Tag("I6")
  @FuzzTest
  void decode(byte[] input) {
    Bundle bundle = Decoding.assertStrict(input, Bundle::decode);
    Bytes bytes = Bytes.of(input);
    BundleSummary summary =
        Decoding.attempt(RecordException.class, input.length, () -> BundleSummary.read(bytes));
    if (bundle != null && !isReleasedWithMore(bundle)) {
      assertEquals(summaryOf(bundle), summary);
    }
  }

  /** What V5 forbids has no summary: nobody stores it. */
  private static boolean isReleasedWithMore(Bundle bundle) {
    return bundle instanceof HumanBundle human
        && human.tenure().op().holder() == null
        && (human.renew() != null || human.zone() != null || human.revoke() != null);
  }

  private static BundleSummary summaryOf(Bundle bundle) {
    ZoneItem zone = bundle.zone();
    return new BundleSummary(
        bundle.key(),
        bundle.state(),
        switch (bundle) {
          case HumanBundle human -> {
            Holder holder = human.tenure().op().holder();
            yield holder == null ? null : holder.owner().bytes();
          }
          case KeyBundle key -> key.publicKey().bytes();
        },
        bundle instanceof HumanBundle human ? recovery(human) : null,
        bundle instanceof HumanBundle human ? leaseUntil(human) : 0,
        zone == null ? 0 : zone.seq(),
        zone == null ? Bytes.EMPTY : zone.body().encode());
  }

  private static @Nullable Bytes recovery(HumanBundle bundle) {
    Holder holder = bundle.tenure().op().holder();
    return holder == null || holder.recovery() == null ? null : holder.recovery().bytes();
  }

  private static long leaseUntil(HumanBundle bundle) {
    if (bundle.renew() != null) {
      return bundle.renew().op().lease().until();
    }
    return bundle.tenure().op() instanceof Op.LeaseOp leasing ? leasing.lease().until() : 0;
  }
}
