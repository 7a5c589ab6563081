package org.pando.resolver.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * An answer that may be cached and sent: it was judged, and says how. Messages from servers are
 * something else ({@code org.xbill.DNS.Message}); only the look-up above them turns one into this.
 * DNSSEC records are in it whether or not a client wants them.
 *
 * @param rcode NOERROR, NXDOMAIN or YXDOMAIN
 * @param answers the chain of aliases from the question's name, then the records asked for
 * @param authority for a negative answer the SOA record that bounds its life (RFC 2308), its TTL
 *     that of the answer; the NSEC and NSEC3 records that prove what does not exist; else empty
 * @param validation what is known of its origin
 * @param error what a client should know of it (RFC 8914), or null
 */
public record Answer(
    int rcode,
    List<Record> answers,
    List<Record> authority,
    Validation validation,
    @Nullable ExtendedError error) {
  /** What is known of an answer's origin (RFC 4033 section 5). */
  public enum Validation {
    /** Nobody looked: it is as good as the server that gave it. */
    NOT_VALIDATED
  }

  /** An answer of which there is nothing more to say. */
  public Answer(int rcode, List<Record> answers, List<Record> authority, Validation validation) {
    this(rcode, answers, authority, validation, null);
  }

  public Answer {
    answers = List.copyOf(answers);
    authority = List.copyOf(authority);
  }

  /**
   * What a client gets that does not want DNSSEC records (RFC 4035 section 3.2.1).
   *
   * @param type the type asked for: it is not left out
   */
  Answer withoutDnssec(int type) {
    return new Answer(
        rcode,
        answers.stream().filter(r -> r.getType() == type || !isDnssec(r)).toList(),
        authority.stream().filter(r -> !isDnssec(r)).toList(),
        validation,
        error);
  }

  /** Whether it was over when it was given, here or by the server that it came from. */
  public boolean isStale() {
    return error != null && error.code().saysStale();
  }

  /** Whether it says that the name does not exist or has no such records (RFC 2308). */
  public boolean isNegative(int type) {
    return rcode != Rcode.NOERROR || answers.stream().noneMatch(r -> r.getType() == type);
  }

  /** A negative answer without an SOA record says nothing of its life (RFC 2308 section 5). */
  boolean isBounded(int type) {
    return !isNegative(type) || authority.stream().anyMatch(SOARecord.class::isInstance);
  }

  /** How many records it has. */
  int size() {
    return answers.size() + authority.size();
  }

  private static boolean isDnssec(Record r) {
    int type = r.getType();
    return type == Type.RRSIG || type == Type.NSEC || type == Type.NSEC3;
  }
}
