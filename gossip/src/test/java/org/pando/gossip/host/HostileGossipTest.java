package org.pando.gossip.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.yamux.Frames.WINDOW;
import static org.pando.gossip.yamux.Frames.data;
import static org.pando.gossip.yamux.Frames.frame;
import static org.pando.gossip.yamux.Frames.join;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.wire.LengthFrames;

/**
 * Peers that misbehave in gossip. Each time they are cut or bounded, an honest peer's message is
 * heard meanwhile, and the node is afterwards as it was before.
 */
@Timeout(120)
class HostileGossipTest {
  private static final String MESHSUB = "/meshsub/1.2.0";
  private static final int RST = 8;
  private static final int MIB = 1 << 20;

  private final Victim victim;
  private final Victim honest;
  private int news;
  private Victim.Taken before = new Victim.Taken(0, 0, 0, 0);

  HostileGossipTest() throws Exception {
    victim = new Victim(1);
    honest = new Victim(2);
  }

  @BeforeEach
  void connectTheHonest() throws Exception {
    victim.hear();
    honest.hear();
    PeerAddress to = victim.peerAddress();
    honest.host.execute(() -> honest.host.connect(to));
    honest.learn(victim.host.id(), MESHSUB);
    victim.learn(honest.host.id(), MESHSUB);
    honest.until(
        "the victim hears the news", () -> !honest.gossip.topics(victim.host.id()).isEmpty());
    isHeard();
    before = victim.taken();
  }

  @AfterEach
  void everythingIsAsBefore() throws Exception {
    try (victim;
        honest) {
      isHeard();
      victim.assertAsBefore(before);
    }
  }

  /** An honest peer's message arrives. */
  private void isHeard() throws Exception {
    byte[] message = ("news " + news++).getBytes(UTF_8);
    honest.gossip.publish(Victim.NEWS.name(), message);
    assertArrayEquals(message, victim.heard.poll(30, TimeUnit.SECONDS));
  }

  /**
   * A peer with gossip's streams in both directions, on whose stream 1 it may say what it likes.
   */
  private Attacker gossiper(Attacker attacker) throws Exception {
    attacker.open(1, MESHSUB);
    victim.learn(attacker.id(), MESHSUB);
    return attacker;
  }

  private static byte[] subscription(String topic) {
    byte[] name = topic.getBytes(UTF_8);
    byte[] options = join(new byte[] {8, 1, 0x12, (byte) name.length}, name);
    return join(new byte[] {0x0a, (byte) options.length}, options);
  }

  @Test
  void anRpcLargerThanAllowedCutsTheConnection() throws Exception {
    try (Attacker attacker = gossiper(Attacker.of(1, victim.at()))) {
      attacker.send(data(0, 1, (byte) 0xff, (byte) 0xff, (byte) 0x7f));
      attacker.untilCut();
    }
  }

  @Test
  void bytesThatAreNoRpcCutTheConnection() throws Exception {
    try (Attacker attacker = gossiper(Attacker.of(1, victim.at()))) {
      attacker.send(data(0, 1, LengthFrames.frame(new byte[] {0x0a, 0x7f, 1})));
      attacker.untilCut();
    }
  }

  @Test
  void moreSubscriptionsThanAllowedCutTheConnection() throws Exception {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 101; i++) {
      many.writeBytes(subscription("topic " + i));
    }
    try (Attacker attacker = gossiper(Attacker.of(1, victim.at()))) {
      attacker.send(data(0, 1, LengthFrames.frame(many.toByteArray())));
      attacker.untilCut();
    }
  }

  @Test
  void whoTalksTooFastIsReadLaterAndCutWhenItDoesNotWait() throws Exception {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000; i++) {
      many.writeBytes(LengthFrames.frame(subscription("t" + i % 10)));
    }
    try (Attacker attacker = gossiper(Attacker.of(1, victim.at()))) {
      for (int i = 0; i < 10; i++) {
        attacker.send(data(0, 1, many.toByteArray()));
      }
      isHeard();
      attacker.flood(200, data(0, 1, many.toByteArray()));
    }
  }

  @Test
  void piecesOfOneByteTakeNoMoreThanTheWindow() throws Exception {
    byte[] single = data(0, 1, (byte) 0);
    ByteBuffer many = ByteBuffer.allocate(single.length * 4_000);
    while (many.hasRemaining()) {
      many.put(single);
    }
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      attacker.open(1, MESHSUB);
      for (int i = 0; i < 60; i++) {
        attacker.send(many.array());
      }
      attacker.send(frame(2, 1, 0, 7));
      attacker.untilFlag(0, 2);
      long held = victim.taken().heap() - before.heap();
      assertTrue(held < 3 * MIB, held + " bytes for 240 000 of one window");
      isHeard();
    }
  }

  @Test
  void onlyOneGossipStreamOfAPeerIsRead() throws Exception {
    try (Attacker attacker = gossiper(Attacker.of(1, victim.at()))) {
      for (int i = 1; i < 20; i++) {
        attacker.open(2 * i + 1, MESHSUB);
        attacker.untilFlag(2 * i - 1, RST);
      }
    }
  }

  @Test
  void aPeerThatHearsATopicAndReadsNothingHoldsLittle() throws Exception {
    try (Attacker attacker = gossiper(Attacker.slow(1, victim.at()))) {
      attacker.send(
          data(0, 1, LengthFrames.frame(subscription(Victim.NEWS.name()))),
          frame(WINDOW, 0, 2, 0x7fff_ffff));
      victim.until(
          "the attacker hears the news", () -> !victim.gossip.topics(attacker.id()).isEmpty());
      honest.gossip.unsubscribe(Victim.NEWS.name());
      victim.until("the honest does not", () -> victim.gossip.topics(honest.host.id()).isEmpty());
      for (int i = 0; i < 1_000; i++) {
        byte[] message = new byte[60_000];
        ByteBuffer.wrap(message).putInt(i);
        victim.gossip.publish(Victim.NEWS.name(), message);
      }
      victim.until("all is published", () -> true);
      long held = victim.taken().heap() - before.heap();
      assertTrue(held < 44L * MIB, held + " bytes, of which the cache may have 32 MiB");
      honest.hear();
      victim.pass(Duration.ofSeconds(1));
      victim.pass(Duration.ofSeconds(31));
      victim.pass(Duration.ofSeconds(16));
      attacker.untilEnd();
    }
    honest.until(
        "the victim hears the news", () -> !honest.gossip.topics(victim.host.id()).isEmpty());
  }
}
