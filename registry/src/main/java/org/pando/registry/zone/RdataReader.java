package org.pando.registry.zone;

import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/** Reads one record's rdata field by field (V16); owned by the thread that decodes. */
final class RdataReader {
  private final Rr rr;
  private final Bytes rdata;
  private int position;

  RdataReader(Rr rr) {
    this.rr = rr;
    this.rdata = rr.rdata();
  }

  int u8() throws InvalidException {
    return rdata.at(take(1));
  }

  int u16() throws InvalidException {
    return (u8() << 8) | u8();
  }

  long u32() throws InvalidException {
    return ((long) u16() << 16) | u16();
  }

  /** That many octets of anything. */
  void octets(int length) throws InvalidException {
    take(length);
  }

  /** All that is left, at least that many octets. */
  void rest(int min) throws InvalidException {
    if (remaining() < min) {
      throw invalid("ends too early");
    }
    position = rdata.length();
  }

  /** A character string (RFC 1035 section 3.3). */
  void string() throws InvalidException {
    octets(u8());
  }

  /** A name: absolute, uncompressed, lower-case. */
  void name() throws InvalidException {
    int start = position;
    int length = u8();
    while (length > 0) {
      if (length > OwnerName.MAX_LABEL) {
        throw invalid("a name is compressed or has a label above 63 octets");
      }
      int label = take(length);
      for (int i = label; i < label + length; i++) {
        if (rdata.at(i) >= 'A' && rdata.at(i) <= 'Z') {
          throw invalid("a name in upper case; write it in lower case");
        }
      }
      length = u8();
    }
    if (position - start > OwnerName.MAX_NAME) {
      throw invalid("a name of more than 255 octets");
    }
  }

  int remaining() {
    return rdata.length() - position;
  }

  void end() throws InvalidException {
    if (remaining() > 0) {
      throw invalid(remaining() + " octets too many");
    }
  }

  InvalidException invalid(String what) {
    return new InvalidException(Rule.V16, rr.toString(), what);
  }

  private int take(int length) throws InvalidException {
    if (remaining() < length) {
      throw invalid("ends too early");
    }
    int start = position;
    position += length;
    return start;
  }
}
