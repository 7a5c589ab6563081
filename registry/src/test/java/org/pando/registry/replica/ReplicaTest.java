package org.pando.registry.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.Network;
import org.pando.registry.Published;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.policy.Decision;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.store.MemoryStore;
import org.pando.registry.store.StoredBundle;
import org.pando.registry.store.StoredChange;

class ReplicaTest {
  private static final TestNetwork HOME = TestNetwork.home();
  private static final SignatureVerifier VERIFIER = SignatureVerifier.PINNED;

  private final MemoryStore store = new MemoryStore();
  private Replica replica;
  private Network home;

  @BeforeEach
  void found() throws Exception {
    replica = Replica.open(store, VERIFIER, 1);
    home = replica.add(HOME.genesis());
  }

  /** As after a restart: nothing is loaded. */
  private void reopen() throws RegistryException {
    replica = Replica.open(store, VERIFIER, 2);
    assertEquals(List.of(home), replica.networks());
  }

  private void apply(Bundle bundle) throws RegistryException {
    assertInstanceOf(Decision.Changed.class, replica.apply(home, bundle.encode()));
  }

  /** Puts names into the store that need no signatures, since loading does not look at them. */
  private void fill(int count) {
    Bundle like = HOME.bundle("n00000", 1);
    String hex = like.encode().toHex();
    String name = hexOf("n00000");
    for (int i = 0; i < count; i++) {
      String key = "n%05d".formatted(i);
      Bytes state = Bytes.fromHex(hex.replace(name, hexOf(key)));
      store.put(
          1,
          List.of(
              new StoredChange(
                  new StoredBundle(key, 1, Domain.sha256(state), state), List.of(), 0)));
    }
  }

  private static String hexOf(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.US_ASCII)).toHex();
  }

  private Published find(String label) {
    byte[] wire = new byte[1 + label.length()];
    wire[0] = (byte) label.length();
    System.arraycopy(label.getBytes(StandardCharsets.US_ASCII), 0, wire, 1, label.length());
    return replica.find(home, wire, 0, false);
  }

  private void damage(String key) {
    StoredBundle stored = Objects.requireNonNull(store.get(1, key));
    byte[] state = stored.state().toArray();
    state[state.length - 1] ^= 1; // in a signature: the form stays right
    store.put(
        1,
        List.of(
            new StoredChange(
                new StoredBundle(key, stored.ts(), stored.id(), Bytes.of(state)), List.of(), 0)));
  }

  @Test
  void aNewNetworkIsWhole() throws Exception {
    assertInstanceOf(Published.Unknown.class, find("blog"));
    assertFalse(replica.load(1));
    apply(HOME.bundle("blog", 1));
    assertInstanceOf(Published.Served.class, find("blog"));
  }

  @Test
  void loadsStepByStepAndDeniesNothingBefore() throws Exception {
    fill(1200);
    reopen();
    assertInstanceOf(Published.NotLoaded.class, find("n00000"));
    assertEquals(new Replica.Extent(0, false, 0, List.of()), replica.extent(home));
    assertTrue(replica.load(500));
    assertInstanceOf(Published.Served.class, find("n00499"));
    assertInstanceOf(Published.NotLoaded.class, find("n00500"));
    assertInstanceOf(Published.NotLoaded.class, find("a"));
    assertTrue(replica.load(1));
    assertFalse(replica.load(500));
    assertInstanceOf(Published.Served.class, find("n01199"));
    assertInstanceOf(Published.Unknown.class, find("a"));
    assertEquals(new Replica.Extent(1200, true, 0, List.of()), replica.extent(home));
    assertFalse(replica.load(500));
  }

  @Test
  void theLastPageMayBeFull() throws Exception {
    fill(1000);
    reopen();
    assertFalse(replica.load(Integer.MAX_VALUE));
    assertEquals(1000, replica.extent(home).names());
  }

  @Test
  void aNameIsReadBeforeItsTurnAndServedFromThenOn() throws Exception {
    fill(600);
    reopen();
    Published read = replica.find(home, "n00599");
    assertEquals(find("n00599"), read);
    assertInstanceOf(Published.Unknown.class, replica.find(home, "nobody"));
    assertInstanceOf(Published.NotLoaded.class, find("nobody"));
  }

  @Test
  void aChangeBetweenTheStepsStays() throws Exception {
    apply(HOME.bundle("zoo", 1));
    fill(600);
    reopen();
    apply(HOME.bundle("zoo", 2));
    apply(HOME.bundle("air", 2));
    while (replica.load(500)) {}
    assertEquals(2, ((Published.Served) find("zoo")).seq());
    assertEquals(2, ((Published.Served) find("air")).seq());
  }

  @Test
  void everyNetworkIsLoaded() throws Exception {
    TestNetwork other = TestNetwork.of(1, "other.alt", 0);
    Network second = replica.add(other.genesis());
    replica.apply(second, other.bundle("shop", 1).encode());
    fill(501);
    reopenBoth();
    while (replica.load(1)) {}
    assertEquals(501, replica.extent(home).names());
    assertEquals(1, replica.extent(second).names());
    assertTrue(replica.extent(second).whole());
  }

  private void reopenBoth() throws RegistryException {
    replica = Replica.open(store, VERIFIER, 3);
    assertEquals(2, replica.networks().size());
  }

  @Test
  void tombstonesAndKeyNamesAreLoadedToo() throws Exception {
    KeyBundle key = HOME.keyBundle(TestKeys.OWNER2, 4);
    apply(key);
    apply(HOME.bundle("blog", 1));
    replica.apply(
        home,
        new HumanBundle(
                "blog",
                HOME.certify(HOME.release(HOME.claim("blog"), TestKeys.OWNER)),
                null,
                null,
                null)
            .encode());
    reopen();
    assertFalse(replica.load(9));
    assertEquals(NameState.VACANT, ((Published.Served) find("blog")).state());
    String label = key.publicKey().text();
    byte[] wire = ("4" + label).getBytes(StandardCharsets.US_ASCII);
    assertInstanceOf(Published.Served.class, replica.find(home, wire, 0, true));
    assertInstanceOf(Published.Unknown.class, replica.find(home, wire, 0, false));
  }

  @Test
  void aDamagedEntryIsNotServedAndCounted() throws Exception {
    apply(HOME.bundle("blog", 1));
    apply(HOME.bundle("shop", 1));
    damage("blog");
    reopen();
    assertInstanceOf(Published.Damaged.class, replica.find(home, "blog"));
    assertFalse(replica.load(9));
    assertInstanceOf(Published.Damaged.class, find("blog"));
    assertInstanceOf(Published.Served.class, find("shop"));
    assertEquals(new Replica.Extent(2, true, 1, List.of("blog")), replica.extent(home));
    RegistryException e = assertThrows(RegistryException.class, () -> replica.get(home, "blog"));
    assertEquals(Kind.STORE, e.kind());
    assertEquals(
        "registry.db: the entry of blog is damaged (bundle: its bytes are not those that were"
            + " stored (V1)); restore a backup, and look whether the disk is failing",
        e.getMessage());
  }

  @Test
  void anEntryUnderAnotherKeyIsDamage() throws Exception {
    apply(HOME.bundle("blog", 1));
    StoredBundle blog = Objects.requireNonNull(store.get(1, "blog"));
    store.put(
        1,
        List.of(
            new StoredChange(
                new StoredBundle("shop", blog.ts(), blog.id(), blog.state()), List.of(), 0)));
    reopen();
    assertFalse(replica.load(9));
    assertInstanceOf(Published.Damaged.class, find("shop"));
    assertInstanceOf(Published.Served.class, find("blog"));
  }

  @Test
  void toldOfAreTenDamagedNames() throws Exception {
    fill(30);
    for (int i = 0; i < 30; i++) {
      damage("n%05d".formatted(i));
    }
    reopen();
    assertFalse(replica.load(99));
    assertEquals(30, replica.extent(home).damaged());
    assertEquals(10, replica.extent(home).examples().size());
  }

  @Test
  void listsPageByPageAndOfADamagedEntryItsKey() throws Exception {
    fill(3);
    damage("n00001");
    List<Replica.Entry> page = replica.page(home, "", 2);
    assertEquals(List.of("n00000", "n00001"), page.stream().map(Replica.Entry::key).toList());
    assertNotNull(page.getFirst().summary());
    assertNull(page.getLast().summary());
    assertEquals(
        List.of("n00002"),
        replica.page(home, "n00001", 2).stream().map(Replica.Entry::key).toList());
  }
}
