package org.pando.resolver.upstream;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Stands in front of an upstream and does to questions what an outage would do. Any thread. */
final class ImpairedUpstream implements Upstream {
  private static final Attempt NOTHING = new Unanswered();

  private final Upstream upstream;
  private final Impairment how;
  private final Later later;
  private final RandomGenerator random;

  ImpairedUpstream(Upstream upstream, Impairment how, Later later, RandomGenerator random) {
    this.upstream = upstream;
    this.how = how;
    this.later = later;
    this.random = random;
  }

  @Override
  public InetSocketAddress address() {
    return upstream.address();
  }

  @Override
  public Attempt ask(Query query, Consumer<Outcome> outcome) {
    return switch (how) {
      case BLACKHOLE -> NOTHING;
      case SERVFAIL -> answered(new Outcome.Replied(servfail(query)), outcome);
      case CLOCK -> answered(new Outcome.Broken(notValid()), outcome);
      case SLOW ->
          upstream.ask(
              query,
              reply ->
                  later.after(
                      Duration.ofMillis(Impairment.SLOW_MILLIS), () -> outcome.accept(reply)));
      case LOSS -> new Lossy(query, outcome);
    };
  }

  private static Attempt answered(Outcome how, Consumer<Outcome> outcome) {
    outcome.accept(how);
    return NOTHING;
  }

  private static Message servfail(Query query) {
    Message message = new Message();
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setRcode(Rcode.SERVFAIL);
    message.addRecord(Record.newRecord(query.name(), query.type(), DClass.IN), Section.QUESTION);
    return message;
  }

  private static ResolutionException notValid() {
    return new ResolutionException(
        Failure.NETWORK, "its certificate is not valid at this time; set the clock");
  }

  /** The upstream is the node's own, which goes on. */
  @Override
  public void close() {}

  /** Nothing is under way. */
  private static final class Unanswered implements Attempt {
    @Override
    public void resend() {}

    @Override
    public void cancel() {}
  }

  /** A question that gets through, or does not, each time it is sent. */
  private final class Lossy implements Attempt {
    private final Query query;
    private final Consumer<Outcome> outcome;
    private final AtomicReference<@Nullable Attempt> sent = new AtomicReference<>();

    Lossy(Query query, Consumer<Outcome> outcome) {
      this.query = query;
      this.outcome = outcome;
      send();
    }

    private void send() {
      if (random.nextBoolean()) {
        sent.set(upstream.ask(query, outcome));
      }
    }

    @Override
    public void resend() {
      Attempt first = sent.get();
      if (first == null) {
        send();
      } else if (random.nextBoolean()) {
        first.resend();
      }
    }

    @Override
    public void cancel() {
      Attempt first = sent.get();
      if (first != null) {
        first.cancel();
      }
    }
  }
}
