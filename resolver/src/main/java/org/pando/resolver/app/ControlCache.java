package org.pando.resolver.app;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.CacheContents;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.HeldAnswer;
import org.pando.resolver.control.CacheService;
import org.pando.resolver.control.ControlException;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** {@code pando cache}. Virtual threads. */
final class ControlCache implements CacheService {
  private final CacheContents contents;
  private final InstantSource wall;
  private final Runnable flushed;

  /**
   * @param flushed run after answers were forgotten, so that no file brings them back
   */
  ControlCache(CacheContents contents, InstantSource wall, Runnable flushed) {
    this.contents = contents;
    this.wall = wall;
    this.flushed = flushed;
  }

  @Override
  public CacheReport held(String name) throws ControlException {
    Name full = TypedName.of(name, Name.root);
    Instant now = wall.instant();
    return new CacheReport(
        full.toString(true), contents.of(full).stream().map(held -> of(held, now)).toList());
  }

  private static Held of(HeldAnswer held, Instant now) {
    Answer answer = held.answer();
    List<String> records =
        answer == null ? List.of() : answer.answers().stream().map(Record::toString).toList();
    return new Held(
        Type.string(held.type()),
        held.checkingDisabled(),
        kind(answer, held.type()),
        records,
        held.left(),
        held.staleLeft() > 0 ? now.plusSeconds(held.staleLeft()) : null,
        reason(answer == null ? held.failure() : answer.error()));
  }

  private static Kind kind(@Nullable Answer answer, int type) {
    if (answer == null) {
      return Kind.FAILURE;
    }
    if (answer.rcode() == Rcode.NXDOMAIN) {
      return Kind.NO_NAME;
    }
    return answer.isNegative(type) ? Kind.NO_RECORDS : Kind.ANSWER;
  }

  private static @Nullable String reason(@Nullable ExtendedError error) {
    return error == null ? null : error.text();
  }

  @Override
  public Flushed flush(Flush what) throws ControlException {
    String name = what.name();
    if (name == null && what.below()) {
      throw new ControlException(
          ControlException.Kind.INVALID, "'below' without a name; give one, or leave it out");
    }
    Name top = name == null ? Name.root : TypedName.of(name, Name.root);
    long answers = contents.flush(top, name == null || what.below(), what.dryRun());
    if (!what.dryRun()) {
      flushed.run();
    }
    return new Flushed(answers, what.dryRun());
  }
}
