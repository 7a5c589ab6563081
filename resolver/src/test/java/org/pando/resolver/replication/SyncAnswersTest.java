package org.pando.resolver.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.gossip.PeerId;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.crypto.Domain;
import org.pando.registry.store.Sharing;
import org.pando.resolver.replication.SyncMessage.Code;

/** What hostile and honest peers are answered. */
class SyncAnswersTest {
  @TempDir private static Path folder;
  private static TestRegistry registry = unset();
  private static SharedNetwork shared = unset();
  private static Bytes blog = unset();

  private final FakeKnown known = new FakeKnown();
  private SyncAnswers answers = unset();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before the tests
  private static <T> T unset() {
    return null;
  }

  /** Knows one network. */
  private static final class FakeKnown implements SyncServer.Known {
    private final List<PeerId> heard = new ArrayList<>();
    private boolean sessions = true;
    private boolean copies = true;

    @Override
    public Optional<SharedNetwork> find(NetworkId network) {
      return Optional.of(shared).filter(known -> known.network().id().equals(network));
    }

    @Override
    public void heard(PeerId peer, Network network) {
      heard.add(peer);
    }

    @Override
    public boolean asks(PeerId peer, SharedNetwork network, SyncMessage.Hello theirs) {
      return sessions;
    }

    @Override
    public boolean mayCopy(PeerId peer, Network network) {
      return copies;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    registry = new TestRegistry(folder.resolve("r"));
    blog = registry.register(registry.home(), "blog");
    Bytes _ = registry.register(registry.home(), "shop");
    NetworkInventory inventory = new NetworkInventory(registry.replica(), registry.home());
    boolean _ = registry.call(inventory::load);
    shared = new SharedNetwork(registry.home(), Sharing.OPEN, new FakeGossip(1), inventory);
  }

  @AfterAll
  static void stop() throws Exception {
    registry.close();
  }

  @BeforeEach
  void meet() {
    answers = new SyncAnswers(registry.replica(), registry, known, new FakeGossip(9).id());
  }

  private SyncMessage.Hello hello() {
    return new SyncMessage.Hello(registry.home().id(), 0, 0, Bytes.of(new byte[16]));
  }

  private void greet() {
    assertEquals(shared.inventory().hello(), answers.answer(hello()));
  }

  private static SyncMessage end(Code code) {
    return new SyncMessage.End(code);
  }

  @Test
  void nothingIsSaidBeforeHello() {
    for (SyncMessage early :
        List.of(
            new SyncMessage.Snapshot(""),
            new SyncMessage.Want(List.of(Domain.sha256(blog))),
            new SyncMessage.Configs(0))) {
      assertEquals(end(Code.UNKNOWN_NETWORK), answers.answer(early));
    }
    assertEquals(List.of(), known.heard);
  }

  @Test
  void whatThePeerSendsIsHeard() {
    greet();
    var _ = answers.answer(new SyncMessage.Snapshot(""));
    assertEquals(2, known.heard.size());
  }

  @Test
  void aSecondHelloEndsTheSession() {
    greet();
    assertEquals(end(Code.UNEXPECTED), answers.answer(hello()));
  }

  @Test
  void whoBeginsSessionsTooOftenIsPutOff() {
    known.sessions = false;
    assertEquals(end(Code.BUSY), answers.answer(hello()));
    assertEquals(end(Code.UNKNOWN_NETWORK), answers.answer(new SyncMessage.Snapshot("")));
  }

  @Test
  void unknownIdsAreGivenNothingFor() {
    greet();
    SyncMessage.Want want =
        new SyncMessage.Want(List.of(Bytes.of(new byte[32]), Domain.sha256(blog)));
    assertEquals(new SyncMessage.Give(List.of(blog)), answers.answer(want));
  }

  @Test
  void idsOfASessionAreCounted() {
    greet();
    Random random = new Random(1);
    byte[] id = new byte[32];
    random.nextBytes(id);
    SyncMessage.Want many =
        new SyncMessage.Want(Collections.nCopies(SyncMessage.MAX_WANTED, Bytes.of(id)));
    for (int asked = many.ids().size(); asked <= SyncAnswers.MAX_IDS; asked += many.ids().size()) {
      assertEquals(new SyncMessage.Give(List.of()), answers.answer(many));
    }
    assertEquals(end(Code.UNEXPECTED), answers.answer(many));
  }

  @Test
  void roundsOfReconciliationAreCounted() {
    greet();
    SyncMessage.Recon question = new SyncMessage.Recon(Bytes.of(new byte[] {0x61, 0, 0, 2, 0}));
    for (int i = 0; i < SyncAnswers.MAX_ROUNDS; i++) {
      assertInstanceOf(SyncMessage.Recon.class, answers.answer(question));
    }
    assertEquals(end(Code.UNEXPECTED), answers.answer(question));
  }

  @Test
  void nonsenseOfReconciliationEndsTheSession() {
    greet();
    assertEquals(
        end(Code.UNEXPECTED),
        answers.answer(new SyncMessage.Recon(Bytes.of(new byte[] {0x61, 5, 0, 0, 1, 0, 0}))));
  }

  @Test
  void aCopyGoesForwardOnce() {
    greet();
    assertEquals(
        2,
        assertInstanceOf(SyncMessage.Give.class, answers.answer(new SyncMessage.Snapshot("")))
            .bundles()
            .size());
    assertEquals(new SyncMessage.Give(List.of()), answers.answer(new SyncMessage.Snapshot("shop")));
    assertEquals(end(Code.UNEXPECTED), answers.answer(new SyncMessage.Snapshot("shop")));
    assertEquals(end(Code.UNEXPECTED), answers.answer(new SyncMessage.Snapshot("")));
  }

  @Test
  void aCopyBeginsAtItsBeginning() {
    greet();
    assertEquals(end(Code.UNEXPECTED), answers.answer(new SyncMessage.Snapshot("blog")));
  }

  @Test
  void whoCopiesTooOftenIsPutOff() {
    greet();
    known.copies = false;
    assertEquals(end(Code.BUSY), answers.answer(new SyncMessage.Snapshot("")));
  }

  @Test
  void thereAreNoLinksInTheFirstEpochAndNoCarryLists() {
    greet();
    assertEquals(new SyncMessage.Links(List.of()), answers.answer(new SyncMessage.Configs(0)));
    assertEquals(
        end(Code.UNEXPECTED), answers.answer(new SyncMessage.Carry(Bytes.of(new byte[32]), 0)));
  }

  @Test
  void answersAreNoQuestions() {
    greet();
    for (SyncMessage answer :
        List.of(new SyncMessage.Give(List.of(blog)), new SyncMessage.Links(List.of()))) {
      assertEquals(end(Code.UNEXPECTED), answers.answer(answer));
    }
  }
}
