package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.CachedAnswers;
import org.pando.resolver.answer.Deadline;
import org.pando.resolver.answer.ExtendedError;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.FastLane;
import org.pando.resolver.answer.Inbox;
import org.pando.resolver.answer.NoNetworks;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.RegistryAnswers;
import org.pando.resolver.answer.RegistryNames;
import org.pando.resolver.answer.ReplyEncoder;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.StaleAnswers;
import org.pando.resolver.answer.Staleness;
import org.pando.resolver.answer.Step;
import org.pando.resolver.answer.WireAnswer;
import org.pando.resolver.answer.WireQuestion;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A node's cache with both lanes over servers that do as a test says, in a time that passes only
 * where somebody waits. One thread.
 */
final class StaleScene {
  static final Duration TIMEOUT = Duration.ofSeconds(4);
  static final Duration STALE_AFTER = Duration.ofMillis(1800);
  static final Duration MAX_AGE = Duration.ofDays(3);

  /** What a client gets. */
  record Got(String rcode, List<String> records, String error, @Nullable Step step, long millis) {}

  /** What the servers do. */
  sealed interface Servers {
    record Answer(org.pando.resolver.answer.Answer answer) implements Servers {}

    record Fail(ResolutionException failure) implements Servers {}
  }

  /** Waiting is what makes time pass: either the look-up ends in it, or all of it goes by. */
  private final class Waiting<T> implements Inbox<T> {
    private final Deque<T> messages = new ArrayDeque<>();

    @Override
    public void put(T message) {
      messages.add(message);
    }

    @Override
    public @Nullable T poll(long wait) {
      if (messages.isEmpty() && wait >= takes.toNanos() && !tasks.isEmpty()) {
        pass(takes);
        tasks.remove().run();
      } else if (messages.isEmpty()) {
        nanos += Math.max(0, wait);
      }
      return messages.poll();
    }
  }

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<String> trace = new ArrayList<>();
  final AnswerCache cache;
  private final FastLane fastLane;
  private final SlowAnswers slowAnswers;
  private long nanos = 1_000_000_000_000L;
  private Servers servers = new Servers.Fail(failure(Failure.TIMEOUT));
  private @Nullable Step answeredBy;

  Duration takes = Duration.ofMillis(20);
  boolean outage;
  boolean stopped;
  @Nullable RuntimeException fault;
  int lookups;

  StaleScene() {
    this(name -> false, MAX_AGE, 10);
  }

  StaleScene(Predicate<Name> never, Duration maxAge, int atATime) {
    this.cache =
        new AnswerCache(
            new AnswerCache.Limits(1 << 20, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1)),
            maxAge.isZero() ? Staleness.OFF : new Staleness(maxAge, never),
            Runnable::run,
            () -> nanos / 1_000_000_000L);
    CachingResolver caching = new CachingResolver(cache, this::lookUp);
    CoalescingResolver shared = new CoalescingResolver(caching, Waiting::new);
    Prefetch prefetch =
        new Prefetch(
            shared.leadingBy(caching::refresh), this::begin, atATime, TIMEOUT, () -> nanos);
    this.fastLane =
        new FastLane(List.of(new CachedAnswers(cache, prefetch), new StaleAnswers(cache)));
    Resolver stale =
        new ServeStale(
            shared,
            cache,
            query -> outage,
            Waiting::new,
            this::begin,
            new ServeStale.Limits(TIMEOUT.minus(STALE_AFTER), atATime, 1));
    this.slowAnswers =
        new SlowAnswers(new RegistryAnswers(new RegistryNames(new NoNetworks())), stale, cache);
  }

  private void begin(Runnable task) {
    if (stopped) {
      throw new RejectedExecutionException();
    }
    tasks.add(task);
  }

  private Answer lookUp(Query query, Deadline deadline) throws ResolutionException {
    lookups++;
    if (fault != null) {
      throw fault;
    }
    query.trace().step(Step.UPSTREAM, servers instanceof Servers.Answer, "asked");
    return switch (servers) {
      case Servers.Answer(Answer answer) -> answer;
      case Servers.Fail(ResolutionException failure) -> throw failure;
    };
  }

  static ResolutionException failure(Failure failure) {
    return new ResolutionException(failure, "nobody knows");
  }

  static ResolutionException bogus() {
    return new ResolutionException(
        Failure.BOGUS, "forged", new ExtendedError(ExtendedError.Code.DNSSEC_BOGUS, "forged"));
  }

  static Answer address(String name, int last, long ttl) throws Exception {
    InetAddress address = InetAddress.ofLiteral("192.0.2." + last);
    return new Answer(
        Rcode.NOERROR,
        List.of(new ARecord(new Name(name), DClass.IN, ttl, address)),
        List.of(),
        Answer.Validation.NOT_VALIDATED);
  }

  static Answer nothing(int rcode, String zone, long ttl) throws Exception {
    Name name = new Name(zone);
    return new Answer(
        rcode,
        List.of(),
        List.of(new SOARecord(name, DClass.IN, ttl, name, name, 1, 2, 3, 4, ttl)),
        Answer.Validation.NOT_VALIDATED);
  }

  StaleScene serversSay(Answer answer) {
    servers = new Servers.Answer(answer);
    return this;
  }

  StaleScene serversFail(ResolutionException failure) {
    servers = new Servers.Fail(failure);
    return this;
  }

  StaleScene pass(Duration time) {
    nanos += time.toNanos();
    return this;
  }

  /** Ends the look-ups that go on behind stale answers. */
  void endLookups() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  /** Asks as a client does: the fast lane, then the slow one. */
  Got ask(String name) throws Exception {
    return ask(name, Type.A, 0);
  }

  Got ask(String name, int type, int flags) throws Exception {
    long begin = nanos;
    answeredBy = null;
    trace.clear();
    WireQuestion question = question(name, type, flags);
    WireAnswer answer = fastLane.tryAnswer(question, this::heard);
    if (answer == null) {
      answer = climb(question, TIMEOUT);
    }
    return got(question, answer, (nanos - begin) / 1_000_000);
  }

  /** Asks past the fast lane, as a question does that waited for its turn meanwhile. */
  Got askSlowly(String name) throws Exception {
    return askLate(name, Duration.ZERO);
  }

  /** As {@link #askSlowly}, when some of the question's time is over. */
  Got askLate(String name, Duration late) throws Exception {
    long begin = nanos;
    answeredBy = null;
    WireQuestion question = question(name, Type.A, 0);
    WireAnswer answer = climb(question, TIMEOUT.minus(late));
    return got(question, answer, (nanos - begin) / 1_000_000);
  }

  private WireAnswer climb(WireQuestion question, Duration time) throws InterruptedException {
    Query query = new Query(question.name(), question.type(), false, this::heard);
    try {
      return slowAnswers.answer(query, Deadline.in(time, () -> nanos));
    } catch (ResolutionException e) {
      return e.reply();
    }
  }

  private void heard(Step step, boolean answered, String detail) {
    trace.add(step.text() + ": " + detail);
    if (answered) {
      answeredBy = step;
    }
  }

  List<String> trace() {
    return List.copyOf(trace);
  }

  private Got got(WireQuestion question, WireAnswer answer, long millis) throws Exception {
    byte[] reply = new byte[ReplyEncoder.MAX_REPLY];
    int length =
        new ReplyEncoder(true)
            .encode(question, answer, nanos / 1_000_000_000L, ReplyEncoder.MAX_REPLY, reply);
    Message message = new Message(Arrays.copyOf(reply, length));
    List<String> records = new ArrayList<>();
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
      message.getSection(section).forEach(r -> records.add(text(r)));
    }
    String error =
        message.getOPT().getOptions(15).stream()
            .map(ExtendedErrorCodeOption.class::cast)
            .map(option -> option.getErrorCode() + " " + option.getText())
            .collect(Collectors.joining());
    return new Got(Rcode.string(message.getRcode()), records, error, answeredBy, millis);
  }

  private static String text(Record r) {
    return r.getTTL() + " " + Type.string(r.getType()) + " " + r.rdataToString();
  }

  private static WireQuestion question(String name, int type, int flags) throws Exception {
    Message message = Message.newQuery(Record.newRecord(new Name(name), type, DClass.IN));
    message.getHeader().setFlag(Flags.RD);
    message.addRecord(new OPTRecord(1232, 0, 0, flags), Section.ADDITIONAL);
    byte[] packet = message.toWire();
    WireQuestion question = new WireQuestion();
    assertEquals(WireQuestion.Reading.QUESTION, question.read(packet, packet.length));
    return question;
  }
}
