package org.pando.gossip.wire;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the fields of one protobuf message (proto2 wire format), in the order of the calls. */
public final class ProtobufWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  /** An int32, int64, uint32, uint64, bool or enum. */
  public ProtobufWriter varint(int field, long value) {
    return write(() -> out.writeUInt64(field, value));
  }

  public ProtobufWriter bytes(int field, byte[] value) {
    return write(() -> out.writeByteArray(field, value));
  }

  public ProtobufWriter text(int field, String value) {
    return write(() -> out.writeString(field, value));
  }

  /** A message inside this one; the other writer is not used any more. */
  public ProtobufWriter message(int field, ProtobufWriter value) {
    return bytes(field, value.toByteArray());
  }

  /** What was written up to now. */
  public byte[] toByteArray() {
    write(out::flush);
    return bytes.toByteArray();
  }

  private ProtobufWriter write(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException("memory took no bytes", e);
    }
    return this;
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }
}
