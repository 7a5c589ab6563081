package org.pando.resolver.exchange;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.ResolutionException;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** What a server's reply is worth to whoever asked. */
public sealed interface Verdict {
  /** It says what there is, or that there is nothing. */
  record Acceptable() implements Verdict {}

  /**
   * The server cannot or will not say; another may.
   *
   * @param text what it answered, for people
   * @param error what it said of the reason, or null
   */
  record Unusable(String text, @Nullable ExtendedError error) implements Verdict {
    /**
     * @param server who it was, for people
     */
    ResolutionException failure(String server) {
      String answered = server + " answered " + text;
      if (error == null) {
        return new ResolutionException(Failure.SERVER_FAILURE, answered);
      }
      String why = answered + (error.text().isEmpty() ? "" : ": " + error.text());
      return new ResolutionException(
          isBogus() ? Failure.BOGUS : Failure.SERVER_FAILURE,
          answered,
          ExtendedError.of(error.code(), why));
    }

    /** Whether the server found the data to be forged (RFC 8914 sections 4.7 to 4.13). */
    boolean isBogus() {
      return error != null && error.code().isBogus();
    }
  }

  /** Judges a reply: NOERROR, NXDOMAIN and YXDOMAIN tell something, everything else does not. */
  static Verdict of(Message reply) {
    return switch (reply.getRcode()) {
      case Rcode.NOERROR ->
          isReferral(reply) ? new Unusable("a referral", extendedError(reply)) : new Acceptable();
      case Rcode.NXDOMAIN, Rcode.YXDOMAIN -> new Acceptable();
      default -> new Unusable(Rcode.string(reply.getRcode()), extendedError(reply));
    };
  }

  /**
   * RFC 2308 section 2.2: name servers, but neither an answer nor the SOA of a negative one. It
   * comes from a server that does not do recursion.
   */
  private static boolean isReferral(Message reply) {
    return reply.getSection(Section.ANSWER).isEmpty()
        && reply.getSection(Section.AUTHORITY).stream().anyMatch(NSRecord.class::isInstance)
        && reply.getSection(Section.AUTHORITY).stream().noneMatch(SOARecord.class::isInstance);
  }

  /** What a server says of the reason, or null. */
  static @Nullable ExtendedError extendedError(Message reply) {
    OPTRecord opt = reply.getOPT();
    List<EDNSOption> errors =
        opt == null ? List.of() : opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR);
    if (errors.isEmpty()) {
      return null;
    }
    ExtendedErrorCodeOption error = (ExtendedErrorCodeOption) errors.getFirst();
    String text = error.getText() == null ? "" : error.getText();
    return ExtendedError.of(ExtendedError.Code.of(error.getErrorCode()), text);
  }
}
