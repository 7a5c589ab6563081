package org.pando.gossip.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.GossipOptions;
import org.pando.gossip.MessageStream;
import org.pando.gossip.TestIdentity;

@Timeout(60)
class PrivateNetworkTest {
  private static final byte[] KEY = key(1);
  private static final byte[] OTHER = key(2);

  private static byte[] key(int value) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) value);
    return key;
  }

  private static Node node(int seed) throws GossipException {
    return new Node(seed, KEY, HostLimits.DEFAULT.withLoopbackFree(), new Around(), 0);
  }

  @Test
  void nodesWithTheKeyExchangeMessagesOverSockets() throws Exception {
    try (Node one = node(1);
        Node two = node(2)) {
      one.connect(two);
      two.awaitEvent("connected " + one.id());
      try (MessageStream stream = one.requests.open(two.id(), Node.ECHO)) {
        byte[] message = "hello".repeat(20_000).getBytes(UTF_8);
        stream.send(message);
        assertArrayEquals(message, stream.receive());
      }
    }
  }

  @Test
  void connectionsWithTheKeyCarryStreamsInAnyPieces() {
    for (int most : new int[] {1, 30, 5000}) {
      Pair pair = new Pair(Pair.TWO.peerId(), KEY, KEY, most, most);
      pair.two.serve("/test/1", 5);
      pair.start();
      pair.run();
      assertTrue(pair.dialer.isUpgraded() && pair.listener.isUpgraded(), "pieces of " + most);
      Heard heard = pair.open(Set.of(), "/test/1");
      pair.run();
      assertEquals(1, pair.two.accepted.size());
      assertEquals("opened /test/1", heard.calls.getFirst());
    }
  }

  @Test
  void strangersAreNotLetInWhateverTheirKeyIs() {
    for (int seed = 0; seed < 30; seed++) {
      assertApart(KEY, OTHER, seed);
      assertApart(KEY, null, seed);
      assertApart(null, KEY, seed);
    }
  }

  /** Neither end is through; both give up by the deadline, and those with a key say what may be. */
  private static void assertApart(
      byte @Nullable [] dialers, byte @Nullable [] listeners, int seed) {
    Pair pair = new Pair(Pair.TWO.peerId(), dialers, listeners, seed, 1400);
    pair.start();
    pair.run();
    pair.tick(11);
    assertFalse(pair.dialer.isUpgraded() || pair.listener.isUpgraded());
    assertSays(dialers != null, pair.one.ends);
    assertSays(listeners != null, pair.two.ends);
  }

  private static void assertSays(boolean isPrivate, List<GossipException> ends) {
    assertEquals(1, ends.size());
    String message = String.valueOf(ends.getFirst().getMessage());
    assertEquals(isPrivate, message.contains("another network key, or none"), message);
    assertFalse(ends.getFirst().kind() == Kind.CLOSED, message);
  }

  @Test
  void keyOfAnotherLengthIsRefusedBeforeAnythingStarts() {
    TestIdentity self = TestIdentity.of(1);
    for (int length : new int[] {0, 31, 33}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  new GossipOptions(
                      self, "test/1", List.of(), List.of(), false, false, true, new byte[length]));
      assertTrue(String.valueOf(e.getMessage()).contains("32 bytes"), e::getMessage);
    }
  }
}
