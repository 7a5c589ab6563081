package org.pando.gossip.identity;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.Decoding;
import org.pando.gossip.GossipException;
import org.pando.gossip.TestIdentity;

@Timeout(10)
final class PeerRecordFuzzTest {
  private static final TestIdentity SIGNER = TestIdentity.of(1);

  @FuzzTest
  void open(byte[] input) {
    Decoding.attempt(() -> PeerRecord.open(input));
  }

  /** The payload is what the fuzzer makes; the signature holds. */
  @FuzzTest
  void payload(byte[] input) throws GossipException {
    if (input.length < 7_000) {
      byte[] envelope = SignedEnvelope.seal(SIGNER, "libp2p-peer-record", new byte[] {3, 1}, input);
      Decoding.attempt(() -> PeerRecord.open(envelope));
    }
  }
}
