package org.pando.resolver.answer;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;

/**
 * Answers for every name under a joined network's suffix, the negative ones included: nothing of it
 * is ever asked of anybody else. Two things are left to the slow lane: an alias that leads out of
 * the registry, and a name that is not loaded from the store yet. Any thread.
 */
public final class RegistryAnswers implements AnswerSource, OwnNames {
  private final RegistryNames names;

  public RegistryAnswers(RegistryNames names) {
    this.names = names;
  }

  @Override
  public Step step() {
    return Step.REGISTRY;
  }

  @Override
  public @Nullable WireAnswer tryAnswer(WireQuestion question) {
    return switch (walk(question.key())) {
      case RegistryWalk.End.Answered(WireAnswer answer) -> answer;
      case RegistryWalk.End.Outward outward -> SLOW_LANE;
      case RegistryWalk.End.NotLoaded() -> SLOW_LANE;
      case RegistryWalk.End.Elsewhere() -> null;
    };
  }

  /** The whole answer to a question, or null when the registry has none. */
  public @Nullable WireAnswer answer(QuestionKey key) {
    return walk(key) instanceof RegistryWalk.End.Answered(WireAnswer answer) ? answer : null;
  }

  @Override
  public boolean answersLater(WireQuestion question) {
    return walk(question.key()) instanceof RegistryWalk.End.NotLoaded;
  }

  @Override
  public Found find(Name name, int type) throws ResolutionException {
    return switch (walk(QuestionKey.of(name.toWire(), type, false))) {
      case RegistryWalk.End.Answered(WireAnswer answer) ->
          new Found.Answered(WireAnswers.ageless(name, type, answer));
      case RegistryWalk.End.Outward(List<CNAMERecord> chain, Name target) ->
          new Found.Alias(List.copyOf(chain), target);
      case RegistryWalk.End.NotLoaded() ->
          throw new ResolutionException(
              Failure.SERVER_FAILURE, name + " is not loaded from the store yet");
      case RegistryWalk.End.Elsewhere() -> new Found.Unknown();
    };
  }

  private RegistryWalk.End walk(QuestionKey key) {
    RegistryNames.Place place = names.find(key.name(), key.nameLength());
    if (place == null) {
      return new RegistryWalk.End.Elsewhere();
    }
    byte[] name = Arrays.copyOf(key.name(), key.nameLength());
    return new RegistryWalk(names, name, key.type()).from(place);
  }
}
