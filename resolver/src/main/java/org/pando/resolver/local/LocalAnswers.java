package org.pando.resolver.local;

import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.AnswerSource;
import org.pando.resolver.answer.MinimalAny;
import org.pando.resolver.answer.OwnNames;
import org.pando.resolver.answer.QuestionKey;
import org.pando.resolver.answer.RegistryNames;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireAnswers;
import org.pando.resolver.answer.WireQuestion;
import org.xbill.DNS.Name;
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
    QuestionKey key = question.key();
    WireAnswer answer = own(names, key);
    return question.type() != Type.ANY || registry.contains(key.name(), key.nameLength())
        ? answer
        : MinimalAny.of(answer);
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
