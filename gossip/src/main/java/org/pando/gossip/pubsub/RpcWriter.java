package org.pando.gossip.pubsub;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.pubsub.Rpc.Control;
import org.pando.gossip.pubsub.Rpc.IHave;
import org.pando.gossip.pubsub.Rpc.PeerInfo;
import org.pando.gossip.pubsub.Rpc.Prune;
import org.pando.gossip.pubsub.Rpc.Subscription;

/** Writes RPCs into arrays of exactly their size; fields go in the order of their numbers. */
final class RpcWriter {
  private static final int LENGTH_DELIMITED = 2;

  private RpcWriter() {}

  static byte[] write(Rpc rpc) {
    byte[] bytes = new byte[size(rpc)];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (Subscription subscription : rpc.subscriptions()) {
        begin(out, 1, size(subscription));
        out.writeBool(1, subscription.subscribed());
        out.writeString(2, subscription.topic());
      }
      for (Message message : rpc.messages()) {
        begin(out, 2, size(message));
        writeAuthored(out, message);
        writeUnlessNull(out, 5, message.signature());
        writeUnlessNull(out, 6, message.key());
      }
      if (!rpc.control().isEmpty()) {
        begin(out, 3, size(rpc.control()));
        write(out, rpc.control());
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("an RPC has another size than computed", e);
    }
    return bytes;
  }

  /** The fields 1 to 4 alone. */
  static byte[] authored(Message message) {
    byte[] bytes = new byte[sizeOfAuthored(message)];
    try {
      writeAuthored(CodedOutputStream.newInstance(bytes), message);
    } catch (IOException e) {
      throw new UncheckedIOException("a message has another size than computed", e);
    }
    return bytes;
  }

  static int size(Rpc rpc) {
    int size = 0;
    for (Subscription subscription : rpc.subscriptions()) {
      size += field(size(subscription));
    }
    for (Message message : rpc.messages()) {
      size += field(size(message));
    }
    return rpc.control().isEmpty() ? size : size + field(size(rpc.control()));
  }

  /** With its field number and length. */
  static int sizeInRpc(Message message) {
    return field(size(message));
  }

  static int size(Control control) {
    int size = 0;
    for (IHave ihave : control.ihave()) {
      size += field(size(ihave));
    }
    size += control.iwant().isEmpty() ? 0 : field(sizeOfIds(control.iwant()));
    for (String topic : control.graft()) {
      size += field(CodedOutputStream.computeStringSize(1, topic));
    }
    for (Prune prune : control.prune()) {
      size += field(size(prune));
    }
    return control.idontwant().isEmpty() ? size : size + field(sizeOfIds(control.idontwant()));
  }

  /** With its field number and length. */
  static int size(MessageId id) {
    return field(id.length());
  }

  static int size(PeerInfo info) {
    return sizeUnlessEmpty(info.peer()) + sizeUnlessEmpty(info.signedRecord());
  }

  private static int size(IHave ihave) {
    return CodedOutputStream.computeStringSize(1, ihave.topic()) + sizeOfIds(ihave.ids());
  }

  static int size(Prune prune) {
    int size = CodedOutputStream.computeStringSize(1, prune.topic());
    for (PeerInfo info : prune.peers()) {
      size += field(size(info));
    }
    return prune.backoffSeconds() == 0
        ? size
        : size + CodedOutputStream.computeUInt64Size(3, prune.backoffSeconds());
  }

  private static int size(Subscription subscription) {
    return CodedOutputStream.computeBoolSize(1, subscription.subscribed())
        + CodedOutputStream.computeStringSize(2, subscription.topic());
  }

  private static int size(Message message) {
    return sizeOfAuthored(message)
        + (message.signature() == null ? 0 : field(message.signature().length))
        + (message.key() == null ? 0 : field(message.key().length));
  }

  private static int sizeOfAuthored(Message message) {
    return (message.from() == null ? 0 : field(message.from().length))
        + sizeUnlessEmpty(message.data())
        + (message.seqno() == null ? 0 : field(message.seqno().length))
        + (message.topic().isEmpty() ? 0 : CodedOutputStream.computeStringSize(4, message.topic()));
  }

  private static int sizeOfIds(List<MessageId> ids) {
    int size = 0;
    for (MessageId id : ids) {
      size += size(id);
    }
    return size;
  }

  /** Of bytes that are left out when there are none. */
  private static int sizeUnlessEmpty(byte[] bytes) {
    return bytes.length == 0 ? 0 : field(bytes.length);
  }

  /** Of a value of so many bytes with its field number, all of which are below 16, and length. */
  private static int field(int length) {
    return 1 + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
  }

  private static void writeAuthored(CodedOutputStream out, Message message) throws IOException {
    writeUnlessNull(out, 1, message.from());
    writeUnlessEmpty(out, 2, message.data());
    writeUnlessNull(out, 3, message.seqno());
    if (!message.topic().isEmpty()) {
      out.writeString(4, message.topic());
    }
  }

  private static void write(CodedOutputStream out, Control control) throws IOException {
    for (IHave ihave : control.ihave()) {
      begin(out, 1, size(ihave));
      out.writeString(1, ihave.topic());
      writeIds(out, 2, ihave.ids());
    }
    if (!control.iwant().isEmpty()) {
      begin(out, 2, sizeOfIds(control.iwant()));
      writeIds(out, 1, control.iwant());
    }
    for (String topic : control.graft()) {
      begin(out, 3, CodedOutputStream.computeStringSize(1, topic));
      out.writeString(1, topic);
    }
    for (Prune prune : control.prune()) {
      begin(out, 4, size(prune));
      write(out, prune);
    }
    if (!control.idontwant().isEmpty()) {
      begin(out, 5, sizeOfIds(control.idontwant()));
      writeIds(out, 1, control.idontwant());
    }
  }

  private static void write(CodedOutputStream out, Prune prune) throws IOException {
    out.writeString(1, prune.topic());
    for (PeerInfo info : prune.peers()) {
      begin(out, 2, size(info));
      writeUnlessEmpty(out, 1, info.peer());
      writeUnlessEmpty(out, 2, info.signedRecord());
    }
    if (prune.backoffSeconds() != 0) {
      out.writeUInt64(3, prune.backoffSeconds());
    }
  }

  private static void writeIds(CodedOutputStream out, int field, List<MessageId> ids)
      throws IOException {
    for (MessageId id : ids) {
      out.writeByteArray(field, id.raw());
    }
  }

  private static void writeUnlessNull(CodedOutputStream out, int field, byte @Nullable [] bytes)
      throws IOException {
    if (bytes != null) {
      out.writeByteArray(field, bytes);
    }
  }

  private static void writeUnlessEmpty(CodedOutputStream out, int field, byte[] bytes)
      throws IOException {
    if (bytes.length > 0) {
      out.writeByteArray(field, bytes);
    }
  }

  private static void begin(CodedOutputStream out, int field, int length) throws IOException {
    out.writeTag(field, LENGTH_DELIMITED);
    out.writeUInt32NoTag(length);
  }
}
