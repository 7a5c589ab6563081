package org.pando.gossip.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.GossipException;
import org.pando.gossip.Pieces;
import org.pando.gossip.TestIdentity;

/** The keys are those of the first vector, so its transcript is accepted. */
@Timeout(10)
final class NoiseFuzzTest {
  private static final TestIdentity INITIATOR = TestIdentity.of(1);
  private static final TestIdentity RESPONDER = TestIdentity.of(2);
  private static final List<String> MUXERS = List.of("/yamux/1.0.0");

  private static byte[] key(int repeated) {
    byte[] key = new byte[KeyPair.BYTES];
    Arrays.fill(key, (byte) repeated);
    return key;
  }

  @FuzzTest
  void responder(byte[] input) {
    String whole = outcome(responder(), INITIATOR, List.of(input));
    assertEquals(whole, outcome(responder(), INITIATOR, Pieces.of(input, 1)));
  }

  private static NoiseHandshake responder() {
    return NoiseHandshake.responder(RESPONDER, new FixedKeys(key(0xb1), key(0xb2)), MUXERS);
  }

  @FuzzTest
  void initiator(byte[] input) {
    String whole = outcome(initiator(), RESPONDER, List.of(input));
    assertEquals(whole, outcome(initiator(), RESPONDER, Pieces.of(input, 1)));
  }

  private static NoiseHandshake initiator() {
    NoiseHandshake handshake =
        NoiseHandshake.initiator(INITIATOR, null, new FixedKeys(key(0xa1), key(0xa2)), MUXERS);
    handshake.start();
    return handshake;
  }

  /** How it ends: with the only peer whose signature the input can hold, refused, or waiting. */
  private static String outcome(NoiseHandshake handshake, TestIdentity peer, List<byte[]> pieces) {
    ByteArrayOutputStream behind = new ByteArrayOutputStream();
    try {
      for (byte[] piece : pieces) {
        if (handshake.result() == null) {
          handshake.receive(piece);
          if (handshake.result() != null) {
            behind.writeBytes(handshake.result().leftover());
          }
        } else {
          behind.writeBytes(piece);
        }
      }
    } catch (GossipException e) {
      return e.kind() + " " + e.getMessage();
    }
    if (handshake.result() == null) {
      return "waiting";
    }
    assertEquals(peer.peerId(), handshake.result().remote());
    return "secured, and then " + HexFormat.of().formatHex(behind.toByteArray());
  }

  @FuzzTest
  void payload(byte[] input) {
    try {
      HandshakePayload payload = HandshakePayload.decode(input);
      HandshakePayload again = HandshakePayload.decode(payload.encode());
      assertTrue(Arrays.equals(payload.identityKey(), again.identityKey()));
      assertTrue(Arrays.equals(payload.signature(), again.signature()));
      assertEquals(payload.muxers(), again.muxers());
    } catch (GossipException e) {
      assertTrue(String.valueOf(e.getMessage()).length() > 20);
    }
  }

  @FuzzTest
  void transport(byte[] input) {
    String whole = decrypted(List.of(input));
    String pieces = decrypted(Pieces.of(input, 1));
    assertTrue(whole.endsWith("!") ? pieces.endsWith("!") : whole.equals(pieces));
  }

  private static String decrypted(List<byte[]> pieces) {
    byte[] in =
        HexFormat.of().parseHex("8c16da708daceb9a58d5dc1666100c921761ca3e3c97e6254da108e187d99375");
    NoiseTransport transport =
        new NoiseTransport(CipherState.encrypting(key(1), 0), CipherState.decrypting(in, 0));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (byte[] piece : pieces) {
        out.writeBytes(transport.decrypt(piece));
      }
    } catch (GossipException e) {
      return HexFormat.of().formatHex(out.toByteArray()) + "!";
    }
    return HexFormat.of().formatHex(out.toByteArray());
  }
}
