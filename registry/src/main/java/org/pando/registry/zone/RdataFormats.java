package org.pando.registry.zone;

import java.util.BitSet;
import org.pando.registry.rule.InvalidException;

/** The rdata formats that are more than a row of fields. */
final class RdataFormats {
  private static final long EQUATOR = 1L << 31;
  private static final long QUARTER_TURN = 90L * 3600 * 1000;

  private RdataFormats() {}

  /** RFC 1876: version 0, decimal digits in each size, coordinates in thousandths of a second. */
  static void loc(RdataReader in) throws InvalidException {
    if (in.u8() != 0) {
      throw in.invalid("a LOC version other than 0");
    }
    for (int i = 0; i < 3; i++) {
      int size = in.u8();
      if (size >> 4 > 9 || (size & 15) > 9) {
        throw in.invalid("a size or precision whose mantissa or exponent is above 9");
      }
    }
    if (Math.abs(in.u32() - EQUATOR) > QUARTER_TURN) {
      throw in.invalid("a latitude above 90 degrees");
    }
    if (Math.abs(in.u32() - EQUATOR) > 2 * QUARTER_TURN) {
      throw in.invalid("a longitude above 180 degrees");
    }
    in.u32();
  }

  /** RFC 8659: flags, a tag of letters and digits, a value. */
  static void caa(RdataReader in) throws InvalidException {
    in.u8();
    int length = in.u8();
    if (length == 0) {
      throw in.invalid("an empty tag");
    }
    for (int i = 0; i < length; i++) {
      int c = in.u8();
      if (!Character.isLetterOrDigit(c) || c > 0x7f) {
        throw in.invalid("a tag of other characters than letters and digits");
      }
    }
    in.rest(0);
  }

  /**
   * RFC 9460 sections 2.2, 7 and 8: parameters strictly ascending, those of keys 0 to 6 in their
   * own format, every mandatory one present.
   */
  static void svcb(RdataReader in) throws InvalidException {
    in.u16();
    in.name();
    BitSet present = new BitSet();
    BitSet mandatory = new BitSet();
    int previous = -1;
    while (in.remaining() > 0) {
      int key = in.u16();
      if (key <= previous) {
        throw in.invalid("parameter " + key + " after parameter " + previous + "; keys ascend");
      }
      previous = key;
      present.set(key);
      parameter(in, key, in.u16(), mandatory);
    }
    mandatory.andNot(present);
    if (!mandatory.isEmpty()) {
      throw in.invalid("mandatory parameter " + mandatory.nextSetBit(0) + " is missing");
    }
  }

  private static void parameter(RdataReader in, int key, int length, BitSet mandatory)
      throws InvalidException {
    switch (key) {
      case 0 -> mandatoryKeys(in, list(in, key, length, 2), mandatory);
      case 1 -> alpn(in, length);
      case 2 -> exactly(in, key, length, 0);
      case 3 -> exactly(in, key, length, 2);
      case 4 -> in.octets(4 * list(in, key, length, 4));
      case 5 -> in.octets(list(in, key, length, 1));
      case 6 -> in.octets(16 * list(in, key, length, 16));
      default -> in.octets(length);
    }
  }

  private static void mandatoryKeys(RdataReader in, int count, BitSet mandatory)
      throws InvalidException {
    int previous = 0;
    for (int i = 0; i < count; i++) {
      int key = in.u16();
      if (key <= previous) {
        throw in.invalid("mandatory keys ascend and never name key 0");
      }
      previous = key;
      mandatory.set(key);
    }
  }

  private static void alpn(RdataReader in, int length) throws InvalidException {
    int left = list(in, 1, length, 1);
    while (left > 0) {
      int id = in.u8();
      left -= 1 + id;
      if (id == 0 || left < 0) {
        throw in.invalid("an ALPN id that is empty or longer than its list");
      }
      in.octets(id);
    }
  }

  private static void exactly(RdataReader in, int key, int length, int expected)
      throws InvalidException {
    if (length != expected) {
      throw in.invalid("parameter " + key + " of " + length + " octets, it has " + expected);
    }
    in.octets(length);
  }

  /** How many elements of a size a value holds, at least one. */
  private static int list(RdataReader in, int key, int length, int size) throws InvalidException {
    if (length == 0 || length % size != 0) {
      throw in.invalid("parameter " + key + " of " + length + " octets is not a list");
    }
    return length / size;
  }
}
