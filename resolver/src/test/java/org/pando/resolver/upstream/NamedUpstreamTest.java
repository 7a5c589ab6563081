package org.pando.resolver.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.Step;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.exchange.Attempt;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.exchange.RacingExchange;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class NamedUpstreamTest {
  private static final String HOST = "dns.example";
  private static final Name NAME = Name.fromConstantString("dns.example.");

  private final FakeBook book = new FakeBook();
  private final FakeRunner first = new FakeRunner();
  private final FakeRunner second = new FakeRunner();
  private final List<InetSocketAddress> closed = new ArrayList<>();
  private long now;

  private static final class FakeBook implements NamedUpstream.Book {
    private final Map<String, List<InetAddress>> pages = new HashMap<>();

    @Override
    public List<InetAddress> addresses(String host) {
      return pages.getOrDefault(host, List.of());
    }

    @Override
    public void note(String host, List<InetAddress> addresses) {
      pages.put(host, addresses);
    }
  }

  /** Holds questions until a test answers them. */
  private static final class FakeRunner implements RacingExchange.Runner {
    private record Held(Query query, Consumer<Outcome> outcome) {}

    private final Deque<Held> held = new ArrayDeque<>();
    private int cancelled;

    @Override
    public String label() {
      return "fake";
    }

    @Override
    public String operator() {
      return "fake";
    }

    @Override
    public Step step() {
      return Step.UPSTREAM;
    }

    @Override
    public Attempt ask(Query query, Consumer<Outcome> outcome) {
      held.add(new Held(query, outcome));
      return new Attempt() {
        @Override
        public void resend() {}

        @Override
        public void cancel() {
          cancelled++;
        }
      };
    }

    /** Answers everything that is held: A questions with the records, AAAA ones with none. */
    void answer(Record... records) {
      while (!held.isEmpty()) {
        Held next = held.remove();
        Message reply = new Message();
        reply.getHeader().setFlag(Flags.QR);
        for (Record rr : records) {
          if (rr.getType() == next.query().type() || rr.getType() == Type.CNAME) {
            reply.addRecord(rr, Section.ANSWER);
          }
        }
        next.outcome().accept(new Outcome.Replied(reply));
      }
    }

    void refuse() {
      while (!held.isEmpty()) {
        Message reply = new Message();
        reply.getHeader().setRcode(Rcode.REFUSED);
        held.remove().outcome().accept(new Outcome.Replied(reply));
      }
    }
  }

  private Endpoint endpoint(InetSocketAddress address) {
    Upstream silent =
        new Upstream() {
          @Override
          public InetSocketAddress address() {
            return address;
          }

          @Override
          public Attempt ask(Query query, Consumer<Outcome> outcome) {
            throw new AssertionError("nobody asks it here");
          }

          @Override
          public void close() {
            closed.add(address);
          }
        };
    return new Endpoint(
        silent,
        "example",
        UpstreamScheme.TLS,
        Step.UPSTREAM,
        new LoopCheck(new Random(1)),
        () -> now);
  }

  private NamedUpstream named() {
    return new NamedUpstream(HOST, 853, this::endpoint, book, () -> now);
  }

  private void tend(NamedUpstream named) {
    named.tend(() -> List.of(first, second));
  }

  private static Record a(Name owner, String address, long ttl) {
    return new ARecord(owner, DClass.IN, ttl, InetAddress.ofLiteral(address));
  }

  private static List<String> addresses(NamedUpstream named) {
    return named.get().stream().map(e -> e.state().address()).toList();
  }

  @Test
  void othersAreAskedForBothFamiliesAndTheAddressesAreUsed() {
    NamedUpstream named = named();
    assertEquals(List.of(), addresses(named));
    tend(named);
    assertEquals(2, first.held.size());
    first.answer(
        a(NAME, "192.0.2.1", 300),
        new AAAARecord(NAME, DClass.IN, 300, InetAddress.ofLiteral("2001:db8::1")));
    tend(named);
    assertEquals(List.of("192.0.2.1:853", "[2001:db8::1]:853"), addresses(named));
    assertEquals(2, book.addresses(HOST).size());
    assertTrue(second.held.isEmpty());
  }

  @Test
  void whoIsSilentOrRefusesIsFollowedByTheNext() {
    NamedUpstream named = named();
    tend(named);
    first.refuse();
    tend(named);
    assertEquals(2, second.held.size());
    now += Duration.ofSeconds(2).toNanos();
    tend(named);
    tend(named);
    assertEquals(2, second.cancelled, "nobody is left");
    now += Duration.ofSeconds(10).toNanos();
    tend(named);
    first.answer(a(NAME, "192.0.2.1", 300));
    tend(named);
    assertEquals(List.of("192.0.2.1:853"), addresses(named));
  }

  @Test
  void theLastAddressesAreThereAtTheStart() {
    book.note(HOST, List.of(InetAddress.ofLiteral("192.0.2.7")));
    assertEquals(List.of("192.0.2.7:853"), addresses(named()));
  }

  @Test
  void lastGoodAddressesOutliveAFailedLookup() {
    book.note(HOST, List.of(InetAddress.ofLiteral("192.0.2.7")));
    NamedUpstream named = named();
    tend(named);
    first.refuse();
    tend(named);
    second.refuse();
    tend(named);
    tend(named);
    assertEquals(List.of("192.0.2.7:853"), addresses(named));
  }

  @Test
  void afterItsTtlAHostIsAskedForAgainAndKeepsTheUpstreamsWhoseAddressesStay() {
    NamedUpstream named = named();
    tend(named);
    first.answer(a(NAME, "192.0.2.1", 300), a(NAME, "192.0.2.2", 300));
    tend(named);
    Endpoint stays = named.get().getFirst();
    now += Duration.ofSeconds(299).toNanos();
    tend(named);
    assertTrue(first.held.isEmpty());
    now += Duration.ofSeconds(1).toNanos();
    tend(named);
    first.answer(a(NAME, "192.0.2.1", 300), a(NAME, "192.0.2.3", 300));
    tend(named);
    assertEquals(List.of("192.0.2.1:853", "192.0.2.3:853"), addresses(named));
    assertSame(stays, named.get().getFirst());
    assertEquals(List.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 853)), closed);
  }

  @Test
  void aliasesAreFollowedAndStrangeRecordsAreNot() {
    Name target = Name.fromConstantString("edge.example.");
    NamedUpstream named = named();
    tend(named);
    first.answer(
        a(Name.fromConstantString("other.example."), "192.0.2.66", 300),
        new CNAMERecord(NAME, DClass.IN, 300, target),
        a(target, "192.0.2.1", 300));
    tend(named);
    assertEquals(List.of("192.0.2.1:853"), addresses(named));
  }

  @Test
  void aTtlOfNothingIsAMinute() {
    NamedUpstream named = named();
    tend(named);
    first.answer(a(NAME, "192.0.2.1", 0));
    tend(named);
    now += Duration.ofSeconds(59).toNanos();
    tend(named);
    assertTrue(first.held.isEmpty());
    now += Duration.ofSeconds(1).toNanos();
    tend(named);
    assertEquals(2, first.held.size());
  }
}
