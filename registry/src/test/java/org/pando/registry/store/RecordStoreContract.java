package org.pando.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

/** What every {@link RecordStore} does. */
abstract class RecordStoreContract {
  static final Bytes GENESIS = Bytes.of(new byte[] {1, 2, 3});

  RecordStore store = new MemoryStore();

  abstract RecordStore open() throws RegistryException;

  @BeforeEach
  void openStore() throws RegistryException {
    store = open();
  }

  @AfterEach
  void closeStore() throws RegistryException {
    store.close();
  }

  static NetworkId id(int n) {
    byte[] octets = new byte[NetworkId.LENGTH];
    octets[0] = (byte) n;
    return new NetworkId(Bytes.of(octets));
  }

  static StoredBundle bundle(String key, long ts, int id) {
    return new StoredBundle(
        key,
        ts,
        id(id).bytes(),
        Bytes.of(key.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  static List<StoredBundle> byKey(RecordStore store, int network) throws RegistryException {
    return store.page(network, "", Integer.MAX_VALUE);
  }

  static List<StoredBundle> byTime(RecordStore store, int network) throws RegistryException {
    List<StoredBundle> found = new ArrayList<>();
    store.forEachByTime(network, found::add);
    return found;
  }

  @Test
  void howANetworkIsSharedIsKeptUntilItIsSharedOtherwise() throws RegistryException {
    int first = store.addNetwork(id(9), GENESIS, List.of());
    int second = store.addNetwork(id(3), GENESIS, List.of());
    Sharing closed = new Sharing(id(7).bytes(), List.of("/ip4/192.0.2.1/tcp/1/p2p/x", "/dns/b"));
    store.share(second, Sharing.OPEN);
    store.share(second, closed);
    assertNull(store.networks().getFirst().sharing());
    assertEquals(closed, store.networks().getLast().sharing());
    store.share(first, Sharing.OPEN);
    assertEquals(Sharing.OPEN, store.networks().getFirst().sharing());
  }

  @Test
  void aStateIsFoundByItsIdInItsNetworkAlone() throws RegistryException {
    int first = store.addNetwork(id(9), GENESIS, List.of());
    int second = store.addNetwork(id(3), GENESIS, List.of());
    store.put(first, List.of(new StoredChange(bundle("a", 1, 1), List.of(), 0)));
    store.put(first, List.of(new StoredChange(bundle("a", 2, 2), List.of(), 0)));
    assertEquals(bundle("a", 2, 2), store.byId(first, id(2).bytes()));
    assertNull(store.byId(first, id(1).bytes()));
    assertNull(store.byId(second, id(2).bytes()));
  }

  @Test
  void aNetworkGoesWithAllThatWasKeptOfIt() throws RegistryException {
    int gone = store.addNetwork(id(9), GENESIS, List.of());
    int stays = store.addNetwork(id(3), GENESIS, List.of());
    for (int network : new int[] {gone, stays}) {
      store.put(
          network,
          List.of(new StoredChange(bundle("a", 1, 1), List.of(new StoredItem(1, Bytes.EMPTY)), 0)));
      store.putClaim(network, new StoredClaim("b", 1, 0, Bytes.EMPTY));
      store.share(network, Sharing.OPEN);
    }
    store.removeNetwork(gone);
    assertEquals(List.of(stays), store.networks().stream().map(StoredNetwork::number).toList());
    assertEquals(List.of(), byKey(store, gone));
    assertEquals(List.of(), store.history(gone, "a"));
    assertEquals(List.of(), store.claims(gone));
    assertEquals(1, byTime(store, stays).size());
    assertEquals(1, store.history(stays, "a").size());
    assertEquals(1, store.claims(stays).size());
    int again = store.addNetwork(id(9), GENESIS, List.of());
    assertNull(store.networks().getLast().sharing());
    assertEquals(List.of(), byKey(store, again));
  }

  @Test
  void isEmptyAtFirst() throws RegistryException {
    assertEquals(List.of(), store.networks());
    assertEquals(List.of(), byKey(store, 1));
    assertEquals(List.of(), byTime(store, 1));
    assertNull(store.get(1, "blog"));
  }

  @Test
  void keepsNetworksInTheOrderTheyCame() throws RegistryException {
    List<StoredConfig> configs =
        List.of(
            new StoredConfig(1, Bytes.of((byte) 11), Bytes.EMPTY),
            new StoredConfig(2, Bytes.of((byte) 22), Bytes.of((byte) 33)));
    int first = store.addNetwork(id(9), GENESIS, List.of());
    int second = store.addNetwork(id(3), Bytes.EMPTY, configs);
    assertEquals(
        List.of(
            new StoredNetwork(first, id(9), GENESIS, List.of(), null),
            new StoredNetwork(second, id(3), Bytes.EMPTY, configs, null)),
        store.networks());
  }

  @Test
  void refusesANetworkTwiceAndChangesNothing() throws RegistryException {
    store.addNetwork(id(1), GENESIS, List.of());
    List<StoredNetwork> before = store.networks();
    List<StoredConfig> configs = List.of(new StoredConfig(1, GENESIS, GENESIS));
    RegistryException e =
        assertThrows(RegistryException.class, () -> store.addNetwork(id(1), Bytes.EMPTY, configs));
    assertEquals(Kind.STORE, e.kind());
    assertEquals(before, store.networks());
  }

  @Test
  void aLaterStateReplacesTheEarlier() throws RegistryException {
    store.put(1, List.of(new StoredChange(bundle("blog", 10, 1), List.of(), 0)));
    store.put(1, List.of(new StoredChange(bundle("blog", 5, 2), List.of(), 0)));
    assertEquals(bundle("blog", 5, 2), store.get(1, "blog"));
    assertEquals(List.of(bundle("blog", 5, 2)), byKey(store, 1));
    assertEquals(List.of(bundle("blog", 5, 2)), byTime(store, 1));
  }

  @Test
  void keepsNetworksApart() throws RegistryException {
    store.put(1, List.of(new StoredChange(bundle("blog", 1, 1), List.of(), 0)));
    store.put(2, List.of(new StoredChange(bundle("blog", 2, 2), List.of(), 0)));
    assertEquals(bundle("blog", 1, 1), store.get(1, "blog"));
    assertEquals(List.of(bundle("blog", 2, 2)), byTime(store, 2));
    assertNull(store.get(3, "blog"));
  }

  @Test
  void keepsTheNewestOfWhatWasSuperseded() throws RegistryException {
    for (int g = 0; g < RecordStore.HISTORY + 3; g++) {
      store.put(1, List.of(new StoredChange(bundle("blog", g, g), List.of(item(g)), g)));
    }
    store.put(1, List.of(new StoredChange(bundle("shop", 1, 1), List.of(item(7), item(9)), 9)));
    List<StoredItem> expected = new ArrayList<>();
    for (int g = RecordStore.HISTORY + 2; g >= 3; g--) {
      expected.add(item(g));
    }
    assertEquals(expected, store.history(1, "blog"));
    assertEquals(List.of(item(9), item(7)), store.history(1, "shop"));
    assertEquals(List.of(), store.history(2, "blog"));
  }

  private static StoredItem item(int g) {
    return new StoredItem(g, Bytes.of((byte) g));
  }

  @Test
  void keepsAnUnfinishedOperationUntilItIsDecided() throws RegistryException {
    StoredClaim first = new StoredClaim("blog", 3, 0, Bytes.of((byte) 1));
    StoredClaim next = new StoredClaim("blog", 4, 1, Bytes.of((byte) 2));
    StoredClaim other = new StoredClaim("art", 0, 0, Bytes.EMPTY);
    for (StoredClaim claim : List.of(first, next, other)) {
      store.putClaim(1, claim);
    }
    assertEquals(List.of(other, next), store.claims(1));
    assertEquals(List.of(), store.claims(2));
    store.put(1, List.of(new StoredChange(bundle("blog", 1, 1), List.of(), 3)));
    assertEquals(List.of(other, next), store.claims(1));
    store.put(1, List.of(new StoredChange(bundle("blog", 2, 2), List.of(), 4)));
    assertEquals(List.of(other), store.claims(1));
    store.forgetClaim(1, "art");
    store.forgetClaim(1, "art");
    assertEquals(List.of(), store.claims(1));
  }

  @Test
  void putsSeveralNamesInOneGo() throws RegistryException {
    store.putClaim(1, new StoredClaim("a", 2, 0, Bytes.EMPTY));
    StoredItem item = new StoredItem(1, Bytes.of((byte) 1));
    store.put(
        1,
        List.of(
            new StoredChange(bundle("b", 1, 1), List.of(), 0),
            new StoredChange(bundle("a", 2, 2), List.of(item), 2)));
    assertEquals(List.of(bundle("a", 2, 2), bundle("b", 1, 1)), byKey(store, 1));
    assertEquals(List.of(item), store.history(1, "a"));
    assertEquals(List.of(), store.history(1, "b"));
    assertEquals(List.of(), store.claims(1));
  }

  /** Ids compare as unsigned octets, keys by their ASCII codes. */
  @Test
  void iteratesInOrder() throws RegistryException {
    StoredBundle late = bundle("a", 1L << 39, 0);
    StoredBundle high = bundle("b", 7, 0x80);
    StoredBundle low = bundle("b-", 7, 0x7f);
    StoredBundle early = bundle("b0", 0, 0xff);
    for (StoredBundle bundle : List.of(high, early, late, low)) {
      store.put(1, List.of(new StoredChange(bundle, List.of(), 0)));
    }
    assertEquals(List.of(late, high, low, early), byKey(store, 1));
    assertEquals(List.of(early, low, high, late), byTime(store, 1));
  }

  @Test
  void givesNamesPageByPage() throws RegistryException {
    List<StoredBundle> all =
        List.of(bundle("a", 3, 1), bundle("b", 2, 2), bundle("b0", 1, 3), bundle("c", 4, 4));
    for (StoredBundle bundle : all) {
      store.put(1, List.of(new StoredChange(bundle, List.of(), 0)));
    }
    store.put(2, List.of(new StoredChange(bundle("bb", 1, 5), List.of(), 0)));
    assertEquals(all.subList(0, 2), store.page(1, "", 2));
    assertEquals(all.subList(2, 4), store.page(1, "b", 2));
    assertEquals(all.subList(2, 4), store.page(1, "b-gone", 9));
    assertEquals(List.of(), store.page(1, "c", 2));
    assertEquals(List.of(), store.page(3, "", 2));
  }

  @Test
  void aVisitorsFailureEndsTheIterationAndTheStoreGoesOn() throws RegistryException {
    store.put(1, List.of(new StoredChange(bundle("a", 1, 1), List.of(), 0)));
    store.put(1, List.of(new StoredChange(bundle("b", 2, 2), List.of(), 0)));
    RegistryException stop = new RegistryException(Kind.INVALID, "stop");
    List<String> seen = new ArrayList<>();
    RegistryException thrown =
        assertThrows(
            RegistryException.class,
            () ->
                store.forEachByTime(
                    1,
                    bundle -> {
                      seen.add(bundle.key());
                      throw stop;
                    }));
    assertSame(stop, thrown);
    assertEquals(List.of("a"), seen);
    store.put(1, List.of(new StoredChange(bundle("c", 3, 3), List.of(), 0)));
    assertEquals(3, byKey(store, 1).size());
  }

  @Test
  void isOfNoUseOnceClosed() throws RegistryException {
    store.close();
    store.close();
    assertThrows(IllegalStateException.class, () -> store.get(1, "blog"));
  }
}
