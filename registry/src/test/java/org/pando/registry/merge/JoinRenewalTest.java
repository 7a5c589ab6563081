package org.pando.registry.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;

final class JoinRenewalTest {
  private static final TestNetwork NET = Pool.NET;

  /** Whatever their hashes are: of two, the one with the smaller hash is often the older one. */
  @Test
  @Tag("I3")
  void theLaterRenewalStays() {
    SignedOp<Op.TenureOp> claim = NET.claim("blog");
    CertItem<Op.TenureOp> tenure = NET.certify(claim);
    List<HumanBundle> renewed =
        LongStream.rangeClosed(1, 8)
            .mapToObj(
                g ->
                    new HumanBundle(
                        "blog",
                        tenure,
                        NET.certify(NET.renew(claim, g, Signer.OWNER, TestKeys.OWNER)),
                        null,
                        null))
            .toList();
    Join join = new Join(NET.id());
    for (HumanBundle a : renewed) {
      for (HumanBundle b : renewed) {
        HumanBundle later = a.newest().op().g() > b.newest().op().g() ? a : b;
        assertEquals(later, join.join(a, b));
      }
    }
  }
}
