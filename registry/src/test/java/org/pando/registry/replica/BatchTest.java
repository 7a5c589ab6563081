package org.pando.registry.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.Published;
import org.pando.registry.RegistryException;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.merge.Pool;
import org.pando.registry.policy.Decision;
import org.pando.registry.policy.Examination;
import org.pando.registry.policy.Validity;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.BundleSummary;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.rule.RecordException;
import org.pando.registry.store.MemoryStore;
import org.pando.registry.store.StoredBundle;
import org.pando.registry.store.StoredChange;

/** Bundles from outside are examined somewhere, and then taken several at a time. */
class BatchTest {
  private static final TestNetwork NET = Pool.NET;

  /** Counts what is stored; fails when it is told to. */
  private static final class Store extends MemoryStore {
    private final List<Integer> puts = new ArrayList<>();
    private boolean full;

    @Override
    public void put(int network, List<StoredChange> changes) {
      if (full) {
        throw new IllegalStateException("full");
      }
      puts.add(changes.size());
      super.put(network, changes);
    }
  }

  private final Store store = new Store();
  private final List<String> told = new ArrayList<>();
  private Replica replica;
  private Network network;

  @BeforeEach
  void found() throws Exception {
    replica = Replica.open(store, SignatureVerifier.PINNED, 1);
    network = replica.add(NET.genesis());
    replica.tell(
        (in, before, after) -> {
          assertEquals(after.zone() == null ? 0 : seq(after), served(after.key()).seq());
          told.add((before == null ? "" : seq(before) + " ") + after.key() + " " + seq(after));
        });
  }

  private static long seq(Bundle bundle) {
    return Objects.requireNonNull(bundle.zone()).seq();
  }

  private Published.Served served(String label) {
    byte[] wire = (" " + label).getBytes(StandardCharsets.US_ASCII);
    wire[0] = (byte) label.length();
    return assertInstanceOf(Published.Served.class, replica.find(network, wire, 0, false));
  }

  private Examination examined(Bytes bundle, String key) throws RegistryException {
    return replica.examine(network, bundle, replica.held(network, List.of(key)).get(key));
  }

  private Examination examined(Bundle bundle) throws RegistryException {
    return examined(bundle.encode(), bundle.key());
  }

  private static Bytes forged(Bundle bundle) {
    byte[] bytes = bundle.encode().toArray();
    bytes[bytes.length - 1] ^= 1; // in the zone's signature
    return Bytes.of(bytes);
  }

  @Test
  void areStoredInOneGoAndToldOfInOrder() throws Exception {
    HumanBundle blog = NET.bundle("blog", 1);
    HumanBundle shop = NET.bundle("shop", 1);
    assertEquals(
        List.of(new Decision.Changed(blog), new Decision.Changed(shop)),
        replica.apply(network, List.of(examined(blog), examined(shop))));
    assertEquals(List.of(2), store.puts);
    assertEquals(List.of("blog 1", "shop 1"), told);
  }

  @Test
  void oneThatIsInvalidKeepsNoOtherOut() throws Exception {
    HumanBundle blog = NET.bundle("blog", 1);
    HumanBundle shop = NET.bundle("shop", 1);
    List<Decision> decisions =
        replica.apply(
            network,
            List.of(
                examined(blog),
                examined(forged(NET.bundle("mail", 1)), "mail"),
                examined(Bytes.of((byte) 1), "junk"),
                examined(shop)));
    assertInstanceOf(Decision.Changed.class, decisions.get(0));
    assertInstanceOf(Decision.Refused.class, decisions.get(1));
    assertInstanceOf(Decision.Refused.class, decisions.get(2));
    assertInstanceOf(Decision.Changed.class, decisions.get(3));
    assertEquals(List.of("blog 1", "shop 1"), told);
    assertEquals(
        List.of("blog", "shop"),
        List.copyOf(replica.known(network, List.of("blog", "mail", "shop"))));
  }

  @Test
  void ofOneNameAreJoinedAndToldOfOnce() throws Exception {
    Decision _ = replica.apply(network, NET.bundle("blog", 1).encode());
    told.clear();
    List<Examination> batch = new ArrayList<>();
    for (int seq : new int[] {3, 2, 4}) {
      batch.add(examined(NET.bundle("blog", seq)));
    }
    List<Decision> decisions = replica.apply(network, batch);
    assertEquals(
        List.of(
            new Decision.Changed(NET.bundle("blog", 3)),
            new Decision.Unchanged(),
            new Decision.Changed(NET.bundle("blog", 4))),
        decisions);
    assertEquals(List.of("1 blog 4"), told);
    assertEquals(4, served("blog").seq());
  }

  @Test
  void thatChangeNothingAreNotStored() throws Exception {
    Decision _ = replica.apply(network, NET.bundle("blog", 2).encode());
    store.puts.clear();
    Examination old = examined(NET.bundle("blog", 1));
    assertEquals(new Examination.Decided(new Decision.Unchanged()), old);
    assertEquals(List.of(new Decision.Unchanged()), replica.apply(network, List.of(old)));
    assertEquals(List.of(), store.puts);
  }

  @Test
  void areNeitherServedNorToldOfWhenTheStoreFails() throws Exception {
    List<Examination> batch =
        List.of(examined(NET.bundle("blog", 1)), examined(NET.bundle("shop", 1)));
    store.full = true;
    assertThrows(IllegalStateException.class, () -> replica.apply(network, batch));
    assertEquals(List.of(), told);
    assertEquals(List.of(), replica.known(network, List.of("blog", "shop")));
    store.full = false;
    assertEquals(2, replica.apply(network, batch).size());
    assertEquals(2, told.size());
  }

  @Test
  void aDamagedEntryIsNobodysFault() throws Exception {
    Decision _ = replica.apply(network, NET.bundle("blog", 1).encode());
    StoredBundle stored = Objects.requireNonNull(store.get(1, "blog"));
    StoredBundle damaged = new StoredBundle("blog", stored.ts(), stored.id(), Bytes.EMPTY);
    Examination examined = replica.examine(network, NET.bundle("blog", 2).encode(), damaged);
    Decision.Refused refused =
        assertInstanceOf(
            Decision.Refused.class,
            assertInstanceOf(Examination.Decided.class, examined).decision());
    assertInstanceOf(Validity.Unknown.class, refused.reason());
    assertTrue(refused.text().contains("the entry of blog is damaged"), refused.text());
  }

  @Test
  void aNetworkThatWasLeftIsNobodysFaultEither() throws Exception {
    replica.remove(network);
    assertEquals(List.of(), replica.known(network, List.of("blog")));
    Examination examined = replica.examine(network, NET.bundle("blog", 1).encode(), null);
    assertTrue(examined.toString().contains("home.alt was left"), examined.toString());
  }

  @Test
  void aNameThatIsNotLoadedYetMayBeKnown() throws Exception {
    Decision _ = replica.apply(network, NET.bundle("blog", 1).encode());
    replica = Replica.open(store, SignatureVerifier.PINNED, 2);
    assertEquals(List.of("blog", "x"), replica.known(network, List.of("blog", "x")));
    assertFalse(replica.load(9));
    assertEquals(List.of("blog"), replica.known(network, List.of("blog", "x")));
  }

  /** What a bundle was compared with when it was examined does not matter (I2, I5). */
  @Test
  @Tag("I2")
  @Tag("I5")
  void inAnyOrderAndExaminedAtAnyTimeGiveTheSameState() throws Exception {
    for (int seed = 0; seed < 8; seed++) {
      Pool pool = new Pool(seed);
      List<Bytes> deliveries = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        deliveries.add(pool.draw().encode());
        deliveries.add(pool.drawKey().encode());
        deliveries.add(pool.damaged(pool.draw(), pool.draw()));
      }
      Replica oneByOne = Replica.open(new MemoryStore(), SignatureVerifier.PINNED, 2);
      Network _ = oneByOne.add(NET.genesis());
      List<Bytes> valid = new ArrayList<>();
      for (Bytes delivery : deliveries) {
        if (!(examinedAlone(delivery) instanceof Examination.Decided)) {
          valid.add(delivery);
          Decision _ = oneByOne.apply(network, delivery);
        }
      }
      Replica inBatches = Replica.open(new MemoryStore(), SignatureVerifier.PINNED, 3);
      Network _ = inBatches.add(NET.genesis());
      deliver(inBatches, valid, new Random(seed));
      assertEquals(states(oneByOne), states(inBatches), "seed " + seed);
    }
  }

  private Examination examinedAlone(Bytes delivery) {
    return replica.examine(network, delivery, null);
  }

  /** All are examined at once by several threads, each against what was held at some moment. */
  private void deliver(Replica to, List<Bytes> deliveries, Random random) throws RegistryException {
    List<Bytes> shuffled = new ArrayList<>(deliveries);
    Collections.shuffle(shuffled, random);
    List<Map<String, StoredBundle>> moments = new ArrayList<>(List.of(Map.of()));
    int from = 0;
    while (from < shuffled.size()) {
      List<Bytes> batch = shuffled.subList(from, Math.min(shuffled.size(), from + 7));
      from += batch.size();
      List<Map<String, StoredBundle>> then =
          batch.stream().map(bundle -> moments.get(random.nextInt(moments.size()))).toList();
      List<Examination> examined =
          IntStream.range(0, batch.size())
              .parallel()
              .mapToObj(i -> to.examine(network, batch.get(i), anyOf(then.get(i), batch.get(i))))
              .toList();
      assertEquals(batch.size(), to.apply(network, examined).size());
      moments.add(new HashMap<>(to.held(network, keys())));
    }
  }

  private static @Nullable StoredBundle anyOf(Map<String, StoredBundle> held, Bytes bundle) {
    try {
      return held.get(BundleSummary.read(bundle).key());
    } catch (RecordException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> keys() {
    return List.of("blog", new Pool(0).drawKey().key());
  }

  private List<Bytes> states(Replica of) throws RegistryException {
    return of.stored(network, "", 99).stream().map(StoredBundle::state).toList();
  }
}
