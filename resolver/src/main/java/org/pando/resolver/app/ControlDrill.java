package org.pando.resolver.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.OwnNames;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.QueueInbox;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.config.DurationText;
import org.pando.resolver.config.Parsed;
import org.pando.resolver.config.ResolutionConfig;
import org.pando.resolver.control.ControlException;
import org.pando.resolver.control.ControlException.Kind;
import org.pando.resolver.control.DrillService;
import org.pando.resolver.drill.Drill;
import org.pando.resolver.drill.DrillResult;
import org.pando.resolver.upstream.Endpoint;
import org.pando.resolver.upstream.Impairment;
import org.pando.resolver.upstream.ShadowUpstreams;
import org.pando.resolver.upstream.UpstreamLine;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** {@code pando drill}: one rehearsal at a time, the latest. Virtual threads. */
final class ControlDrill implements DrillService, AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int MOST_NAMES = 200;
  private static final int FAILURES_TOLD = 5;

  private final ResolutionConfig config;
  private final Upstreams upstreams;
  private final AnswerCache cache;
  private final List<OwnNames> own;
  private final ShadowUpstreams.Tools tools;
  private final ExecutorService executor;
  private final AtomicReference<@Nullable Drill> running = new AtomicReference<>();

  /**
   * @param own names that this node answers by itself: they never leave it
   * @param tools also for the time
   * @param executor starts a virtual thread per task; ends with this
   */
  ControlDrill(
      ResolutionConfig config,
      Upstreams upstreams,
      AnswerCache cache,
      List<OwnNames> own,
      ShadowUpstreams.Tools tools,
      ExecutorService executor) {
    this.config = config;
    this.upstreams = upstreams;
    this.cache = cache;
    this.own = List.copyOf(own);
    this.tools = tools;
    this.executor = executor;
  }

  @Override
  public Rehearsal drill(Outage outage) throws ControlException {
    List<Endpoint> live = upstreams.line().endpoints();
    Impairment how = impairment(outage.mode());
    checkOperator(outage.operator(), live);
    ShadowUpstreams shadows = new ShadowUpstreams(live, outage.operator(), how, tools);
    UpstreamLine all = shadows.all(config.hedge());
    Drill drill =
        new Drill(
            new Drill.Ladder(all, all::tend, all::isOut, shadows.ofTheOperator()),
            new Drill.Plan(
                names(outage.names()),
                cache::holds,
                length(outage.length()),
                config.staleAfter(),
                config.timeout()),
            executor,
            QueueInbox::new,
            tools.nanos());
    stop(running.getAndSet(drill));
    try {
      return report(outage, drill.run());
    } catch (InterruptedException e) {
      throw new ControlException(
          Kind.CONFLICT, "it was ended for another rehearsal, or the node stops; try again", e);
    } finally {
      running.compareAndSet(drill, null);
    }
  }

  private static Impairment impairment(String mode) throws ControlException {
    for (Impairment impairment : Impairment.values()) {
      if (word(impairment).equals(mode)) {
        return impairment;
      }
    }
    String modes =
        Arrays.stream(Impairment.values())
            .map(ControlDrill::word)
            .collect(Collectors.joining(", "));
    throw new ControlException(Kind.INVALID, "no mode '" + mode + "'; there are " + modes);
  }

  private static String word(Impairment impairment) {
    return impairment.name().toLowerCase(Locale.ROOT);
  }

  private static void checkOperator(String operator, List<Endpoint> live) throws ControlException {
    List<String> operators = live.stream().map(Endpoint::operator).distinct().toList();
    if (!operators.contains(operator)) {
      throw new ControlException(
          Kind.INVALID,
          "no upstream of an operator '"
              + operator
              + "'; there are "
              + (operators.isEmpty() ? "no upstreams at all" : String.join(", ", operators)));
    }
  }

  private static Duration length(String text) throws ControlException {
    return switch (DurationText.parse(text)) {
      case Parsed.Ok<Duration>(Duration length)
          when length.isPositive() && length.compareTo(LONGEST) <= 0 ->
          length;
      case Parsed.Ok<Duration> _ ->
          throw new ControlException(
              Kind.INVALID, "'" + text + "' is too short or too long; use 1s to 10m");
      case Parsed.Bad<Duration>(String what, String fix) ->
          throw new ControlException(Kind.INVALID, "'" + text + "' " + what + "; " + fix);
    };
  }

  /** Addresses of the names that were given, or what the cache knows; only what goes upstream. */
  private List<Query> names(List<String> given) throws ControlException {
    List<Query> queries = new ArrayList<>();
    for (String text : given) {
      queries.add(new Query(name(text), Type.A, false, Trace.NONE));
    }
    if (given.isEmpty()) {
      queries.addAll(cache.hottest(MOST_NAMES));
    }
    queries.removeIf(q -> staysHere(q) || upstreams.isRouted(q.name()));
    if (queries.isEmpty()) {
      throw new ControlException(
          Kind.NOT_FOUND,
          given.isEmpty()
              ? "nobody has asked this node for anything yet; name what to ask for: pando drill"
                  + " www.example.com"
              : "none of these names is asked of the upstreams in general; give others");
    }
    return queries;
  }

  private boolean staysHere(Query query) {
    try {
      for (OwnNames names : own) {
        if (!(names.find(query.name(), query.type()) instanceof OwnNames.Found.Unknown)) {
          return true;
        }
      }
      return false;
    } catch (ResolutionException e) {
      return true;
    }
  }

  private static Name name(String text) throws ControlException {
    try {
      return new Name(text, Name.root);
    } catch (TextParseException e) {
      throw new ControlException(
          Kind.INVALID,
          "'" + text + "' is no name: " + e.getMessage() + "; example: www.example.com",
          e);
    }
  }

  private static Rehearsal report(Outage outage, DrillResult result) {
    return new Rehearsal(
        outage.operator(),
        outage.mode(),
        result.asked(),
        result.failedAlone(),
        result.failures().size(),
        result.answeredBy().entrySet().stream()
            .map(entry -> new Saviour(entry.getKey(), entry.getValue()))
            .toList(),
        result.median(),
        result.slowest(),
        result.failures().stream().limit(FAILURES_TOLD).map(ControlDrill::failure).toList());
  }

  private static Failure failure(DrillResult.Failed failed) {
    Query query = failed.query();
    return new Failure(query.name().toString(), Type.string(query.type()), failed.why());
  }

  private static void stop(@Nullable Drill drill) {
    if (drill != null) {
      drill.stop();
    }
  }

  /** A rehearsal that is under way ends. */
  @Override
  public void close() {
    stop(running.get());
    executor.shutdownNow();
  }
}
