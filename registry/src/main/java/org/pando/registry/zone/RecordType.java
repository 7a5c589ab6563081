package org.pando.registry.zone;

import com.google.errorprone.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.pando.registry.rule.InvalidException;

/**
 * The types whose rdata must parse exactly (V16): one row per type. The list belongs to version 1
 * of the registry and never changes; every other type is opaque or refused.
 */
public enum RecordType {
  A(1, in -> in.octets(4)),
  NS(2, RdataReader::name),
  CNAME(5, RdataReader::name),
  PTR(12, RdataReader::name),
  MX(
      15,
      in -> {
        in.u16();
        in.name();
      }),
  TXT(
      16,
      in -> {
        do {
          in.string();
        } while (in.remaining() > 0);
      }),
  AAAA(28, in -> in.octets(16)),
  LOC(29, RdataFormats::loc),
  SRV(
      33,
      in -> {
        in.octets(6);
        in.name();
      }),
  NAPTR(
      35,
      in -> {
        in.octets(4);
        in.string();
        in.string();
        in.string();
        in.name();
      }),
  DNAME(39, RdataReader::name),
  DS(
      43,
      in -> {
        in.octets(4);
        in.rest(1);
      }),
  SSHFP(
      44,
      in -> {
        in.octets(2);
        in.rest(1);
      }),
  TLSA(
      52,
      in -> {
        in.octets(3);
        in.rest(1);
      }),
  SVCB(64, RdataFormats::svcb),
  HTTPS(65, RdataFormats::svcb),
  URI(
      256,
      in -> {
        in.octets(4);
        in.rest(1);
      }),
  CAA(257, RdataFormats::caa);

  private static final int MAX_OPAQUE = 512;
  private static final int SOA = 6;

  private final int code;
  private final Format format;

  RecordType(int code, Format format) {
    this.code = code;
    this.format = format;
  }

  /** The fields of one type's rdata. */
  @Immutable
  @FunctionalInterface
  interface Format {
    void read(RdataReader in) throws InvalidException;
  }

  public int code() {
    return code;
  }

  /** The row of a type, or null when it is opaque or refused. */
  public static @Nullable RecordType of(int code) {
    for (RecordType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }

  /** The mnemonic of a type with a row, else {@code TYPE123} (RFC 3597). */
  public static String text(int code) {
    RecordType type = of(code);
    return type == null ? "TYPE" + code : type.name();
  }

  /** A record's type and rdata (V16), apart from where a DS may stand. */
  static void check(Rr rr) throws InvalidException {
    RdataReader in = new RdataReader(rr);
    RecordType type = of(rr.type());
    if (type != null) {
      type.format.read(in);
      in.end();
    } else if (isRefused(rr.type())) {
      throw in.invalid(
          "this type cannot be published, leave the record out"
              + (rr.type() == SOA ? "; an SOA is made by itself" : ""));
    } else if (in.remaining() > MAX_OPAQUE) {
      throw in.invalid(in.remaining() + " octets, a type without a format of ours has at most 512");
    }
  }

  /** SOA, OPT, the types of DNSSEC that a signer makes, meta types and private use. */
  private static boolean isRefused(int code) {
    return switch (code) {
      case 0, 6, 41, 46, 47, 48, 50, 51 -> true;
      default -> code < 0 || (code >= 128 && code <= 255) || code >= 65280;
    };
  }
}
