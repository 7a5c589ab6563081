package org.pando.gossip.pubsub;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.identity.PeerRecord;
import org.pando.gossip.identity.PublicKey;

/** What a message says of its author, and whether it is true (libp2p's pubsub specification). */
final class Signatures {
  private static final byte[] PREFIX = "libp2p-pubsub:".getBytes(StandardCharsets.US_ASCII);
  private static final int SEQNO_BYTES = Long.BYTES;

  private Signatures() {}

  /**
   * What is signed: the fields 1 to 4 in this order, behind a prefix. Neither signature nor key is
   * in it.
   */
  static byte[] signedBytes(Message message) {
    byte[] fields = RpcWriter.authored(message);
    byte[] signed = Arrays.copyOf(PREFIX, PREFIX.length + fields.length);
    System.arraycopy(fields, 0, signed, PREFIX.length, fields.length);
    return signed;
  }

  /** The cheap checks: size, and the fields that the topic's policy wants or forbids. */
  static @Nullable Refusal checkForm(Message message, TopicRules rules) {
    if (message.data().length == 0) {
      return Refusal.EMPTY;
    }
    if (message.data().length > rules.maxSize()) {
      return Refusal.TOO_LARGE;
    }
    return switch (rules.policy()) {
      case STRICT_NO_SIGN ->
          message.from() == null
                  && message.seqno() == null
                  && message.signature() == null
                  && message.key() == null
              ? null
              : Refusal.AUTHOR_STATED;
      case STRICT_SIGN -> {
        if (message.from() == null || message.seqno() == null || message.signature() == null) {
          yield Refusal.UNSIGNED;
        }
        yield message.seqno().length == SEQNO_BYTES ? null : Refusal.BAD_SEQNO;
      }
    };
  }

  /** Whether the author that a message of the right form names has made it. */
  static @Nullable Refusal checkSignature(Message message, TopicRules rules) {
    byte @Nullable [] from = message.from();
    byte @Nullable [] signature = message.signature();
    if (rules.policy() == SignPolicy.STRICT_NO_SIGN || from == null || signature == null) {
      return null;
    }
    PublicKey key;
    try {
      PeerId author = PeerId.of(from);
      key = PublicKey.decode(message.key() == null ? inlined(from) : message.key());
      if (!key.peerId().equals(author)) {
        return Refusal.BAD_AUTHOR;
      }
    } catch (GossipException e) {
      return Refusal.BAD_AUTHOR;
    }
    return key.verify(signedBytes(message), signature) ? null : Refusal.BAD_SIGNATURE;
  }

  /** Whether the record in it is valid, and of the peer that it names. */
  static boolean isRecordOf(Rpc.PeerInfo info) {
    try {
      return Arrays.equals(PeerRecord.open(info.signedRecord()).peer().bytes(), info.peer());
    } catch (GossipException e) {
      return false;
    }
  }

  /** The key in a peer id that holds it whole; of others, bytes that are no key. */
  private static byte[] inlined(byte[] peerId) {
    return peerId[0] == 0 ? Arrays.copyOfRange(peerId, 2, peerId.length) : new byte[0];
  }
}
