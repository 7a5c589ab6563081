package org.pando.registry.zone;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/**
 * The records of one name in canonical order (section 3, "Zone body"; rules V15 to V17). Immutable.
 */
public final class ZoneBody {
  /** In bytes. */
  public static final int MAX_SIZE = 2048;

  private final List<Rr> rrs;

  private ZoneBody(List<Rr> rrs) {
    this.rrs = List.copyOf(rrs);
  }

  /**
   * Sorts records and checks them; the message of the exception is fit for the person who wrote
   * them, such as {@code www: a CNAME owner has nothing else ... (V17)}.
   */
  public static ZoneBody of(List<Rr> rrs) throws InvalidException {
    for (Rr rr : rrs) {
      ZoneRules.checkRr(rr);
    }
    ZoneBody body = new ZoneBody(rrs.stream().sorted(ZoneRules.ORDER).toList());
    ZoneRules.checkAll(body.rrs);
    checkSize(body.size());
    return body;
  }

  /** Checks what can be said of a record alone (V15, V16). */
  public static void check(Rr rr) throws InvalidException {
    ZoneRules.checkRr(rr);
  }

  /** Reads a body from outside: every rule, and the order. */
  public static ZoneBody parse(Bytes bytes) throws InvalidException {
    checkSize(bytes.length());
    ZoneBody body = new ZoneBody(split(bytes));
    for (Rr rr : body.rrs) {
      ZoneRules.checkRr(rr);
    }
    ZoneRules.checkAll(body.rrs);
    return body;
  }

  /**
   * Reads a body that {@link #parse} accepted before, such as one from the store; no rule is
   * checked again.
   *
   * @throws IllegalArgumentException when it is not even a row of records
   */
  public static ZoneBody decode(Bytes bytes) {
    try {
      return new ZoneBody(split(bytes));
    } catch (InvalidException e) {
      throw new IllegalArgumentException("not a zone body that was checked before", e);
    }
  }

  /** In canonical order; immutable. */
  public List<Rr> rrs() {
    return rrs;
  }

  /**
   * Whether every owner still is a name when the name's own labels are added (V15).
   *
   * @param apex octets of the name itself in wire form, with the final 00
   */
  public void checkOwnersBelow(int apex) throws InvalidException {
    for (Rr rr : rrs) {
      int length = rr.owner().length() - 1 + apex;
      if (length > OwnerName.MAX_NAME) {
        throw new InvalidException(
            Rule.V15,
            OwnerName.text(rr.owner()),
            "the full name has " + length + " octets, a name has at most 255; shorten it");
      }
    }
  }

  public Bytes encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(size());
    for (Rr rr : rrs) {
      out.writeBytes(rr.owner().toArray());
      number(out, rr.type(), 2);
      number(out, rr.ttl(), 4);
      number(out, rr.rdata().length(), 2);
      out.writeBytes(rr.rdata().toArray());
    }
    return Bytes.of(out.toByteArray());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ZoneBody body && rrs.equals(body.rrs);
  }

  @Override
  public int hashCode() {
    return rrs.hashCode();
  }

  @Override
  public String toString() {
    return rrs.toString();
  }

  private int size() {
    return rrs.stream().mapToInt(rr -> rr.owner().length() + 8 + rr.rdata().length()).sum();
  }

  private static void checkSize(int size) throws InvalidException {
    if (size > MAX_SIZE) {
      throw new InvalidException(
          Rule.V1, "zone body", size + " bytes, a name has room for " + MAX_SIZE);
    }
  }

  private static void number(ByteArrayOutputStream out, int value, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      out.write(value >> shift);
    }
  }

  private static List<Rr> split(Bytes bytes) throws InvalidException {
    byte[] data = bytes.toArray();
    List<Rr> rrs = new ArrayList<>();
    int at = 0;
    while (at < data.length) {
      int ownerEnd = ownerEnd(data, at);
      int rdata = ownerEnd + 8;
      if (rdata > data.length) {
        throw truncated(at);
      }
      int type = number(data, ownerEnd, 2);
      int ttl = number(data, ownerEnd + 2, 4);
      int end = rdata + number(data, ownerEnd + 6, 2);
      if (end > data.length) {
        throw truncated(at);
      }
      rrs.add(new Rr(Bytes.of(data, at, ownerEnd), type, ttl, Bytes.of(data, rdata, end)));
      at = end;
    }
    return rrs;
  }

  /** The index after the name that begins at an index. */
  private static int ownerEnd(byte[] data, int from) throws InvalidException {
    int at = from;
    while (at < data.length && data[at] != 0) {
      at += 1 + (data[at] & 0xff);
    }
    if (at >= data.length) {
      throw truncated(from);
    }
    return at + 1;
  }

  private static int number(byte[] data, int from, int size) {
    int value = 0;
    for (int i = from; i < from + size; i++) {
      value = (value << 8) | (data[i] & 0xff);
    }
    return value;
  }

  private static InvalidException truncated(int at) {
    return new InvalidException(
        Rule.V15, "zone body, byte " + at, "the record there is longer than the body");
  }
}
