package org.pando.gossip.noise;

import java.util.ArrayList;
import java.util.List;
import org.pando.gossip.GossipException;
import org.pando.gossip.wire.ProtobufReader;
import org.pando.gossip.wire.ProtobufWriter;

/**
 * What either end says of itself inside the handshake: libp2p's NoiseHandshakePayload.
 *
 * @param identityKey the public key of its identity, as protobuf
 * @param signature the identity's, of the handshake's static key
 * @param muxers its stream muxers, best first; empty: it negotiates one later
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HandshakePayload(byte[] identityKey, byte[] signature, List<String> muxers) {
  private static final int MAX_MUXERS = 100; // go-libp2p's limit
  private static final int MAX_MUXER_BYTES = 256;
  private static final int MAX_BYTES = NoiseHandshake.MAX_MESSAGE;
  private static final int IDENTITY_KEY = 1;
  private static final int SIGNATURE = 2;
  private static final int EXTENSIONS = 4;
  private static final int STREAM_MUXERS = 2;

  byte[] encode() {
    ProtobufWriter out =
        new ProtobufWriter().bytes(IDENTITY_KEY, identityKey).bytes(SIGNATURE, signature);
    if (!muxers.isEmpty()) {
      ProtobufWriter extensions = new ProtobufWriter();
      muxers.forEach(muxer -> extensions.text(STREAM_MUXERS, muxer));
      out.message(EXTENSIONS, extensions);
    }
    return out.toByteArray();
  }

  /**
   * Fields may come in any order; of several, the last one counts; unknown ones are skipped.
   *
   * @throws GossipException MALFORMED, LIMIT
   */
  static HandshakePayload decode(byte[] bytes) throws GossipException {
    byte[] identityKey = {};
    byte[] signature = {};
    List<String> muxers = new ArrayList<>();
    ProtobufReader in = new ProtobufReader("the Noise handshake's payload", bytes, MAX_BYTES);
    while (in.next()) {
      switch (in.field()) {
        case IDENTITY_KEY -> identityKey = in.bytes(MAX_BYTES);
        case SIGNATURE -> signature = in.bytes(MAX_BYTES);
        case EXTENSIONS ->
            readExtensions(in.message("the Noise handshake's extensions", MAX_BYTES), muxers);
        default -> in.skip();
      }
    }
    return new HandshakePayload(identityKey, signature, List.copyOf(muxers));
  }

  private static void readExtensions(ProtobufReader in, List<String> muxers)
      throws GossipException {
    while (in.next()) {
      if (in.field() == STREAM_MUXERS) {
        in.checkCount(muxers.size(), MAX_MUXERS);
        muxers.add(in.text(MAX_MUXER_BYTES));
      } else {
        in.skip();
      }
    }
  }
}
