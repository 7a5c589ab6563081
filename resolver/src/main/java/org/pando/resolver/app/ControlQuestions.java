package org.pando.resolver.app;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.control.QuestionFeed;
import org.pando.resolver.observe.LiveQuestions;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** {@code pando log}. Virtual threads. */
final class ControlQuestions implements QuestionFeed {
  private final LiveQuestions live;

  ControlQuestions(LiveQuestions live) {
    this.live = live;
  }

  @Override
  public Page questions(@Nullable Long from) {
    if (from == null) {
      return new Page(List.of(), 0, live.listen());
    }
    try {
      LiveQuestions.Page page = live.await(from);
      return new Page(
          page.questions().stream().map(ControlQuestions::question).toList(),
          page.lost(),
          page.next());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Page(List.of(), 0, from);
    }
  }

  private static Question question(LiveQuestions.Answered answered) {
    return new Question(
        answered.at(),
        answered.name().toString(),
        Type.string(answered.type()),
        answered.client().getHostAddress(),
        answered.protocol().name().toLowerCase(Locale.ROOT),
        answered.step() == null ? "nobody" : answered.step().text(),
        Rcode.string(answered.rcode()),
        Duration.ofNanos(answered.nanos()));
  }
}
