package org.pando.gossip.identify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.NoNames;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.Surroundings;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.host.HostListener;
import org.pando.gossip.host.Identified;
import org.pando.gossip.host.TcpHost;
import org.pando.gossip.identity.PeerRecord;

/** Two nodes over loopback. */
class TwoNodesTest {
  @Test
  void bothSidesKnowEachOtherHearOfChangesAndMeasureTheWay() throws Exception {
    try (Node dialer = new Node(1);
        Node listener = new Node(2)) {
      String address = listener.address();
      dialer.host.execute(() -> dialer.host.connect(new PeerAddress(listener.host.id(), address)));
      Identified known = dialer.identified();
      assertEquals("node 2", known.agent());
      assertEquals(Set.of(Identify.ID, Identify.PUSH, Ping.ID), known.protocols());
      assertEquals(List.of(address), known.addresses());
      assertEquals(listener.host.id(), PeerRecord.open(known.signedRecord()).peer());
      assertEquals("node 1", listener.identified().agent());
      dialer.awaitRoundTrip(listener.host.id());
      listener.host.execute(
          () -> listener.host.announce("test", List.of("/ip4/198.51.100.1/tcp/1")));
      Identified changed = dialer.identified();
      assertEquals(List.of(address, "/ip4/198.51.100.1/tcp/1"), changed.addresses());
    }
  }

  private static final class Node implements AutoCloseable {
    final TcpHost host;
    final Ping ping;
    private final BlockingQueue<Identified> identified = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> addresses = new LinkedBlockingQueue<>();

    Node(int seed) throws GossipException {
      TestIdentity identity = TestIdentity.of(seed);
      host = new TcpHost(identity, null, true, surroundings());
      ping = new Ping(host);
      Identify identify = new Identify(host, identity, "node " + seed, true);
      host.execute(
          () -> {
            identify.start();
            ping.start();
            host.addListener(new Watcher());
          });
      host.listen(List.of("/ip4/127.0.0.1/tcp/0"));
    }

    private final class Watcher implements HostListener {
      @Override
      public void identified(PeerId peer, Identified said) {
        identified.add(said);
      }

      @Override
      public void changed() {
        addresses.addAll(host.addresses());
      }
    }

    String address() throws InterruptedException {
      String address = addresses.poll(20, TimeUnit.SECONDS);
      assertNotNull(address);
      return address;
    }

    Identified identified() throws InterruptedException {
      Identified said = identified.poll(20, TimeUnit.SECONDS);
      assertNotNull(said);
      return said;
    }

    /** Asks the loop over and over, which is done once the ping is back. */
    void awaitRoundTrip(PeerId peer) throws InterruptedException {
      BlockingQueue<Boolean> measured = new LinkedBlockingQueue<>();
      host.execute(new AskAgain(peer, measured));
      assertTrue(Boolean.TRUE.equals(measured.poll(20, TimeUnit.SECONDS)));
    }

    private final class AskAgain implements Runnable {
      private final PeerId peer;
      private final BlockingQueue<Boolean> measured;

      AskAgain(PeerId peer, BlockingQueue<Boolean> measured) {
        this.peer = peer;
        this.measured = measured;
      }

      @Override
      public void run() {
        if (ping.roundTrip(peer) != null) {
          measured.add(true);
        } else {
          host.after(Duration.ofMillis(5), this);
        }
      }
    }

    @Override
    public void close() {
      host.close();
    }
  }

  private static Surroundings surroundings() {
    return new Surroundings(
        Thread.ofPlatform().name("gossip-test").daemon().factory(),
        Executors.newVirtualThreadPerTaskExecutor(),
        System::nanoTime,
        InstantSource.system(),
        new SecureRandom(),
        new NoNames());
  }
}
