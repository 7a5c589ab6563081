package org.pando.resolver.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pando.resolver.answer.Step;
import org.pando.resolver.config.Hedge;
import org.pando.resolver.config.UpstreamScheme;
import org.xbill.DNS.Name;

/** What a scenario says before its first step. */
final class Setting {
  /**
   * @param only asked for names below this; none: for all
   */
  record Server(
      String name, String operator, UpstreamScheme scheme, Step step, Optional<Name> only) {}

  private final List<Server> servers = new ArrayList<>();
  private Hedge hedge = new Hedge.Auto();
  private Duration timeout = Duration.ofSeconds(4);
  private Duration staleAfter = Duration.ofMillis(1800);
  private Duration staleMaxAge = Duration.ofDays(3);
  private final List<Name> staleExclude = new ArrayList<>();

  void read(List<String> words) {
    String value = words.get(1);
    switch (words.getFirst()) {
      case "upstream" -> servers.add(server(words));
      case "only" -> servers.replaceAll(s -> s.name().equals(value) ? only(s, words.get(2)) : s);
      case "hedge" ->
          hedge = value.equals("off") ? new Hedge.Off() : new Hedge.After(duration(value));
      case "timeout" -> timeout = duration(value);
      case "stale-after" -> staleAfter = duration(value);
      case "stale-max-age" -> staleMaxAge = duration(value);
      case "stale-exclude" -> staleExclude.add(Scenario.name(value));
      default -> throw new IllegalArgumentException("no such setting: " + words);
    }
  }

  private static Server server(List<String> words) {
    String transport = words.get(3).toUpperCase(Locale.ROOT);
    boolean system = transport.equals("SYSTEM");
    return new Server(
        words.get(1),
        words.get(2),
        system ? UpstreamScheme.UDP : UpstreamScheme.valueOf(transport),
        system ? Step.SYSTEM_RESOLVER : Step.UPSTREAM,
        Optional.empty());
  }

  private static Server only(Server s, String domain) {
    return new Server(
        s.name(), s.operator(), s.scheme(), s.step(), Optional.of(Scenario.name(domain)));
  }

  private static Duration duration(String text) {
    return Duration.ofNanos(Scenario.nanos(text));
  }

  List<Server> servers() {
    return servers;
  }

  Hedge hedge() {
    return hedge;
  }

  Duration timeout() {
    return timeout;
  }

  Duration staleAfter() {
    return staleAfter;
  }

  Duration staleMaxAge() {
    return staleMaxAge;
  }

  boolean neverStale(Name name) {
    return staleExclude.stream().anyMatch(name::subdomain);
  }
}
