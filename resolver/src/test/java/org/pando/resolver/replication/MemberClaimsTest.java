package org.pando.resolver.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerId;
import org.pando.gossip.RequestHandler;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.owner.OwnKeys;
import org.pando.registry.owner.Progress;
import org.pando.registry.owner.Registrar;
import org.pando.registry.witness.ReplyMessage;
import org.pando.registry.witness.RequestMessage;
import org.pando.registry.witness.WitnessReply.Adopted;
import org.pando.registry.witness.WitnessReply.Code;
import org.pando.registry.witness.WitnessReply.Known;
import org.pando.registry.witness.WitnessReply.Refused;
import org.pando.registry.witness.WitnessRequest;

/** A member has names decided by the node that founded its network, over streams in memory. */
class MemberClaimsTest extends HostAndGuest {
  private static final String PROTOCOL = "/pando/witness/1.0.0";

  private final AtomicLong nanos = new AtomicLong();
  private FakeGossip hostGossip = unset();
  private final FakeGossip guestGossip = new FakeGossip(2);
  private Replication hostReplication = unset();
  private Replication guestReplication = unset();

  @BeforeEach
  void start() throws Exception {
    hostGossip = new FakeGossip(PeerId.ofEd25519(host.node().toArray()));
    hostReplication = host.replicate(key -> hostGossip, nanos::get, InstantSource.system());
    guestReplication = guest.replicate(key -> guestGossip, nanos::get, InstantSource.system());
  }

  @AfterEach
  void stop() throws Exception {
    hostReplication.close();
    guestReplication.close();
  }

  private void connect() {
    FakeGossip.connect(guestGossip, hostGossip);
  }

  /** As the program does: the writer thread works, witnesses are asked elsewhere. */
  private Registrar.Outcome finish(OwnKeys.Task<Progress> operation) throws RegistryException {
    Progress progress = guest.call(operation::run);
    while (progress instanceof Progress.Asks asks) {
      progress = guest.call(guestReplication.ask(asks)::run);
    }
    return assertInstanceOf(Progress.Done.class, progress).outcome();
  }

  private Registrar.Outcome register(String name) throws RegistryException {
    return finish(() -> guest.claim(network, name));
  }

  private static RegistryException refusal(Kind kind, OwnKeys.Task<?> attempt) {
    RegistryException e = assertThrows(RegistryException.class, attempt::run);
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  @Test
  void aMemberRegistersRenewsAndReleases() throws Exception {
    connect();
    assertEquals(1, register("blog").name().seq());
    Bytes claimed = guest.bundle(network, "blog");
    assertEquals(claimed, host.bundle(network, "blog"));
    assertTrue(hostGossip.published.stream().map(Bytes::of).toList().contains(claimed));
    refusal(
        Kind.REFUSED, () -> finish(() -> guest.registrar().renew(network, "blog", false))); // soon
    assertEquals(claimed, host.bundle(network, "blog"));
  }

  @Test
  void withoutItsWitnessNothingHasHappened() throws Exception {
    RegistryException e = refusal(Kind.UNREACHABLE, () -> register("blog"));
    assertEquals(
        "cannot claim blog.home.alt: home ("
            + hostGossip.id()
            + "), which decides names of home.alt, cannot be asked: no such peer; start that node"
            + " or connect to it, then repeat the command. The name of a key needs nobody: pando"
            + " register --key-name",
        e.getMessage());
    assertEquals(List.of(), guest.call(() -> guest.registrar().unfinished(network)));
    connect();
    assertEquals(1, register("blog").name().seq());
  }

  @Test
  void aNameThatIsHeldIsTakenWhateverTheMemberKnew() throws Exception {
    Bytes bundle = host.register(network, "blog");
    connect();
    refusal(Kind.TAKEN, () -> register("blog"));
    assertEquals(bundle, guest.bundle(network, "blog"));
  }

  @Test
  void aNetworkThatWasLeftIsNotAskedAbout() throws Exception {
    connect();
    Progress asks = guest.call(() -> guest.claim(network, "blog"));
    guest.leave(network);
    guestReplication.follow();
    refusal(Kind.UNREACHABLE, () -> guest.call(guestReplication.ask((Progress.Asks) asks)::run));
  }

  @Test
  void theWitnessIsKnownAndWhetherItIsConnected() {
    SharingReport.WitnessNode before = guestReplication.report().witness(network).orElseThrow();
    assertEquals("home", before.label());
    assertEquals(hostGossip.id().toString(), before.id());
    assertFalse(before.connected());
    connect();
    assertTrue(guestReplication.report().witness(network).orElseThrow().connected());
  }

  /** What a witness may do in place of a reply, and what is said of it. */
  @Test
  void aReplyThatIsNoneIsNone() throws Exception {
    connect();
    Bytes other = new ReplyMessage(host.found("other.alt", false).id(), new Adopted()).encode();
    Map<String, RequestHandler> replies =
        Map.of(
            "it hung up",
            stream -> {},
            "its reply is none: ",
            stream -> stream.send(new byte[] {1}),
            "it replied for another network",
            stream -> stream.send(other.toArray()));
    for (Map.Entry<String, RequestHandler> reply : replies.entrySet()) {
      hostGossip.served.put(PROTOCOL, reply.getValue());
      String said = String.valueOf(refusal(Kind.UNREACHABLE, () -> register("blog")).getMessage());
      assertTrue(said.contains("cannot be asked: " + reply.getKey()), said);
    }
  }

  private ReplyMessage ask(Bytes request) throws Exception {
    RequestHandler server = Objects.requireNonNull(hostGossip.served.get(PROTOCOL));
    try (MessageStream stream = FakeGossip.Pipe.open(guestGossip.id(), hostGossip.id(), server)) {
      stream.send(request.toArray());
      stream.end();
      return ReplyMessage.decode(Bytes.of(received(stream.receive())));
    }
  }

  private static byte[] received(byte @Nullable [] reply) {
    return Objects.requireNonNull(reply, "the stream was reset");
  }

  private ReplyMessage ask(NetworkId about, WitnessRequest request) throws Exception {
    return ask(new RequestMessage(about, request).encode());
  }

  private Refused refused(Bytes request) throws Exception {
    return assertInstanceOf(Refused.class, ask(request).reply());
  }

  @Test
  @Tag("case-21")
  void onlyNetworksThatAreSharedHereAreAnsweredFor() throws Exception {
    NetworkId other = host.found("other.alt", false).id();
    Refused refused =
        assertInstanceOf(Refused.class, ask(other, new WitnessRequest.State("blog")).reply());
    assertEquals(Code.INVALID, refused.code());
    assertEquals(
        new Known(null, null), ask(network.id(), new WitnessRequest.State("blog")).reply());
  }

  @Test
  void aMemberThatIsNoWitnessDecidesNothing() throws Exception {
    RequestHandler server = Objects.requireNonNull(guestGossip.served.get(PROTOCOL));
    try (MessageStream stream = FakeGossip.Pipe.open(hostGossip.id(), guestGossip.id(), server)) {
      Bytes request = new RequestMessage(network.id(), new WitnessRequest.State("blog")).encode();
      stream.send(request.toArray());
      ReplyMessage reply = ReplyMessage.decode(Bytes.of(received(stream.receive())));
      assertEquals(Code.INVALID, assertInstanceOf(Refused.class, reply.reply()).code());
    }
  }

  @Test
  @Tag("I15")
  void aRequestOfALaterVersionIsRefusedWithWhatThereIs() throws Exception {
    Bytes newRound = Bytes.fromHex("a300040158" + "20" + network.id() + "0200");
    assertTrue(refused(newRound).text().contains("type 4 is not one"), refused(newRound).text());
  }

  @Test
  void whatIsNoRequestResetsTheStream() {
    assertThrows(NullPointerException.class, () -> ask(Bytes.fromHex("00")));
  }

  @Test
  @Tag("case-52")
  void whoAsksTooMuchIsToldSoBeforeAnythingIsVerified() throws Exception {
    connect();
    Bytes junk = Bytes.fromHex("a300070158" + "20" + network.id() + "0240");
    for (int i = 0; i < PeerBudgets.BURST; i++) {
      assertEquals(Code.INVALID, refused(junk).code());
    }
    assertEquals(Code.BUSY, refused(junk).code());
    nanos.addAndGet(500_000_000L);
    assertEquals(Code.INVALID, refused(junk).code());
    assertEquals(Code.BUSY, refused(junk).code());
    RegistryException e = refusal(Kind.REFUSED, () -> register("blog"));
    assertEquals(
        "blog.home.alt cannot be decided now: this node asks too much at once; repeat it later",
        e.getMessage());
  }

  @Test
  void thoseWhoAskedLastAreRemembered() throws Exception {
    PeerBudgets budgets = new PeerBudgets(() -> 0);
    for (int i = 0; i < PeerBudgets.BURST; i++) {
      assertTrue(budgets.take(hostGossip.id()));
    }
    assertFalse(budgets.take(hostGossip.id()));
    for (int i = 0; i < PeerBudgets.PEERS; i++) {
      byte[] key = new byte[32];
      key[0] = (byte) i;
      key[1] = (byte) (i >> 8);
      assertTrue(budgets.take(PeerId.ofEd25519(key)));
    }
    assertTrue(budgets.take(hostGossip.id()), "more are remembered than there is room for");
  }
}
