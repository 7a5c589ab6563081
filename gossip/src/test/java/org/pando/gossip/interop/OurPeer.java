package org.pando.gossip.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipNode;
import org.pando.gossip.GossipOptions;
import org.pando.gossip.NoNames;
import org.pando.gossip.PeerStatus;
import org.pando.gossip.Surroundings;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.Topic;
import org.pando.gossip.Verdict;
import org.pando.gossip.node.SignedNode;

/** A node of this project on the loopback interface, and what it hears. Any thread. */
final class OurPeer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Who makes the connection. */
  enum Dialer {
    OURS,
    JS
  }

  private static final Surroundings.Names NO_NAMES = new NoNames();
  private static final Executor WORKERS =
      task -> Thread.ofVirtual().name("gossip-test-worker").start(task);
  private static final int SEED_BYTES = 32;
  private static final String ANY_PORT = "/ip4/127.0.0.1/tcp/0";
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final AtomicInteger EXCHANGES = new AtomicInteger();

  static final String AGENT = "pando/interop";

  private final GossipNode node;
  private final Map<String, BlockingQueue<String>> heard = new ConcurrentHashMap<>();

  private volatile Verdict verdict = Verdict.ACCEPT;

  private OurPeer(GossipNode node) {
    this.node = node;
  }

  static OurPeer start() throws GossipException {
    return start(random(SEED_BYTES), ANY_PORT);
  }

  /**
   * @param seed of its identity, 32 bytes
   * @param listen a multiaddr
   */
  static OurPeer start(byte[] seed, String listen) throws GossipException {
    return start(GossipNode::start, seed, List.of(listen), null);
  }

  /** One whose topics are signed. */
  static OurPeer startSigned() throws GossipException {
    return start(SignedNode::start, random(SEED_BYTES), List.of(ANY_PORT), null);
  }

  /** One of a private network. */
  static OurPeer startPrivate(byte[] networkKey) throws GossipException {
    return start(GossipNode::start, random(SEED_BYTES), List.of(ANY_PORT), networkKey);
  }

  /** One that listens nowhere, so that it is connected with those it dials only. */
  static OurPeer startDialing() throws GossipException {
    return start(GossipNode::start, random(SEED_BYTES), List.of(), null);
  }

  private interface Starter {
    GossipNode start(GossipOptions options, Surroundings surroundings) throws GossipException;
  }

  private static OurPeer start(
      Starter starter, byte[] seed, List<String> listen, byte @Nullable [] networkKey)
      throws GossipException {
    Surroundings surroundings =
        new Surroundings(
            task -> Thread.ofPlatform().name("gossip-test").unstarted(task),
            WORKERS,
            System::nanoTime,
            InstantSource.system(),
            RANDOM,
            NO_NAMES);
    GossipOptions options =
        new GossipOptions(
            new TestIdentity(seed), AGENT, listen, List.of(), false, false, true, networkKey);
    return new OurPeer(starter.start(options, surroundings));
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  String id() {
    return node.id().toString();
  }

  /** The node itself. */
  GossipNode node() {
    return node;
  }

  /** Where it listens, with {@code /p2p/…}. */
  String address() {
    return node.addresses().getFirst();
  }

  /**
   * Connects to the peer or has it connect, and waits until each knows what the other speaks;
   * returns what js-libp2p says of it.
   */
  JsonObject connect(PeerProcess js, Dialer dialer) {
    switch (dialer) {
      case OURS -> node.keep(js.peerAddress());
      case JS -> js.command("dial", "addr", address());
    }
    JsonObject identify = js.awaitOf(this, "identify");
    status(js, s -> s.connected() && !s.protocols().isEmpty());
    return identify;
  }

  void subscribe(String topic) {
    heard.put(topic, new LinkedBlockingQueue<>());
    node.subscribe(
        new Topic(topic, 65_536),
        (payload, from) -> {
          heard.get(topic).add(HexFormat.of().formatHex(payload));
          return verdict;
        });
  }

  void say(Verdict ofEveryMessage) {
    verdict = ofEveryMessage;
  }

  /** The next message of the topic, in hexadecimal. */
  String hear(String topic) throws InterruptedException {
    String next = heard.get(topic).poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no message of " + topic + "; peers: " + node.peers());
    }
    return next;
  }

  /** A message each way, which must be the next that is heard. */
  void exchange(PeerProcess js, String topic) throws GossipException, InterruptedException {
    JsonPrimitive us = new JsonPrimitive(id());
    js.until(s -> s.getAsJsonArray("subscribers").contains(us), "state", "topic", topic);
    status(js, s -> s.topics().contains(topic));
    String number = HexFormat.of().toHexDigits(EXCHANGES.incrementAndGet());
    js.command("publish", "topic", topic, "hex", "01" + number);
    assertEquals("01" + number, hear(topic));
    node.publish(topic, HexFormat.of().parseHex("02" + number));
    assertEquals("02" + number, js.await("message").get("data").getAsString());
  }

  /** What the node knows of the peer, as soon as it is so. */
  PeerStatus status(PeerProcess peer, Predicate<PeerStatus> wanted) {
    return await(peer, status -> status.filter(wanted).isPresent()).orElseThrow();
  }

  /** Waits until the peer, which is not kept, is not connected. */
  void awaitGone(PeerProcess peer) {
    await(peer, status -> status.filter(PeerStatus::connected).isEmpty());
  }

  private Optional<PeerStatus> await(PeerProcess peer, Predicate<Optional<PeerStatus>> wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<PeerStatus> status =
          node.peers().stream().filter(s -> s.peer().equals(peer.peerId())).findFirst();
      if (wanted.test(status)) {
        return status;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not in " + PATIENCE.toSeconds() + " s: " + status);
      }
      LockSupport.parkNanos(5_000_000); // nobody but the node is told
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
