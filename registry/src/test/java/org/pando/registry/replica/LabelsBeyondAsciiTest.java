package org.pando.registry.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.store.MemoryStore;
import org.pando.registry.store.StoredBundle;
import org.pando.registry.store.StoredChange;

class LabelsBeyondAsciiTest {
  private final MemoryStore store = new MemoryStore();
  private int network;

  private void put(String key) {
    store.put(
        network,
        List.of(
            new StoredChange(new StoredBundle(key, 0, Bytes.EMPTY, Bytes.EMPTY), List.of(), 0)));
  }

  @Test
  void areReadPageByPageAndThenKept() throws Exception {
    network =
        store.addNetwork(
            new NetworkId(Bytes.of(new byte[NetworkId.LENGTH])), Bytes.EMPTY, List.of());
    for (int i = 0; i < 1001; i++) {
      put("xn--a" + i);
    }
    for (String other : List.of("a", "xn", "xn0", "xna--b", "z")) {
      put(other);
    }
    LabelsBeyondAscii labels = new LabelsBeyondAscii();
    labels.add("xn--early");
    Set<String> all = labels.all(store, network);
    assertEquals(1001, all.size());
    assertTrue(all.stream().allMatch(label -> label.startsWith("xn--a")));
    labels.add("xn--late");
    labels.add("late");
    assertEquals(1002, all.size());
    assertTrue(all.contains("xn--late"));
    assertFalse(all.contains("late"));
  }
}
