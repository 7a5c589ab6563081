package org.pando.resolver.answer;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * What questions of type ANY get (RFC 8482 section 4.2): one small record, since they are only ever
 * asked to amplify. What does not exist, or fails, does so for them too.
 */
public final class MinimalAny {
  private static final long TTL = 3600;
  private static final byte[] HINFO_RFC8482 = {7, 'R', 'F', 'C', '8', '4', '8', '2', 0};

  private static final WireAnswer EXISTS =
      new BodyWriter()
          .add(BodyWriter.Section.ANSWER, null, Type.HINFO, TTL, HINFO_RFC8482)
          .finish(Rcode.NOERROR, null);

  private MinimalAny() {}

  /**
   * The answer to ANY.
   *
   * @param known what the source of the name answers by itself; null when it does not know
   */
  public static WireAnswer of(@Nullable WireAnswer known) {
    return known == null || known == AnswerSource.SLOW_LANE || known.rcode() == Rcode.NOERROR
        ? EXISTS
        : known;
  }
}
