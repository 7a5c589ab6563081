package org.pando.resolver.answer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds an authoritative {@link WireAnswer} record by record. One thread, one use. */
public final class BodyWriter {
  /** The sections in their order (RFC 1035 section 4.1). */
  public enum Section {
    ANSWER(0),
    AUTHORITY(1);

    private final int index;

    Section(int index) {
      this.index = index;
    }
  }

  private static final int POINTER_TO_QUESTION = 0xc000 | WireQuestion.HEADER;

  private final int[] counts = new int[3];
  private byte[] body = new byte[256];
  private int length;
  private int[] ttlOffsets = new int[4];
  private int records;

  /**
   * Adds a record of class IN.
   *
   * @param owner the owner in wire form, or null for the question's own name
   * @param ttl seconds
   * @param rdata uncompressed
   */
  public BodyWriter add(
      Section section, byte @Nullable [] owner, int type, long ttl, byte[] rdata) {
    int ownerLength = owner == null ? 2 : owner.length;
    reserve(ownerLength + 10 + rdata.length);
    if (owner == null) {
      Octets.putU16(body, length, POINTER_TO_QUESTION);
    } else {
      System.arraycopy(owner, 0, body, length, owner.length);
    }
    int at = length + ownerLength;
    Octets.putU16(body, at, type);
    Octets.putU16(body, at + 2, 1);
    Octets.putU32(body, at + 4, ttl);
    Octets.putU16(body, at + 8, rdata.length);
    System.arraycopy(rdata, 0, body, at + 10, rdata.length);
    noteTtl(at + 4);
    length = at + 10 + rdata.length;
    counts[section.index]++;
    return this;
  }

  /** An answer from data that this node holds: authoritative, ageless. */
  public WireAnswer finish(int rcode, @Nullable ExtendedError error) {
    return new WireAnswer(
        rcode,
        true,
        counts.clone(),
        Arrays.copyOf(body, length),
        Arrays.copyOf(ttlOffsets, records),
        error,
        WireAnswer.AGELESS,
        null);
  }

  private void reserve(int more) {
    if (length + more > body.length) {
      body = Arrays.copyOf(body, Math.max(length + more, 2 * body.length));
    }
  }

  private void noteTtl(int offset) {
    if (records == ttlOffsets.length) {
      ttlOffsets = Arrays.copyOf(ttlOffsets, 2 * records);
    }
    ttlOffsets[records++] = offset;
  }
}
