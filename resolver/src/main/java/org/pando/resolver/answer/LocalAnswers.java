package org.pando.resolver.answer;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/** What is answered without looking anything up. Stateless. */
public final class LocalAnswers implements AnswerSource {
  private static final long TTL = 3600;
  private static final byte[] HINFO_RFC8482 = {7, 'R', 'F', 'C', '8', '4', '8', '2', 0};

  private final WireAnswer minimalAny =
      new BodyWriter()
          .add(BodyWriter.Section.ANSWER, null, Type.HINFO, TTL, HINFO_RFC8482)
          .finish(0, null);

  @Override
  public Step step() {
    return Step.LOCAL;
  }

  /** ANY gets the minimal answer of RFC 8482 section 4.2: it is only ever used to amplify. */
  @Override
  public @Nullable WireAnswer tryAnswer(WireQuestion question) {
    return question.type() == Type.ANY ? minimalAny : null;
  }
}
