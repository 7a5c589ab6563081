package org.pando.gossip.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.Identity;
import org.pando.gossip.wire.ProtobufReader;
import org.pando.gossip.wire.ProtobufWriter;
import org.pando.gossip.wire.Uvarint;

/** A payload with its signature and the key that made it (libp2p's RFC 0002), verified. */
public final class SignedEnvelope {
  /** How many bytes an envelope may have. */
  public static final int MAX_BYTES = 8192;

  private static final int MAX_PAYLOAD_TYPE = 64;
  private static final int MAX_SIGNATURE = 1024;

  private final PublicKey key;
  private final byte[] payloadType;
  private final byte[] payload;

  private SignedEnvelope(PublicKey key, byte[] payloadType, byte[] payload) {
    this.key = key;
    this.payloadType = payloadType;
    this.payload = payload;
  }

  /**
   * Signs a payload.
   *
   * @param domain what the signature is good for
   * @return the envelope's bytes
   * @throws GossipException LIMIT when they are more than {@link #MAX_BYTES}
   */
  public static byte[] seal(Identity identity, String domain, byte[] payloadType, byte[] payload)
      throws GossipException {
    byte[] signature = identity.sign(signed(domain, payloadType, payload));
    byte[] envelope =
        new ProtobufWriter()
            .bytes(1, PublicKey.ed25519(identity.publicKey()).encode())
            .bytes(2, payloadType)
            .bytes(3, payload)
            .bytes(5, signature)
            .toByteArray();
    if (envelope.length > MAX_BYTES) {
      throw GossipException.limit(
          "an envelope of " + envelope.length + " bytes; the limit is " + MAX_BYTES);
    }
    return envelope;
  }

  /**
   * Reads an envelope and verifies it.
   *
   * @throws GossipException MALFORMED, LIMIT, PROTOCOL when the signature fails
   */
  public static SignedEnvelope open(byte[] bytes, String domain) throws GossipException {
    ProtobufReader in = new ProtobufReader("a signed envelope", bytes, MAX_BYTES);
    @Nullable PublicKey key = null;
    byte[] payloadType = {};
    byte[] payload = {};
    byte[] signature = {};
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = PublicKey.decode(in.bytes(PublicKey.MAX_BYTES));
        case 2 -> payloadType = in.bytes(MAX_PAYLOAD_TYPE);
        case 3 -> payload = in.bytes(MAX_BYTES);
        case 5 -> signature = in.bytes(MAX_SIGNATURE);
        default -> in.skip();
      }
    }
    if (key == null) {
      throw GossipException.malformed("a signed envelope has no key");
    }
    if (!key.verify(signed(domain, payloadType, payload), signature)) {
      throw GossipException.protocol(
          "the signature of an envelope of " + key.peerId() + " for " + domain + " fails");
    }
    return new SignedEnvelope(key, payloadType, payload);
  }

  private static byte[] signed(String domain, byte[] payloadType, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part :
        new byte[][] {domain.getBytes(StandardCharsets.UTF_8), payloadType, payload}) {
      Uvarint.write(out, part.length);
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** Who signed. */
  public PublicKey key() {
    return key;
  }

  /** What the payload is, a copy. */
  public byte[] payloadType() {
    return payloadType.clone();
  }

  /** What was signed, a copy. */
  public byte[] payload() {
    return payload.clone();
  }
}
