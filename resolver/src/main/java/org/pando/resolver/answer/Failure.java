package org.pando.resolver.answer;

import java.time.Duration;
import org.pando.resolver.answer.ExtendedError.Code;
import org.xbill.DNS.Rcode;

/**
 * Every way in which a question can fail: what the client is told (RFC 1035 section 4.1.1, RFC
 * 8914) and how long a look-up that failed so is not tried again (RFC 9520 section 3.2: at least a
 * second). Failures on the way to the servers are soon over; those that servers tell of last.
 *
 * <p>Where nobody could say what is true now, what was true before may be answered (RFC 8767
 * section 4). Where somebody did say, and it cannot be used, it may not.
 */
public enum Failure {
  /** The packet is no whole message with one question. */
  MALFORMED(Rcode.FORMERR, Code.OTHER, 0),
  /** An operation other than QUERY. */
  NOT_A_QUERY(Rcode.NOTIMP, Code.NOT_SUPPORTED, 0),
  /** An EDNS version other than 0. */
  EDNS_VERSION(Rcode.BADVERS, Code.NOT_SUPPORTED, 0),
  /** The client may not ask. */
  NOT_ADMITTED(Rcode.REFUSED, Code.PROHIBITED, 0),
  /** A class other than IN, a transfer, a meta type. */
  NOT_SERVED(Rcode.REFUSED, Code.NOT_SUPPORTED, 0),
  /** RD is not set, and this node does not have the answer. */
  RECURSION_NOT_DESIRED(Rcode.REFUSED, Code.NOT_AUTHORITATIVE, 0),

  /** Too many questions are under way, of all clients or of this one. */
  OVERLOADED(Rcode.SERVFAIL, Code.OTHER, 0),
  /** The node is starting or stopping. */
  NOT_READY(Rcode.SERVFAIL, Code.NOT_READY, 0),
  /** A fault of the program. */
  FAULT(Rcode.SERVFAIL, Code.OTHER, 0),

  /** Nobody answered in time. */
  TIMEOUT(Rcode.SERVFAIL, Code.NO_REACHABLE_AUTHORITY, 1),
  /** A server could not be reached, or the connection broke. */
  NETWORK(Rcode.SERVFAIL, Code.NETWORK_ERROR, 1),
  /** There is no server to ask. */
  NO_UPSTREAM(Rcode.SERVFAIL, Code.NO_REACHABLE_AUTHORITY, 1),
  /** A server answered with an error or with something unusable. */
  SERVER_FAILURE(Rcode.SERVFAIL, Code.NO_REACHABLE_AUTHORITY, 10),
  /** Servers that validate found the data forged. */
  BOGUS(Rcode.SERVFAIL, Code.DNSSEC_BOGUS, 30),
  /** A chain of aliases is too long or runs in a circle. */
  ALIAS_LOOP(Rcode.SERVFAIL, Code.OTHER, 10),
  /** The answer is longer than a DNS message can be. */
  TOO_LONG(Rcode.SERVFAIL, Code.OTHER, 10),
  /** An upstream of this node asks this node. */
  FORWARDING_LOOP(Rcode.SERVFAIL, Code.NO_REACHABLE_AUTHORITY, 0),
  /** The name is under a network's suffix or for special use: it never leaves this node. */
  NOT_PUBLIC(Rcode.SERVFAIL, Code.OTHER, 0),
  /** A registry name that is delegated to other name servers, which nobody asks. */
  DELEGATED(Rcode.SERVFAIL, Code.NOT_SUPPORTED, 0),
  /** This node's copy of a registry name cannot be read. */
  DAMAGED(Rcode.SERVFAIL, Code.INVALID_DATA, 0);

  private final int rcode;
  private final Code code;
  private final Duration remembered;

  Failure(int rcode, Code code, int rememberedSeconds) {
    this.rcode = rcode;
    this.code = code;
    this.remembered = Duration.ofSeconds(rememberedSeconds);
  }

  public Code code() {
    return code;
  }

  /** How long the same look-up is not tried again; zero for not at all. */
  public Duration remembered() {
    return remembered;
  }

  /** Whether a stale answer may stand in. */
  boolean staleAllowed() {
    return switch (this) {
      case OVERLOADED, NOT_READY, FAULT, TIMEOUT, NETWORK, NO_UPSTREAM, SERVER_FAILURE -> true;
      case MALFORMED,
          NOT_A_QUERY,
          EDNS_VERSION,
          NOT_ADMITTED,
          NOT_SERVED,
          RECURSION_NOT_DESIRED,
          BOGUS,
          ALIAS_LOOP,
          TOO_LONG,
          FORWARDING_LOOP,
          NOT_PUBLIC,
          DELEGATED,
          DAMAGED ->
          false;
    };
  }

  /**
   * The reply that says so.
   *
   * @param text what exactly, for people
   */
  public WireAnswer reply(String text) {
    return reply(ExtendedError.of(code, text));
  }

  /** The reply with an extended error that says more than this failure's own. */
  WireAnswer reply(ExtendedError error) {
    return WireAnswer.error(rcode, error);
  }
}
