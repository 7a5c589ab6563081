package org.pando.resolver.answer;

import java.util.List;
import org.xbill.DNS.Record;

/**
 * An answer that may be cached and sent: it was judged, and says how. Messages from servers are
 * something else ({@code org.xbill.DNS.Message}); only the look-up above them turns one into this.
 *
 * @param rcode NOERROR or NXDOMAIN
 * @param answers the chain of aliases from the question's name, then the records asked for
 * @param authority for a negative answer the SOA record that bounds its life (RFC 2308), else empty
 * @param validation what is known of its origin
 */
public record Answer(
    int rcode, List<Record> answers, List<Record> authority, Validation validation) {
  /** What is known of an answer's origin (RFC 4033 section 5). */
  public enum Validation {
    /** Nobody looked: it is as good as the server that gave it. */
    NOT_VALIDATED
  }

  public Answer {
    answers = List.copyOf(answers);
    authority = List.copyOf(authority);
  }
}
