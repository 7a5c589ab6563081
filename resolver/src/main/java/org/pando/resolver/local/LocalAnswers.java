package org.pando.resolver.local;

import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.AnswerSource;
import org.pando.resolver.answer.BodyWriter;
import org.pando.resolver.answer.OwnNames;
import org.pando.resolver.answer.QuestionKey;
import org.pando.resolver.answer.RegistryNames;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireAnswers;
import org.pando.resolver.answer.WireQuestion;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * What is answered without looking anything up: local names, and ANY. Names under a network's
 * suffix are the registry's, whatever else says something about them. Any thread.
 */
public final class LocalAnswers implements AnswerSource, OwnNames {
  /**
   * How much is answered, for people.
   *
   * @param records local records as written
   * @param hosts names from hosts files
   */
  public record Size(int records, int hosts) {}

  private static final long TTL = 3600;
  private static final byte[] HINFO_RFC8482 = {7, 'R', 'F', 'C', '8', '4', '8', '2', 0};

  private final WireAnswer minimalAny =
      new BodyWriter()
          .add(BodyWriter.Section.ANSWER, null, Type.HINFO, TTL, HINFO_RFC8482)
          .finish(Rcode.NOERROR, null);

  private final RegistryNames registry;
  private volatile LocalNames names;

  LocalAnswers(RegistryNames registry, LocalNames names) {
    this.registry = registry;
    this.names = names;
  }

  /** Answers from other names from now on. */
  void replace(LocalNames others) {
    names = others;
  }

  /** What is answered, for people. */
  public Size size() {
    return names.size();
  }

  @Override
  public Step step() {
    return Step.LOCAL;
  }

  @Override
  public @Nullable WireAnswer tryAnswer(WireQuestion question) {
    WireAnswer answer = own(names, question.key());
    return question.type() == Type.ANY ? any(answer) : answer;
  }

  /** ANY gets the minimal answer of RFC 8482 section 4.2: it is only ever used to amplify. */
  private WireAnswer any(@Nullable WireAnswer answer) {
    return answer != null && answer.rcode() == Rcode.NXDOMAIN ? answer : minimalAny;
  }

  private @Nullable WireAnswer own(LocalNames current, QuestionKey key) {
    WireAnswer answer = current.find(key);
    return answer == null || registry.contains(key.name(), key.nameLength()) ? null : answer;
  }

  @Override
  public Found find(Name name, int type) throws ResolutionException {
    LocalNames current = names;
    WireAnswer answer = own(current, QuestionKey.of(name.toWire(), type, false));
    if (answer == null) {
      return new Found.Unknown();
    }
    return answer == SLOW_LANE
        ? current.alias(name)
        : new Found.Answered(WireAnswers.ageless(name, type, answer));
  }
}
