package org.pando.gossip.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pando.gossip.GossipException;
import org.pando.gossip.Verdict;
import org.pando.gossip.interop.OurPeer.Dialer;

/** Gossipsub with js-libp2p: messages, signed and not, subscriptions, the mesh, verdicts. */
@NeedsJsPeer
class PubsubInteropTest {
  private static final int[] SIZES = {1, 2, 127, 128, 1_023, 1_024, 16_384, 61_440};
  private static final int MANY = 1_000;
  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static final AtomicInteger MESSAGES = new AtomicInteger();

  private static JsPeer unsigned;
  private static JsPeer signed;

  private final String topic = "topic-" + TOPICS.incrementAndGet();

  @BeforeAll
  static void start() {
    unsigned = JsPeer.startUnsigned();
    signed = JsPeer.start("--msg-id", "from-seqno", "--heartbeat", "200");
  }

  @AfterAll
  static void end() {
    unsigned.close();
    signed.close();
  }

  @BeforeEach
  void accept() {
    unsigned.command("validate", "as", "accept");
  }

  /** Of random bytes, the first of which no message had: the same data is the same message. */
  private static byte[] unique(int size) {
    byte[] message = OurPeer.random(size);
    message[0] = (byte) MESSAGES.incrementAndGet();
    return message;
  }

  /** Both subscribe, connect, and are in each other's mesh. */
  private void join(JsPeer js, OurPeer ours, Dialer dialer) throws GossipException {
    js.command("subscribe", "topic", topic);
    ours.subscribe(topic);
    ours.connect(js, dialer);
    awaitSubscription(js, ours, true);
    ours.status(js, s -> s.topics().contains(topic));
    js.await(
        "graft",
        e ->
            e.get("topic").getAsString().equals(topic)
                && e.get("peer").getAsString().equals(ours.id()));
  }

  private void awaitSubscription(JsPeer js, OurPeer ours, boolean subscribed) {
    js.await(
        "subscriptions",
        e -> {
          JsonObject change = e.getAsJsonArray("changes").get(0).getAsJsonObject();
          return e.get("peer").getAsString().equals(ours.id())
              && change.get("topic").getAsString().equals(topic)
              && change.get("subscribe").getAsBoolean() == subscribed;
        });
  }

  @ParameterizedTest
  @CsvSource({"OURS,true", "OURS,false", "JS,true", "JS,false"})
  void messagesOfAllSizesArriveBothWays(Dialer dialer, boolean signing) throws Exception {
    JsPeer js = signing ? signed : unsigned;
    try (OurPeer ours = signing ? OurPeer.startSigned() : OurPeer.start()) {
      join(js, ours, dialer);
      for (int size : SIZES) {
        byte[] message = unique(size);
        ours.node().publish(topic, message);
        JsonObject heard = js.await("message");
        assertEquals(HexFormat.of().formatHex(message), heard.get("data").getAsString());
        assertEquals(signing ? "signed" : "unsigned", heard.get("type").getAsString());
        if (signing) {
          assertEquals(ours.id(), heard.get("from").getAsString());
        }
        String hex = HexFormat.of().formatHex(unique(size));
        js.command("publish", "topic", topic, "hex", hex);
        assertEquals(hex, ours.hear(topic));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"OURS,true", "OURS,false", "JS,true", "JS,false"})
  void ofAThousandMessagesBothWaysNoneIsLostOrHeardTwice(Dialer dialer, boolean signing)
      throws Exception {
    JsPeer js = signing ? signed : unsigned;
    try (OurPeer ours = signing ? OurPeer.startSigned() : OurPeer.start()) {
      join(js, ours, dialer);
      int publishing = js.send("publish", "topic", topic, "size", 200, "count", MANY);
      Set<String> sent = new HashSet<>();
      for (int i = 0; i < MANY; i++) {
        byte[] message = OurPeer.random(200);
        ours.node().publish(topic, message);
        sent.add(HexFormat.of().formatHex(message));
      }
      Set<String> theirs = new HashSet<>();
      for (int i = 0; i < MANY; i++) {
        theirs.add(ours.hear(topic));
        assertTrue(sent.remove(js.await("message").get("data").getAsString()));
      }
      js.done(publishing);
      assertEquals(MANY, theirs.size());
      ours.exchange(js, topic); // comes next: nothing came twice before it
    }
  }

  @ParameterizedTest
  @EnumSource
  void subscriptionsComeAndGo(Dialer dialer) throws Exception {
    try (OurPeer ours = OurPeer.start()) {
      join(unsigned, ours, dialer);
      ours.node().unsubscribe(topic);
      awaitSubscription(unsigned, ours, false);
      unsigned.command("unsubscribe", "topic", topic);
      ours.subscribe(topic);
      ours.status(unsigned, s -> !s.topics().contains(topic));
      unsigned.command("subscribe", "topic", topic);
      awaitSubscription(unsigned, ours, true);
      ours.exchange(unsigned, topic);
    }
  }

  @ParameterizedTest
  @EnumSource
  void graftAndPruneAreUnderstood(Dialer dialer) throws Exception {
    try (OurPeer ours = OurPeer.start()) {
      join(unsigned, ours, dialer);
      assertTrue(inMesh(ours));
      ours.node().unsubscribe(topic);
      JsonObject prune = unsigned.awaitOf(ours, "prune");
      assertEquals(topic, prune.get("topic").getAsString());
      assertEquals("inbound", prune.get("direction").getAsString());
      assertFalse(inMesh(ours));
    }
  }

  private boolean inMesh(OurPeer ours) {
    JsonArray mesh = unsigned.command("state", "topic", topic).getAsJsonArray("mesh");
    return mesh.contains(new JsonPrimitive(ours.id()));
  }

  @ParameterizedTest
  @EnumSource
  void whatOursRejectsLowersTheirScore(Dialer dialer) throws Exception {
    try (OurPeer ours = OurPeer.start()) {
      join(unsigned, ours, dialer);
      double before = ours.status(unsigned, s -> true).score();
      ours.say(Verdict.REJECT);
      for (int i = 0; i < 3; i++) {
        unsigned.command("publish", "topic", topic, "size", 20, "first", i);
        ours.hear(topic);
      }
      ours.status(unsigned, s -> s.score() < Math.min(before, 0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheirsRejectsLowersOurScore(Dialer dialer) throws Exception {
    unsigned.command("validate", "as", "reject");
    try (OurPeer ours = OurPeer.start()) {
      join(unsigned, ours, dialer);
      ours.node().publish(topic, OurPeer.random(20));
      unsigned.until(s -> score(s, ours) < 0, "state", "topic", topic);
    }
  }

  private static double score(JsonObject state, OurPeer ours) {
    JsonElement score = state.getAsJsonObject("scores").get(ours.id());
    return score == null ? 0 : score.getAsDouble();
  }
}
