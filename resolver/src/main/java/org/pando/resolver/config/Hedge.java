package org.pando.resolver.config;

import java.time.Duration;

/** When a second upstream is asked the question that the first has not answered yet. */
public sealed interface Hedge {
  /** As it is written in the file. */
  String text();

  /** After the time the first upstream is expected to take. */
  record Auto() implements Hedge {
    @Override
    public String text() {
      return "auto";
    }
  }

  /** Only when the first has failed. */
  record Off() implements Hedge {
    @Override
    public String text() {
      return "off";
    }
  }

  /** After this time. */
  record After(Duration delay) implements Hedge {
    @Override
    public String text() {
      return DurationText.text(delay);
    }
  }

  /** Reads {@code auto}, {@code off} or a duration. */
  static Parsed<Hedge> parse(String text) {
    return switch (text) {
      case "auto" -> new Parsed.Ok<>(new Auto());
      case "off" -> new Parsed.Ok<>(new Off());
      default ->
          switch (DurationText.parse(text)) {
            case Parsed.Ok<Duration>(Duration delay) when delay.isPositive() ->
                new Parsed.Ok<>(new After(delay));
            case Parsed.Ok<Duration>(Duration zero) ->
                new Parsed.Bad<>("asks two upstreams at once", "write \"off\" or at least \"1ms\"");
            case Parsed.Bad<Duration> bad ->
                new Parsed.Bad<>(
                    "is neither \"auto\" nor \"off\" nor a duration",
                    "write one of them, such as \"80ms\"");
          };
    };
  }
}
