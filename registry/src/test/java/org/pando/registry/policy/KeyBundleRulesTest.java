package org.pando.registry.policy;

import static org.pando.registry.TestKeys.OWNER;
import static org.pando.registry.TestKeys.OWNER2;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.TestNetwork;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.Signer;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.rule.Rule;
import org.pando.registry.zone.Rr;

/** What holds for the zone and the revocation of a key name: they are its key's, and for it. */
final class KeyBundleRulesTest extends RulesFixture {
  private static final int TYPE_A = 1;
  private static final Bytes SUBJECT = KeyBundle.subject(OWNER.publicKey(), NET.id());
  private static final Bytes OTHER = KeyBundle.subject(OWNER2.publicKey(), NET.id());

  private static KeyBundle bundle(@Nullable ZoneItem zone, @Nullable RevokeItem revoke) {
    return new KeyBundle(OWNER.publicKey(), zone, revoke, null);
  }

  @Test
  void zone() {
    assertValid(bundle(NET.zone(SUBJECT, 1, TestNetwork.body(1), OWNER), null));
    assertCheaplyInvalid(Rule.V12, bundle(NET.zone(OTHER, 1, TestNetwork.body(1), OWNER), null));
    assertInvalid(Rule.V12, bundle(NET.zone(SUBJECT, 1, TestNetwork.body(1), OWNER2), null));
  }

  @Test
  void revocation() {
    assertValid(bundle(null, NET.revoke(SUBJECT, Signer.OWNER, OWNER)));
    assertCheaplyInvalid(Rule.V13, bundle(null, NET.revoke(OTHER, Signer.OWNER, OWNER)));
    assertInvalid(Rule.V13, bundle(null, NET.revoke(SUBJECT, Signer.OWNER, OWNER2)));
  }

  /** {@code key} and 52 octets make the names longer than those of a human bundle. */
  @Test
  void ownersThatAreTooLongBelowTheKey() {
    int left = 255 - (1 + 52) - (1 + 3) - NET.rules().suffix().wireLength();
    assertValid(bundle(NET.zone(SUBJECT, 1, TestNetwork.body(owner(left)), OWNER), null));
    assertCheaplyInvalid(
        Rule.V15, bundle(NET.zone(SUBJECT, 1, TestNetwork.body(owner(left + 1)), OWNER), null));
  }

  /** An address whose relative owner has so many octets, its last 00 not counted. */
  private static Rr owner(int octets) {
    byte[] owner = new byte[octets + 1];
    for (int at = 0; at < octets; ) {
      int label = Math.min(40, octets - at - 1);
      owner[at] = (byte) label;
      Arrays.fill(owner, at + 1, at + 1 + label, (byte) 'a');
      at += 1 + label;
    }
    return new Rr(Bytes.of(owner), TYPE_A, 300, Bytes.of((byte) 192, (byte) 0, (byte) 2, (byte) 1));
  }
}
