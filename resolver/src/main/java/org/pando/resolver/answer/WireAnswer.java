package org.pando.resolver.answer;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one question as bytes: what follows the question section, ready to be copied behind
 * any client's header and question. Immutable, shared between threads. Names in it may point to the
 * question's name at offset 12, whose length never differs for one question. Where DNSSEC records
 * are part of the answer, it has a second image for the clients that want them.
 */
public final class WireAnswer {
  /** The birth time of an answer that does not age: it is made from data that this node holds. */
  public static final long AGELESS = Long.MAX_VALUE;

  /** The TTL of every record of a stale answer, in seconds (RFC 8767 section 4). */
  static final int STALE_TTL = 30;

  private static final byte[] NO_OPTION = {};
  private static final int OPTION_EDE = 15;

  private final int rcode;
  private final boolean authoritative;
  private final int[] counts;
  private final byte[] body;
  private final int[] ttlOffsets;
  private final @Nullable ExtendedError error;
  private final byte[] errorOption;
  private final long madeAt;
  private final boolean stale;
  private final @Nullable WireAnswer signed;

  /**
   * @param rcode 0 to 15
   * @param counts records in the answer, authority and additional section
   * @param body the records; taken over, not to be changed
   * @param ttlOffsets where in the body each record's TTL stands; taken over
   * @param madeAt in seconds of the node's own clock, or {@link #AGELESS}
   * @param signed the image with DNSSEC records; null when there are none
   */
  WireAnswer(
      int rcode,
      boolean authoritative,
      int[] counts,
      byte[] body,
      int[] ttlOffsets,
      @Nullable ExtendedError error,
      long madeAt,
      @Nullable WireAnswer signed) {
    this.rcode = rcode;
    this.authoritative = authoritative;
    this.counts = counts;
    this.body = body;
    this.ttlOffsets = ttlOffsets;
    this.error = error;
    this.errorOption = error == null ? NO_OPTION : option(error);
    this.madeAt = madeAt;
    this.stale = false;
    this.signed = signed;
  }

  private WireAnswer(WireAnswer over, ExtendedError error) {
    this.rcode = over.rcode;
    this.authoritative = over.authoritative;
    this.counts = over.counts;
    this.body = over.body;
    this.ttlOffsets = over.ttlOffsets;
    this.error = error;
    this.errorOption = option(error);
    this.madeAt = over.madeAt;
    this.stale = true;
    this.signed = over.signed == null ? null : new WireAnswer(over.signed, error);
  }

  /**
   * The same answer, over but given because there is no better one (RFC 8767): the TTL of each
   * record is {@value #STALE_TTL}. It shares the bytes, so it costs next to nothing.
   *
   * @param error says so
   */
  WireAnswer stale(ExtendedError error) {
    return new WireAnswer(this, error);
  }

  /** An answer without records: an error, with or without a reason. */
  public static WireAnswer error(int rcode, @Nullable ExtendedError error) {
    return new WireAnswer(rcode, false, new int[3], new byte[0], new int[0], error, AGELESS, null);
  }

  /**
   * What a client gets.
   *
   * @param dnssecOk whether it wants DNSSEC records (RFC 3225)
   */
  WireAnswer image(boolean dnssecOk) {
    return dnssecOk && signed != null ? signed : this;
  }

  public int rcode() {
    return rcode;
  }

  public boolean authoritative() {
    return authoritative;
  }

  public @Nullable ExtendedError error() {
    return error;
  }

  /** The extended error as an EDNS option (RFC 8914 section 2), or nothing. */
  byte[] errorOption() {
    return errorOption;
  }

  private static byte[] option(ExtendedError error) {
    byte[] text = error.text().getBytes(StandardCharsets.US_ASCII);
    byte[] option = new byte[6 + text.length];
    Octets.putU16(option, 0, OPTION_EDE);
    Octets.putU16(option, 2, 2 + text.length);
    Octets.putU16(option, 4, error.code().number());
    System.arraycopy(text, 0, option, 6, text.length);
    return option;
  }

  /** In seconds of the node's own clock, or {@link #AGELESS}. */
  long madeAt() {
    return madeAt;
  }

  int count(int section) {
    return counts[section];
  }

  int bodyLength() {
    return body.length;
  }

  /** Whether it was over when it was given, here or by the server that it came from. */
  boolean isStale() {
    return error != null && error.code().saysStale();
  }

  /** Copies the records, each TTL lowered by the answer's age, never below zero; or stale. */
  void copyBody(byte[] target, int at, long now) {
    System.arraycopy(body, 0, target, at, body.length);
    long age = now - madeAt;
    if (stale) {
      for (int offset : ttlOffsets) {
        Octets.putU32(target, at + offset, STALE_TTL);
      }
      return;
    }
    if (age <= 0) {
      return;
    }
    for (int offset : ttlOffsets) {
      long left = Math.max(0, readTtl(offset) - age);
      Octets.putU32(target, at + offset, left);
    }
  }

  /** The lowest TTL of this image's records in seconds; 0 when there is none. */
  long lowestTtl() {
    long lowest = ttlOffsets.length == 0 ? 0 : Long.MAX_VALUE;
    for (int offset : ttlOffsets) {
      lowest = Math.min(lowest, readTtl(offset));
    }
    return lowest;
  }

  /** The memory that it takes, in bytes, roughly. */
  int weight() {
    int own = body.length + 4 * ttlOffsets.length + 128;
    return signed == null ? own : own + signed.weight();
  }

  private long readTtl(int offset) {
    return Octets.u32(body, offset);
  }
}
