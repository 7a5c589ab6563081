package org.pando.registry.zone;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.pando.registry.Bytes;

/** Writes names and records the way tests like to read them. */
public final class Names {
  private Names() {}

  /** Labels parted by dots to wire form; {@code @} or nothing is the apex or the root. */
  public static Bytes wire(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!name.isEmpty() && !name.equals("@")) {
      for (String label : name.split("\\.", -1)) {
        out.write(label.length());
        out.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    out.write(0);
    return Bytes.of(out.toByteArray());
  }

  public static Rr rr(String owner, RecordType type, String rdata) {
    return new Rr(wire(owner), type.code(), 3600, Bytes.fromHex(rdata));
  }

  /** An A record whose address ends in a number. */
  public static Rr a(String owner, int number) {
    return rr(owner, RecordType.A, "c000%04x".formatted(number));
  }

  /** A record whose rdata is a name. */
  public static Rr named(String owner, RecordType type, String target) {
    return rr(owner, type, wire(target).toHex());
  }
}
