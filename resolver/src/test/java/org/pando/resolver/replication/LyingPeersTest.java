package org.pando.resolver.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.gossip.PeerId;
import org.pando.gossip.RequestHandler;
import org.pando.gossip.Verdict;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.crypto.Domain;
import org.pando.registry.rule.RecordException;

/**
 * A node and peers that do not keep the rules (registry specification, section 16, cases 28 to 31),
 * in virtual time.
 */
class LyingPeersTest {
  private static final String PROTOCOL = "/pando/sync/1.0.0";
  private static final Bytes NOBODYS = Bytes.of(new byte[16]);

  @TempDir private static Path folder;
  private static TestRegistry owner = unset();
  private static TestRegistry node = unset();
  private static int networks;

  private final AtomicLong now = new AtomicLong();
  private final FakeGossip gossip = new FakeGossip(1);
  private final List<SyncMessage> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<Replication> replications = new ArrayList<>();
  private Network network = unset();
  private Replication replication = unset();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before the tests
  private static <T> T unset() {
    return null;
  }

  @BeforeAll
  static void open() throws Exception {
    owner = new TestRegistry(folder.resolve("owner"));
    node = new TestRegistry(folder.resolve("node"));
  }

  @AfterAll
  static void close() throws Exception {
    owner.close();
    node.close();
  }

  @BeforeEach
  void start() throws Exception {
    networks++;
    network = owner.found("n" + networks + ".alt", false);
    Network _ = node.join(owner.invite(network), List.of());
    replication = replicate(node, gossip);
  }

  private Replication replicate(TestRegistry registry, FakeGossip gossip) throws Exception {
    Replication started =
        registry.replicate(key -> gossip, now::get, () -> Instant.EPOCH.plusNanos(now.get()));
    replications.add(started);
    return started;
  }

  @AfterEach
  void stop() throws Exception {
    replications.forEach(Replication::close);
    node.leave(network);
    owner.leave(network);
  }

  /** What a peer says to a question. */
  private interface Words {
    SyncMessage to(SyncMessage question);
  }

  /** A member whose words are free; it hears the network's topic. */
  private FakeGossip peer(int number, Words words) {
    return rawPeer(number, question -> words.to(question).encode().toArray());
  }

  private interface RawWords {
    byte[] to(SyncMessage question);
  }

  private FakeGossip rawPeer(int number, RawWords words) {
    FakeGossip peer = new FakeGossip(number);
    peer.topics.put(RecordTopic.of(network.id()).name(), (payload, from) -> Verdict.IGNORE);
    peer.served.put(
        PROTOCOL,
        stream -> {
          SyncMessage question = question(stream.receive());
          while (!(question instanceof SyncMessage.End)) {
            stream.send(words.to(question));
            question = question(stream.receive());
          }
        });
    return peer;
  }

  /** The end when there is none. */
  private SyncMessage question(byte @Nullable [] bytes) {
    try {
      SyncMessage question =
          bytes == null
              ? new SyncMessage.End(SyncMessage.Code.DONE)
              : SyncMessage.decode(Bytes.of(bytes));
      asked.add(question);
      return question;
    } catch (RecordException e) {
      throw new AssertionError(e);
    }
  }

  private SyncMessage.Hello hello(long count) {
    return new SyncMessage.Hello(network.id(), 0, count, NOBODYS);
  }

  private static SyncMessage give(Bytes... bundles) {
    return new SyncMessage.Give(List.of(bundles));
  }

  private static SyncMessage offer(Bytes... ids) {
    byte[] message = new byte[5 + 32 * ids.length];
    message[0] = 0x61;
    message[3] = 2;
    message[4] = (byte) ids.length;
    for (int i = 0; i < ids.length; i++) {
      ids[i].copyTo(0, message, 5 + 32 * i, 32);
    }
    return new SyncMessage.Recon(Bytes.of(message));
  }

  private static SyncMessage recon(String hex) {
    return new SyncMessage.Recon(Bytes.fromHex(hex));
  }

  private static SyncMessage unexpected(SyncMessage question) {
    throw new AssertionError("was not to be asked " + question);
  }

  /** What a peer with one name does, but for what it gives. */
  private SyncMessage holdsOne(SyncMessage question, SyncMessage offered, SyncMessage given) {
    return switch (question) {
      case SyncMessage.Hello _ -> hello(1);
      case SyncMessage.Snapshot _ -> give();
      case SyncMessage.Recon _ -> offered;
      case SyncMessage.Want _ -> given;
      case SyncMessage.End end -> end;
      case SyncMessage.Give _, SyncMessage.Configs _, SyncMessage.Links _, SyncMessage.Carry _ ->
          unexpected(question);
    };
  }

  /** What a peer with one name does that gives the same page of a copy whenever it is asked. */
  private SyncMessage copies(SyncMessage question, SyncMessage page, SyncMessage offered) {
    return question instanceof SyncMessage.Snapshot ? page : holdsOne(question, offered, give());
  }

  private void meet(FakeGossip peer) {
    FakeGossip.connect(gossip, peer);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
    replication.tend();
  }

  private long questions(Class<? extends SyncMessage> kind) {
    return List.copyOf(asked).stream().filter(kind::isInstance).count();
  }

  private PeerSync sync(FakeGossip peer) {
    return replication.report().peers().stream()
        .filter(known -> known.id().equals(peer.id().toString()))
        .flatMap(known -> known.sync().stream())
        .findFirst()
        .orElseThrow();
  }

  private NetworkSync sync() {
    return replication.report().sync(network).orElseThrow();
  }

  /** It costs score, is told of, and keeps the peer from being asked for minutes. */
  private void assertBroken(FakeGossip peer, String problem) throws Exception {
    assertEquals(List.of(peer.id()), gossip.penalized);
    assertTrue(sync(peer).problem().contains(problem), sync(peer).problem());
    assertFalse(sync().inSync());
    assertTrue(sync().problem().contains("1 member breaks the rules"), sync().problem());
    long before = questions(SyncMessage.Hello.class);
    FakeGossip.connect(gossip, peer);
    pass(Duration.ofMinutes(7));
    assertEquals(before, questions(SyncMessage.Hello.class));
    pass(Duration.ofMinutes(6));
    assertEquals(before + 1, questions(SyncMessage.Hello.class));
  }

  private void assertNothingHeld() throws Exception {
    assertEquals(List.of(), node.keys(network));
  }

  @Test
  void countsBeyondAllMeasure() throws Exception {
    FakeGossip liar = peer(2, question -> hello(1L << 40));
    meet(liar);
    assertBroken(liar, "sync message");
  }

  @Test
  void helloOfAnotherNetwork() throws Exception {
    FakeGossip liar = peer(2, question -> new SyncMessage.Hello(owner.home().id(), 0, 1, NOBODYS));
    meet(liar);
    assertBroken(liar, "another network");
  }

  @Test
  void boundsThatGoBack() throws Exception {
    SyncMessage back = recon("610500000100000000");
    FakeGossip liar = peer(2, question -> holdsOne(question, back, give()));
    meet(liar);
    assertBroken(liar, "ascend");
  }

  @Test
  void fingerprintsWithoutEnd() throws Exception {
    SyncMessage different = recon("61000001" + "ab".repeat(16));
    FakeGossip liar = peer(2, question -> holdsOne(question, different, give()));
    meet(liar);
    assertEquals(16, questions(SyncMessage.Recon.class));
    assertFalse(sync(liar).inSync());
    assertEquals(List.of(), gossip.penalized); // it might be honest, and still be filling
    for (int i = 0; i < 60; i++) {
      pass(Duration.ofSeconds(5));
    }
    assertTrue(questions(SyncMessage.Hello.class) <= 8, asked.toString()); // rests that grow
  }

  @Test
  void idsThatItCannotSupply() throws Exception {
    SyncMessage ghost = offer(Bytes.of(new byte[32]));
    FakeGossip liar = peer(2, question -> holdsOne(question, ghost, give()));
    meet(liar);
    assertEquals(List.of(), gossip.penalized); // it may have changed meanwhile
    assertEquals(1, sync().behind());
    pass(Duration.ofSeconds(2));
    assertBroken(liar, "offers 1 bundles that it does not give");
  }

  @Test
  void aBundleThatChangedMeanwhileIsNoLie() throws Exception {
    Bytes first = owner.register(network, "blog");
    owner.update(network, "blog");
    Bytes second = owner.bundle(network, "blog");
    FakeGossip honest =
        peer(
            2,
            question ->
                questions(SyncMessage.Hello.class) == 1
                    ? holdsOne(question, offer(Domain.sha256(first)), give())
                    : holdsOne(question, offer(Domain.sha256(second)), give(second)));
    meet(honest);
    pass(Duration.ofSeconds(2));
    assertEquals(second, node.bundle(network, "blog"));
    assertEquals(List.of(), gossip.penalized);
    assertTrue(sync().inSync());
  }

  @Test
  void otherIdsThatAreThereAreTakenAllTheSame() throws Exception {
    Bytes blog = owner.register(network, "blog");
    SyncMessage.Give everything = new SyncMessage.Give(List.of(blog));
    List<Bytes> ids = new ArrayList<>();
    for (int i = 0; i < SyncMessage.MAX_WANTED; i++) {
      ids.add(Domain.sha256(Bytes.of(new byte[] {(byte) i, (byte) (i >> 8)})));
    }
    ids.add(Domain.sha256(blog));
    byte[] offer = new byte[6 + 32 * ids.size()];
    offer[0] = 0x61;
    offer[3] = 2;
    offer[4] = (byte) (0x80 | ids.size() >> 7);
    offer[5] = (byte) (ids.size() & 0x7f);
    for (int i = 0; i < ids.size(); i++) {
      ids.get(i).copyTo(0, offer, 6 + 32 * i, 32);
    }
    FakeGossip forgetful =
        peer(
            2,
            question ->
                question instanceof SyncMessage.Want(List<Bytes> wanted)
                    ? wanted.contains(Domain.sha256(blog)) ? everything : give()
                    : holdsOne(question, new SyncMessage.Recon(Bytes.of(offer)), give()));
    meet(forgetful);
    assertEquals(blog, node.bundle(network, "blog"));
  }

  @Test
  void whatWasNotAskedFor() throws Exception {
    Bytes other = owner.register(network, "other");
    SyncMessage ghost = offer(Bytes.of(new byte[32]));
    FakeGossip liar = peer(2, question -> holdsOne(question, ghost, give(other)));
    meet(liar);
    assertBroken(liar, "not asked for");
    assertNothingHeld();
  }

  @Test
  void anOldBundleForANewOne() throws Exception {
    Bytes old = owner.register(network, "blog");
    owner.update(network, "blog");
    SyncMessage offered = offer(Domain.sha256(owner.bundle(network, "blog")));
    FakeGossip liar = peer(2, question -> holdsOne(question, offered, give(old)));
    meet(liar);
    assertBroken(liar, "not asked for");
    assertNothingHeld();
  }

  @Test
  void anInvalidBundle() throws Exception {
    byte[] forged = owner.register(network, "blog").toArray();
    forged[forged.length - 1] ^= 1;
    Bytes bundle = Bytes.of(forged);
    SyncMessage offered = offer(Domain.sha256(bundle));
    FakeGossip liar = peer(2, question -> holdsOne(question, offered, give(bundle)));
    meet(liar);
    assertBroken(liar, "invalid bundle");
    assertNothingHeld();
  }

  @Test
  void aBundleOfAnotherNetwork() throws Exception {
    Bytes foreign = owner.register(owner.home(), "foreign" + networks);
    SyncMessage offered = offer(Domain.sha256(foreign));
    FakeGossip liar = peer(2, question -> holdsOne(question, offered, give(foreign)));
    meet(liar);
    assertBroken(liar, "invalid bundle");
    assertNothingHeld();
  }

  @Test
  void bytesThatAreNoMessageOrTooMany() throws Exception {
    FakeGossip liar = rawPeer(2, question -> new byte[SyncMessage.MAX_SIZE + 1]);
    meet(liar);
    assertBroken(liar, "sync message");
  }

  @Test
  void aCopyThatDoesNotAscend() throws Exception {
    Bytes blog = owner.register(network, "blog");
    FakeGossip liar = peer(2, question -> copies(question, give(blog), give()));
    meet(liar);
    assertBroken(liar, "does not ascend");
    assertEquals(blog, node.bundle(network, "blog")); // what was valid stays
  }

  @Test
  void aPageThatDoesNotAscend() throws Exception {
    Bytes blog = owner.register(network, "blog");
    Bytes shop = owner.register(network, "shop");
    FakeGossip liar = peer(2, question -> copies(question, give(shop, blog), give()));
    meet(liar);
    assertBroken(liar, "does not ascend");
  }

  @Test
  void aCopyThatDripsMakesRoomForReconciliation() throws Exception {
    Bytes blog = owner.register(network, "blog");
    FakeGossip slow = peer(2, question -> copies(question, give(blog), recon("61")));
    gossip.waited = () -> now.addAndGet(Duration.ofSeconds(31).toNanos());
    meet(slow);
    assertEquals(1, questions(SyncMessage.Snapshot.class));
    assertEquals(1, questions(SyncMessage.Recon.class));
    assertEquals(List.of(), gossip.penalized);
  }

  @Test
  void aPeerThatKeepsSilentForTooLongIsLeft() throws Exception {
    SyncMessage different = recon("61000001" + "ab".repeat(16));
    FakeGossip slow = peer(2, question -> holdsOne(question, different, give()));
    gossip.waited = () -> now.addAndGet(Duration.ofSeconds(29).toNanos());
    meet(slow);
    assertTrue(sync(slow).problem().contains("too slow"), sync(slow).problem());
    assertTrue(questions(SyncMessage.Recon.class) < 6);
    assertEquals(List.of(), gossip.penalized);
  }

  @Test
  void whoIsBusyIsAskedAgainSoon() throws Exception {
    FakeGossip loading = peer(2, question -> new SyncMessage.End(SyncMessage.Code.BUSY));
    meet(loading);
    for (int asks = 2; asks < 9; asks++) {
      pass(Duration.ofSeconds(7));
      assertEquals(asks, questions(SyncMessage.Hello.class));
    }
    assertEquals("", sync(loading).problem());
    assertFalse(sync().inSync());
  }

  @Test
  void whoIsInOtherNetworksOnlyIsNoMember() throws Exception {
    FakeGossip stranger =
        peer(2, question -> new SyncMessage.End(SyncMessage.Code.UNKNOWN_NETWORK));
    stranger.topics.clear();
    meet(stranger);
    assertEquals(1, questions(SyncMessage.Hello.class));
    assertEquals(List.of(), replication.report().peers().getFirst().sync());
    assertEquals(0, sync().members());
  }

  /** Case 28. */
  @Test
  void aStaleCopyIsFilledUpByOthers() throws Exception {
    Bytes blog = owner.register(network, "blog");
    Bytes _ = owner.register(network, "shop");
    FakeGossip stale =
        peer(
            2,
            question ->
                question instanceof SyncMessage.Snapshot(String after) && after.isEmpty()
                    ? give(blog)
                    : holdsOne(question, recon("61"), give()));
    meet(stale);
    assertEquals(List.of("blog"), node.keys(network));
    assertTrue(sync().inSync()); // as far as anybody has said
    FakeGossip honest = new FakeGossip(3);
    Replication _ = replicate(owner, honest);
    meet(honest);
    assertEquals(owner.keys(network), node.keys(network));
    assertEquals(2, sync().agreeing());
  }

  /** Case 31. */
  @Test
  void equalFingerprintsOfDifferentSetsAreRepairedByAnother() throws Exception {
    FakeGossip liar =
        peer(
            2,
            question -> question instanceof SyncMessage.Hello same ? same : unexpected(question));
    Bytes _ = owner.register(network, "blog");
    meet(liar);
    assertTrue(sync(liar).inSync());
    assertNothingHeld();
    FakeGossip honest = new FakeGossip(3);
    Replication _ = replicate(owner, honest);
    meet(honest);
    assertEquals(List.of("blog"), node.keys(network));
  }

  /** Case 29. */
  @Test
  void silenceIsToldOf() throws Exception {
    List<Integer> silent = new ArrayList<>();
    FakeGossip peer =
        rawPeer(
            2,
            question ->
                silent.isEmpty()
                    ? holdsOne(question, recon("61"), give()).encode().toArray()
                    : new byte[0]);
    meet(peer);
    assertTrue(sync().inSync());
    silent.add(1);
    for (int minute = 0; minute < 59; minute++) {
      pass(Duration.ofMinutes(1));
    }
    assertTrue(sync().inSync());
    pass(Duration.ofMinutes(1));
    assertFalse(sync().inSync());
    assertTrue(sync().problem().contains("nothing was heard from any member for 60 minutes"));
    assertEquals(Instant.EPOCH, sync().heard());
    assertEquals(peer.id().toString(), sync().heardFrom());
  }

  @Test
  void whoIsAloneIsNotInSync() throws Exception {
    FakeGossip peer = peer(2, question -> holdsOne(question, recon("61"), give()));
    assertEquals(0, sync().members());
    meet(peer);
    assertEquals(1, sync().members());
    FakeGossip.disconnect(gossip, peer);
    assertFalse(sync().inSync());
    assertEquals(0, sync().members());
    assertEquals(Instant.EPOCH, sync().heard());
  }

  @Test
  void newWitnessesAreToldOf() throws Exception {
    FakeGossip newer =
        peer(
            2,
            question ->
                question instanceof SyncMessage.Hello
                    ? new SyncMessage.Hello(network.id(), 3, 0, NOBODYS)
                    : unexpected(question));
    meet(newer);
    assertTrue(sync().problem().contains("(epoch 3)"), sync().problem());
    assertTrue(sync().problem().contains("install a newer one"), sync().problem());
  }

  @Test
  void gossipIsHeardToo() throws Exception {
    Bytes blog = owner.register(network, "blog");
    now.addAndGet(5);
    PeerId from = new FakeGossip(7).id();
    var _ =
        Objects.requireNonNull(gossip.topics.get(RecordTopic.of(network.id()).name()))
            .handle(blog.toArray(), from);
    assertEquals(from.toString(), sync().heardFrom());
  }

  @Test
  void whatTheOthersSayInTheirSessionsCounts() throws Exception {
    FakeGossip peer = peer(2, question -> holdsOne(question, recon("61"), give()));
    meet(peer);
    SyncMessage.Hello same =
        new SyncMessage.Hello(
            network.id(), 0, 0, replication.report().fingerprint(network).orElseThrow());
    now.addAndGet(Duration.ofSeconds(9).toNanos());
    askNode(peer, same);
    assertEquals(Instant.EPOCH.plusSeconds(9), sync(peer).heard());
    assertTrue(sync(peer).inSync());
    long before = questions(SyncMessage.Hello.class);
    askNode(peer, hello(5));
    assertEquals(before + 1, questions(SyncMessage.Hello.class)); // asked back at once
  }

  private void askNode(FakeGossip from, SyncMessage question) throws Exception {
    RequestHandler server = Objects.requireNonNull(gossip.served.get(PROTOCOL));
    try (SyncStream stream = new SyncStream(FakeGossip.Pipe.open(from.id(), gossip.id(), server))) {
      stream.send(question);
      SyncMessage _ = stream.receive();
    }
  }
}
