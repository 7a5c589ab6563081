package org.pando.resolver.answer;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Answers for every name under a joined network's suffix, the negative ones included: nothing of it
 * is ever asked of anybody else. Two things are left to the slow lane: an alias that leads out of
 * the registry, and a name that is not loaded from the store yet. Any thread.
 */
public final class RegistryAnswers implements AnswerSource, OwnNames {
  private static final int REMEMBERED = 1 << 12;

  /** An answer that holds for as long as the registry has this version. */
  private record Remembered(QuestionKey key, long version, WireAnswer answer) {}

  private static final RegistryWalk.End ELSEWHERE = new RegistryWalk.End.Elsewhere();

  private final RegistryNames names;

  /** By hash, the last answer at each place; threads may overwrite each other's. */
  private final @Nullable Remembered[] remembered = new Remembered[REMEMBERED];

  public RegistryAnswers(RegistryNames names) {
    this.names = names;
  }

  @Override
  public Step step() {
    return Step.REGISTRY;
  }

  @Override
  public @Nullable WireAnswer tryAnswer(WireQuestion question) {
    QuestionKey key = question.key();
    int place = place(key);
    Remembered known = remembered[place];
    long version = names.version();
    if (known != null && known.version() == version && known.key().equals(key)) {
      return known.answer();
    }
    WireAnswer answer = walked(key);
    if (answer != null && question.type() == Type.ANY) {
      answer = MinimalAny.of(answer);
    }
    // Of what does not exist there is no end.
    if (answer != null && answer.rcode() == Rcode.NOERROR) {
      remembered[place] = new Remembered(key.copy(), version, answer);
    }
    return answer;
  }

  private static int place(QuestionKey key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 16) & (REMEMBERED - 1);
  }

  private @Nullable WireAnswer walked(QuestionKey key) {
    return switch (walk(key)) {
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
      case RegistryWalk.End.Outward(List<Record> chain, Name target) ->
          new Found.Alias(chain, target);
      case RegistryWalk.End.NotLoaded() ->
          throw new ResolutionException(
              Failure.SERVER_FAILURE, name + " is not loaded from the store yet");
      case RegistryWalk.End.Elsewhere() -> new Found.Unknown();
    };
  }

  private RegistryWalk.End walk(QuestionKey key) {
    RegistryNames.Place place = names.find(key.name(), key.nameLength());
    if (place == null) {
      return ELSEWHERE;
    }
    byte[] name = Arrays.copyOf(key.name(), key.nameLength());
    return new RegistryWalk(names, name, key.type()).from(place);
  }
}
