package org.pando.resolver.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Failure;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.ResolutionException;
import org.pando.resolver.answer.Step;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.scenario.World;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** An upstream in a world of its own time, which does what it is told to. */
public final class ScriptedUpstream implements Upstream {
  private static final long MILLI = 1_000_000;

  /** What it does with a question. */
  public sealed interface Behaviour {
    record Answers() implements Behaviour {}

    record Silent() implements Behaviour {}

    /** Replies that the name does not exist. */
    record Denies() implements Behaviour {}

    /** Names servers, as one does that does no recursion. */
    record Refers() implements Behaviour {}

    /**
     * Replies with an error.
     *
     * @param code the extended error; -1 for none
     */
    record Fails(int rcode, int code, String text) implements Behaviour {}

    /** Loses each question so often before it answers. */
    record Loses(int times) implements Behaviour {}

    /** Cannot be reached. */
    record Broken(String why) implements Behaviour {}

    /** Asks somebody else, who may be us. */
    record Forwards(Consumer<Query> to) implements Behaviour {}
  }

  private final World world;
  private final int number;
  private Behaviour behaviour = new Behaviour.Answers();
  private long roundTripMillis = 20;
  private long ttl = 60;
  private int asked;

  /**
   * @param number it answers 192.0.2.number
   */
  public ScriptedUpstream(World world, int number) {
    this.world = world;
    this.number = number;
  }

  public void behave(Behaviour next) {
    behaviour = next;
  }

  public void roundTrip(long millis) {
    roundTripMillis = millis;
  }

  /** In seconds. */
  public void ttl(long seconds) {
    ttl = seconds;
  }

  /** How many packets with clients' questions came. */
  public int asked() {
    return asked;
  }

  /** As the node knows it. */
  public Endpoint endpoint(String operator, UpstreamScheme scheme, Step step, LoopCheck loops) {
    return new Endpoint(this, operator, scheme, step, loops, world::nanos);
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.ofLiteral("192.0.2." + number), 53);
  }

  @Override
  public Attempt ask(Query query, Consumer<Outcome> outcome) {
    Sending sending = new Sending(query, outcome);
    sending.send();
    return sending;
  }

  @Override
  public void close() {}

  private final class Sending implements Attempt {
    private final Query query;
    private final Consumer<Outcome> outcome;
    private int sent;
    private boolean over;

    Sending(Query query, Consumer<Outcome> outcome) {
      this.query = query;
      this.outcome = outcome;
    }

    void send() {
      boolean ofClient = query.name().labels() > 1 && !query.name().toString().contains("-check.");
      asked += ofClient ? 1 : 0;
      sent++;
      switch (behaviour) {
        case Behaviour.Silent() -> {}
        case Behaviour.Loses(int times) when sent <= times -> {}
        case Behaviour.Loses loses -> end(new Outcome.Replied(answer(query)));
        case Behaviour.Answers() -> end(new Outcome.Replied(answer(query)));
        case Behaviour.Denies() -> end(new Outcome.Replied(denial(query)));
        case Behaviour.Refers() -> end(new Outcome.Replied(referral(query)));
        case Behaviour.Fails fails -> end(new Outcome.Replied(error(query, fails)));
        case Behaviour.Broken(String why) ->
            end(new Outcome.Broken(new ResolutionException(Failure.NETWORK, why)));
        case Behaviour.Forwards(Consumer<Query> to) -> to.accept(query);
      }
    }

    private void end(Outcome how) {
      world.after(
          roundTripMillis * MILLI,
          () -> {
            if (!over) {
              over = true;
              outcome.accept(how);
            }
          });
    }

    @Override
    public void resend() {
      if (!over) {
        send();
      }
    }

    @Override
    public void cancel() {
      over = true;
    }
  }

  private static Message reply(Query query, int rcode) {
    Message reply = new Message(0);
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setRcode(rcode);
    reply.addRecord(Record.newRecord(query.name(), query.type(), DClass.IN), Section.QUESTION);
    return reply;
  }

  private Message answer(Query query) {
    Message reply = reply(query, Rcode.NOERROR);
    InetAddress mine = InetAddress.ofLiteral("192.0.2." + number);
    reply.addRecord(new ARecord(query.name(), DClass.IN, ttl, mine), Section.ANSWER);
    return reply;
  }

  private Message denial(Query query) {
    Message reply = reply(query, Rcode.NXDOMAIN);
    Name zone = new Name(query.name(), query.name().labels() - 2);
    reply.addRecord(
        new SOARecord(zone, DClass.IN, ttl, zone, zone, 1, 1, 1, 1, ttl), Section.AUTHORITY);
    return reply;
  }

  private static Message referral(Query query) {
    Message reply = reply(query, Rcode.NOERROR);
    reply.addRecord(new NSRecord(query.name(), DClass.IN, 60, query.name()), Section.AUTHORITY);
    return reply;
  }

  private static Message error(Query query, Behaviour.Fails fails) {
    Message reply = reply(query, fails.rcode());
    @Nullable ExtendedErrorCodeOption option =
        fails.code() < 0 ? null : new ExtendedErrorCodeOption(fails.code(), fails.text());
    if (option != null) {
      reply.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(option)), Section.ADDITIONAL);
    }
    return reply;
  }
}
