package org.pando.resolver.answer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Answers for every name under a joined network's suffix, the negative ones included: nothing of it
 * is ever asked of anybody else. Two things are left to the slow lane: an alias that leads out of
 * the registry, and a name that is not loaded from the store yet. Any thread.
 */
public final class RegistryAnswers implements AnswerSource {
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
    return answer(question.key());
  }

  /** As {@link #tryAnswer}. */
  public @Nullable WireAnswer answer(QuestionKey key) {
    return switch (walk(key)) {
      case RegistryWalk.End.Answered(WireAnswer answer) -> answer;
      case RegistryWalk.End.Outward outward -> null;
      case RegistryWalk.End.NotLoaded() -> null;
      case RegistryWalk.End.Elsewhere() -> null;
    };
  }

  @Override
  public boolean answersLater(WireQuestion question) {
    return walk(question.key()) instanceof RegistryWalk.End.NotLoaded;
  }

  /** Where an alias under a network's suffix leads out of the registry; null when it does not. */
  public RegistryWalk.End.@Nullable Outward outward(QuestionKey key) {
    return walk(key) instanceof RegistryWalk.End.Outward outward ? outward : null;
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
