package org.pando.registry.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.pando.registry.Bytes;
import org.xbill.DNS.Name;

/** Owners as zone bodies have them: labels in wire form, relative to the name, ended by 00. */
final class RelativeOwner {
  private RelativeOwner() {}

  /** Lower-case; {@code owner} is {@code apex} or below it. */
  static Bytes of(Name owner, Name apex) {
    Name lower = owner.canonicalize();
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    for (int i = 0; i < lower.labels() - apex.labels(); i++) {
      wire.writeBytes(lower.getLabel(i));
    }
    wire.write(0);
    return Bytes.of(wire.toByteArray());
  }

  /** The owner's full name. */
  static Name absolute(Bytes owner, Name apex) {
    try {
      return Name.concatenate(new Name(owner.toArray()).relativize(Name.root), apex);
    } catch (IOException e) {
      throw new IllegalArgumentException("not an owner below " + apex + ": " + owner, e);
    }
  }

  /** As people write it: {@code @} for the name itself. */
  static String toText(Bytes owner) {
    try {
      Name name = new Name(owner.toArray());
      return name.labels() == 1 ? "@" : name.toString(true);
    } catch (IOException e) {
      throw new IllegalArgumentException("owner is not in wire form: " + owner, e);
    }
  }
}
