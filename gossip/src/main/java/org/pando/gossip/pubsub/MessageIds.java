package org.pando.gossip.pubsub;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.function.Function;

/** Id functions of topics. Implementations differ in their defaults, so a topic names its own. */
public final class MessageIds {
  /** Of topics whose payloads stand for themselves: the same payload twice is one message. */
  public static final Function<Message, MessageId> SHA256_OF_DATA =
      message -> MessageId.of(sha256(message.data()));

  /** Of {@link SignPolicy#STRICT_SIGN} topics: the specification's default. */
  public static final Function<Message, MessageId> FROM_AND_SEQNO = MessageIds::fromAndSeqno;

  private MessageIds() {}

  private static MessageId fromAndSeqno(Message message) {
    byte[] from = Objects.requireNonNull(message.from());
    byte[] seqno = Objects.requireNonNull(message.seqno());
    byte[] id = new byte[from.length + seqno.length];
    System.arraycopy(from, 0, id, 0, from.length);
    System.arraycopy(seqno, 0, id, from.length, seqno.length);
    return MessageId.of(id);
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
