package org.pando.gossip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.TestIdentity;

class DialTest {
  private static final PeerId PEER = TestIdentity.of(9).peerId();

  private final VirtualLoop loop = new VirtualLoop();
  private final FakeNetwork network = new FakeNetwork();
  private final List<String> results = new ArrayList<>();

  /** Notes what is connected and closed; the test says how it goes on. */
  private static final class FakeNetwork implements Dial.Network {
    final List<String> log = new ArrayList<>();
    final Map<Integer, Consumer<Dial.Attempt>> connected = new TreeMap<>();
    final Map<Integer, Consumer<String>> failed = new TreeMap<>();
    final List<Consumer<@Nullable GossipException>> upgrades = new ArrayList<>();

    /** One that is closed while it connects says so at once, as Netty's do. */
    private record Attempt(int port, List<String> log, Consumer<String> whenClosed)
        implements Dial.Attempt {
      @Override
      public void close() {
        log.add("close " + port);
        whenClosed.accept("closed");
      }
    }

    @Override
    public Dial.Attempt connect(
        InetSocketAddress to, Consumer<Dial.Attempt> whenConnected, Consumer<String> whenFailed) {
      log.add("connect " + to.getPort());
      connected.put(to.getPort(), whenConnected);
      failed.put(to.getPort(), whenFailed);
      return new Attempt(to.getPort(), log, whenFailed);
    }

    @Override
    public void upgrade(
        Dial.Attempt attempt, PeerId peer, Consumer<@Nullable GossipException> done) {
      log.add("upgrade " + ((Attempt) attempt).port());
      upgrades.add(done);
    }

    void connect(int port) {
      Objects.requireNonNull(connected.get(port)).accept(new Attempt(port, log, why -> {}));
    }

    void fail(int port) {
      Objects.requireNonNull(failed.get(port)).accept("Connection refused");
    }
  }

  private Dial dial(int... ports) {
    List<InetSocketAddress> targets = new ArrayList<>();
    for (int port : ports) {
      targets.add(InetSocketAddress.createUnresolved("192.0.2.1", port));
    }
    Dial dial =
        new Dial(
            PEER,
            targets,
            network,
            loop,
            problem -> results.add(problem == null ? "up" : problem.kind().toString()));
    dial.start();
    return dial;
  }

  @Test
  void theNextAddressIsTriedAQuarterSecondLaterAndTheLoserIsClosed() {
    dial(1, 2, 3);
    loop.advance(Duration.ofMillis(249));
    assertEquals(List.of("connect 1"), network.log);
    loop.advance(Duration.ofMillis(1));
    network.connect(2);
    loop.advance(Duration.ofSeconds(1));
    assertEquals(List.of("connect 1", "connect 2", "close 1", "upgrade 2"), network.log);
    network.upgrades.getFirst().accept(null);
    assertEquals(List.of("up"), results);
    loop.advance(Duration.ofSeconds(20));
    assertEquals(List.of("up"), results);
    assertEquals(4, network.log.size());
  }

  @Test
  void aFailureStartsTheNextAtOnce() {
    dial(1, 2);
    network.fail(1);
    assertEquals(List.of("connect 1", "connect 2"), network.log);
    network.fail(2);
    assertEquals(List.of("UNREACHABLE"), results);
  }

  @Test
  void oneThatConnectsTooLateIsClosed() {
    dial(1, 2);
    loop.advance(Duration.ofMillis(250));
    network.connect(1);
    network.log.clear();
    network.connect(2);
    assertEquals(List.of("close 2"), network.log);
  }

  @Test
  void whenTheUpgradeFailsTheRestHasItsTurn() {
    dial(1, 2);
    network.connect(1);
    network.upgrades.getFirst().accept(GossipException.protocol("another peer"));
    assertEquals(List.of("connect 1", "upgrade 1", "close 1", "connect 2"), network.log);
    network.connect(2);
    network.upgrades.getLast().accept(GossipException.protocol("another peer"));
    assertEquals(List.of("PROTOCOL"), results);
  }

  @Test
  void afterTenSecondsEverythingIsClosed() {
    dial(1, 2);
    loop.advance(Duration.ofMillis(300));
    loop.advance(Duration.ofSeconds(10));
    assertEquals(List.of("TIMEOUT"), results);
    assertTrue(network.log.containsAll(List.of("close 1", "close 2")));
    network.log.clear();
    network.connect(1);
    assertEquals(List.of("close 1"), network.log);
  }

  @Test
  void anUpgradeThatHangsIsClosedToo() {
    dial(1);
    network.connect(1);
    loop.advance(Duration.ofSeconds(10));
    assertEquals(List.of("TIMEOUT"), results);
    assertEquals("close 1", network.log.getLast());
  }

  @Test
  void anAbandonedDialLeavesNothingOpen() {
    Dial dial = dial(1, 2);
    loop.advance(Duration.ofMillis(250));
    dial.abandon();
    assertTrue(network.log.containsAll(List.of("close 1", "close 2")));
    loop.advance(Duration.ofSeconds(20));
    assertEquals(List.of(), results);
  }

  @Test
  void theReasonNamesEveryAddress() {
    List<String> texts = new ArrayList<>();
    new Dial(
            PEER,
            List.of(InetSocketAddress.createUnresolved("192.0.2.1", 7)),
            network,
            loop,
            problem -> texts.add(String.valueOf(problem == null ? null : problem.getMessage())))
        .start();
    network.fail(7);
    assertEquals(
        List.of("cannot connect to " + PEER + " (192.0.2.1:7: Connection refused)"), texts);
  }
}
