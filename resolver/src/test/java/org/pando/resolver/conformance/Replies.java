package org.pando.resolver.conformance;

import static org.pando.resolver.conformance.Violation.unless;
import static org.pando.resolver.conformance.Violation.unlessEqual;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What rules expect of a reply. */
final class Replies {
  private Replies() {}

  static void rcode(Message reply, int... allowed) throws Violation {
    int rcode = reply.getRcode();
    String names = String.join(" or ", Arrays.stream(allowed).mapToObj(Rcode::string).toList());
    unless(
        Arrays.stream(allowed).anyMatch(r -> r == rcode),
        "rcode " + Rcode.string(rcode) + " instead of " + names);
  }

  /** That is the reply, whatever it has behind the header. */
  static void formerr(byte[] reply) throws Violation {
    unless(reply.length >= 4 && (reply[2] & 0x80) != 0, "QR is clear");
    unlessEqual(Rcode.string(Rcode.FORMERR), Rcode.string(reply[3] & 0xf), "rcode");
  }

  /** An extended error (RFC 8914) is in the reply. */
  static void saysWhy(Message reply) throws Violation {
    unless(
        !options(reply, EDNSOption.Code.EDNS_EXTENDED_ERROR).isEmpty(),
        "there is no extended error");
  }

  static void flag(Message reply, int flag, boolean expected) throws Violation {
    unlessEqual(expected, reply.getHeader().getFlag(flag), Flags.string(flag) + " in the reply");
  }

  /** The records of the answer section as text: type and data. */
  static List<String> answers(Message reply) {
    return text(reply, Section.ANSWER);
  }

  static List<String> text(Message reply, int section) {
    return reply.getSection(section).stream()
        .map(r -> Type.string(r.getType()) + " " + r.rdataToString())
        .toList();
  }

  static void answer(Message reply, String... expected) throws Violation {
    rcode(reply, Rcode.NOERROR);
    unlessEqual(List.of(expected), answers(reply), "answer section");
  }

  /** All records but OPT. */
  static Stream<Record> records(Message reply) {
    return Stream.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL)
        .flatMap(section -> reply.getSection(section).stream())
        .filter(r -> r.getType() != Type.OPT);
  }

  static boolean has(Message reply, int section, int type) {
    return reply.getSection(section).stream().anyMatch(r -> r.getType() == type);
  }

  static long ttl(Message reply) throws Violation {
    return first(reply, Section.ANSWER, null).getTTL();
  }

  /** The first record of a section, of a type or of any. */
  static Record first(Message reply, int section, @Nullable Integer type) throws Violation {
    for (Record r : reply.getSection(section)) {
      if (type == null || r.getType() == type) {
        return r;
      }
    }
    throw new Violation(
        "no "
            + (type == null ? "record" : Type.string(type))
            + " in section "
            + Section.string(section));
  }

  /** A condition that comes true with time. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  static void unlessWithin(long millis, Condition condition, String what) throws Exception {
    long end = System.nanoTime() + millis * 1_000_000;
    while (!condition.holds()) {
      unless(System.nanoTime() - end < 0, what);
      LockSupport.parkNanos(100_000_000);
    }
  }

  static OPTRecord opt(Message reply) throws Violation {
    OPTRecord opt = reply.getOPT();
    if (opt == null) {
      throw new Violation("no OPT record in the reply");
    }
    return opt;
  }

  static List<EDNSOption> options(Message reply, int code) throws Violation {
    return opt(reply).getOptions(code);
  }
}
