package org.pando.resolver.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipNode;
import org.pando.gossip.PeerId;
import org.pando.gossip.TopicHandler;
import org.pando.gossip.Verdict;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.record.Invite;
import org.pando.registry.store.Sharing;

/** Two registries, of which one takes part in gossip. */
class ReplicationTest {
  private static final String PEER =
      "/ip4/127.0.0.1/tcp/4001/p2p/12D3KooWBtp5AcVPhVnXkS6CsBpjd3b2rPGxRXCsWhNHiCHdxTvz";

  @TempDir private Path folder;
  private final Map<Bytes, FakeGossip> started = new HashMap<>();
  private final List<Bytes> failures = new ArrayList<>();
  private boolean portTaken;
  private TestRegistry here = unset();
  private TestRegistry elsewhere = unset();
  private Replication replication = unset();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before each test
  private static <T> T unset() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    here = new TestRegistry(folder.resolve("here"));
    elsewhere = new TestRegistry(folder.resolve("elsewhere"));
    replication = here.replicate(this::startNode, () -> 0, InstantSource.system());
  }

  @AfterEach
  void stop() throws Exception {
    replication.close();
    here.close();
    elsewhere.close();
  }

  private GossipNode startNode(Bytes key) throws GossipException {
    if (portTaken) {
      failures.add(key);
      throw new GossipException(GossipException.Kind.REFUSED, "port 4053 is taken");
    }
    FakeGossip node = new FakeGossip(1);
    started.put(key, node);
    return node;
  }

  private FakeGossip open() {
    FakeGossip node = started.get(Bytes.EMPTY);
    if (node == null) {
      throw new AssertionError("no node was started");
    }
    return node;
  }

  private static PeerId somebody() throws GossipException {
    return PeerId.of(new byte[] {0, 1, 9});
  }

  /** Joins home.alt of the other registry, and gives what handles its topic. */
  private TopicHandler joinElsewhere() throws Exception {
    Network network = elsewhere.home();
    Network _ = here.join(elsewhere.invite(network), List.of(PEER));
    replication.follow();
    TopicHandler handler = open().topics.get("/pando/records/1.0.0/" + network.id());
    if (handler == null) {
      throw new AssertionError("not subscribed: " + open().topics.keySet());
    }
    return handler;
  }

  @Test
  void nothingIsOpenedUntilSomebodyIsInvited() throws Exception {
    Bytes _ = here.register(here.home(), "blog");
    replication.follow();
    assertEquals(Map.of(), started);
    Invite _ = here.invite(here.home());
    replication.follow();
    replication.follow();
    assertEquals(1, open().topics.size());
    assertEquals(List.of(), open().published);
  }

  @Test
  void whereMembersListenIsKeptForTheNextStartAndNobodyIsHeldOnToBeforeThat() throws Exception {
    TopicHandler _ = joinElsewhere();
    Network network = here.replica().networks().getFirst();
    FakeGossip other = new FakeGossip(2);
    other.topics.putAll(open().topics);
    other.listening = List.of("/ip4/192.0.2.7/tcp/4053");
    FakeGossip.connect(open(), other);
    replication.tend();
    replication.tend();
    List<String> peers = peersOf(network);
    assertEquals(List.of(PEER, "/ip4/192.0.2.7/tcp/4053/p2p/" + other.id()), peers);
    assertEquals(1, open().kept.size(), "only that of the invite");
  }

  @Test
  void whoIsInAnotherNetworkIsNotRemembered() throws Exception {
    TopicHandler _ = joinElsewhere();
    FakeGossip other = new FakeGossip(2);
    other.listening = List.of("/ip4/192.0.2.7/tcp/4053");
    FakeGossip.connect(open(), other);
    replication.tend();
    assertEquals(List.of(PEER), peersOf(here.replica().networks().getFirst()));
  }

  private List<String> peersOf(Network network) {
    Sharing sharing = here.replica().sharing(network);
    if (sharing == null) {
      throw new AssertionError(network + " is not shared");
    }
    return sharing.peers();
  }

  @Test
  void loopbackAddressesAreToldOnlyWhileThereAreNoOthers() throws Exception {
    assertEquals(List.of(), replication.report().addresses(here.home()));
    Invite _ = here.invite(here.home());
    replication.follow();
    String outside = PEER.replace("127.0.0.1", "192.0.2.1");
    String six = PEER.replace("/ip4/127.0.0.1", "/ip6/::1");
    open().addresses = List.of(PEER, six);
    assertEquals(List.of(PEER, six), told());
    open().addresses = List.of(PEER, outside, six);
    assertEquals(List.of(outside), told());
  }

  private List<String> told() {
    return replication.report().addresses(here.home()).stream().map(MemberAddress::text).toList();
  }

  @Test
  void whatIsRegisteredHereIsPublished() throws Exception {
    Invite _ = here.invite(here.home());
    replication.follow();
    Bytes bundle = here.register(here.home(), "blog");
    assertEquals(bundle, Bytes.of(open().published.getLast()));
  }

  @Test
  void whatGossipBringsIsServedAndForwardedByGossipAlone() throws Exception {
    TopicHandler topic = joinElsewhere();
    assertEquals(PEER, open().kept.getFirst().toString());
    Bytes bundle = elsewhere.register(elsewhere.home(), "blog");
    assertEquals(Verdict.ACCEPT, topic.handle(bundle.toArray(), somebody()));
    assertEquals(bundle, here.bundle(elsewhere.home(), "blog"));
    assertEquals(List.of(), open().published);
  }

  @Test
  void aReplayIsIgnoredAndJunkRejected() throws Exception {
    TopicHandler topic = joinElsewhere();
    byte[] bundle = elsewhere.register(elsewhere.home(), "blog").toArray();
    assertEquals(Verdict.ACCEPT, topic.handle(bundle, somebody()));
    assertEquals(Verdict.IGNORE, topic.handle(bundle, somebody()));
    assertEquals(Verdict.REJECT, topic.handle(new byte[] {1, 2, 3}, somebody()));
    byte[] later = elsewhere.register(elsewhere.home(), "shop").toArray();
    later[later.length - 1] ^= 1; // in the signature of the records
    assertEquals(Verdict.REJECT, topic.handle(later, somebody()));
    assertEquals(Bytes.EMPTY, here.bundle(elsewhere.home(), "shop"));
  }

  @Test
  void aBundleOfAnotherNetworkIsRejected() throws Exception {
    TopicHandler topic = joinElsewhere();
    Network other = elsewhere.found("other.alt", false);
    byte[] bundle = elsewhere.register(other, "blog").toArray();
    assertEquals(Verdict.REJECT, topic.handle(bundle, somebody()));
  }

  @Test
  void aStoreThatFailsIsNotTheSendersFault() throws Exception {
    TopicHandler topic = joinElsewhere();
    byte[] bundle = elsewhere.register(elsewhere.home(), "blog").toArray();
    Network gone = here.home();
    here.leave(gone);
    assertEquals(Verdict.IGNORE, topic.handle(bundle, somebody()));
  }

  @Test
  void aClosedNetworkHasANodeOfItsOwn() throws Exception {
    Network closed = here.found("closed.alt", true);
    replication.follow();
    Bytes key = started.keySet().iterator().next();
    assertNotEquals(Bytes.EMPTY, key);
    Invite _ = here.invite(here.home());
    replication.follow();
    assertEquals(2, started.size());
    assertEquals(1, open().topics.size());
    here.leave(closed);
    replication.follow();
    assertTrue(started.getOrDefault(key, open()).closed);
    assertFalse(open().closed);
  }

  @Test
  void theNodeStopsWithItsLastNetwork() throws Exception {
    Invite _ = here.invite(here.home());
    replication.follow();
    here.leave(here.home());
    replication.follow();
    assertEquals(Map.of(), open().topics);
    assertTrue(open().closed);
  }

  @Test
  void aNodeThatCannotListenIsTriedAgain() throws Exception {
    portTaken = true;
    Invite _ = here.invite(here.home());
    replication.follow();
    replication.follow();
    assertEquals(2, failures.size());
    portTaken = false;
    replication.follow();
    assertEquals(1, open().topics.size());
  }
}
