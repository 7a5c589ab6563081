package org.pando.gossip.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.gossip.GossipException;

class ReconciliationTest {
  private static final int MESSAGE = 60_000;
  private static final HexFormat HEX = HexFormat.of();

  private static Item item(Random random, long newest) {
    byte[] id = new byte[Item.ID];
    random.nextBytes(id);
    return new Item((long) (random.nextDouble() * newest), id);
  }

  private static Inventory inventory(Iterable<Item> items) {
    Inventory inventory = new Inventory();
    items.forEach(inventory::add);
    return inventory;
  }

  private static List<String> sorted(List<byte[]> ids) {
    return ids.stream().map(HEX::formatHex).sorted().toList();
  }

  /** A whole session; both sides' differences as the asking side learns them. */
  private static List<List<String>> reconcile(Inventory ours, Inventory theirs, int message)
      throws GossipException {
    Reconciliation session =
        new Reconciliation(ours, message, new Reconciliation.Budget(1000, 1 << 30, 1 << 20));
    List<byte[]> have = new ArrayList<>();
    List<byte[]> need = new ArrayList<>();
    byte[] next = session.begin();
    while (next.length > 0) {
      assertTrue(next.length <= message, next.length + " bytes");
      byte[] answer = Reconciliation.answer(theirs, message, next);
      assertTrue(answer.length <= message, answer.length + " bytes");
      Reconciliation.Round round = session.onAnswer(answer);
      have.addAll(round.have());
      need.addAll(round.need());
      next = round.next();
    }
    return List.of(sorted(have), sorted(need));
  }

  @ParameterizedTest
  @CsvSource({"0,127,7f", "0,128,8100", "0,65535,83ff7f", "0,65536,848000", "0,0,00"})
  void numbersAreWrittenMostSignificantGroupFirst(int ignored, long number, String hex) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageWriter.varint(out, number + ignored);
    assertEquals(hex, HEX.formatHex(out.toByteArray()));
  }

  @Test
  void fingerprintsAreThoseOfTheSpecification() {
    Inventory inventory = new Inventory();
    String[][] vectors = {
      {
        "eb6b05c2e3b008592ac666594d78ed83e7b9ab30f825b9b08878128f7500008c",
        "6d74e1212fcafc8a81d090f0ffbde8b0"
      },
      {
        "39b916432333e069a4386917609215cc688eb99f06fed01aadc29b1b4b92d6f0",
        "96b26d110825d4b1805fc56988a3e65d"
      },
      {
        "abc81d58ebe3b9a87100d47f58bf15e9b1cbf62d38623f11d0f0d17179f5f3ba",
        "c15ce60f185fd24ae341076caa93daa5"
      }
    };
    for (int i = 0; i < vectors.length; i++) {
      inventory.add(new Item(i, HEX.parseHex(vectors[i][0])));
      assertEquals(vectors[i][1], HEX.formatHex(inventory.fingerprint()));
    }
    inventory.remove(new Item(2, HEX.parseHex(vectors[2][0])));
    assertEquals(vectors[1][1], HEX.formatHex(inventory.fingerprint()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void bothSidesDifferencesAreFoundExactly(long seed) throws Exception {
    Random random = new Random(seed);
    TreeSet<Item> ours = new TreeSet<>();
    TreeSet<Item> theirs = new TreeSet<>();
    int size = random.nextInt(3000);
    for (int i = 0; i < size; i++) {
      Item item = item(random, seed % 2 == 0 ? 50 : 1_000_000);
      double where = random.nextDouble();
      if (where > 0.02) {
        ours.add(item);
      }
      if (where < 0.98) {
        theirs.add(item);
      }
    }
    List<byte[]> have = new ArrayList<>();
    List<byte[]> need = new ArrayList<>();
    ours.stream().filter(item -> !theirs.contains(item)).forEach(item -> have.add(item.id()));
    theirs.stream().filter(item -> !ours.contains(item)).forEach(item -> need.add(item.id()));
    for (int message : new int[] {4096, MESSAGE}) {
      assertEquals(
          List.of(sorted(have), sorted(need)),
          reconcile(inventory(ours), inventory(theirs), message),
          "seed " + seed);
    }
  }

  @Test
  void anEmptySideLearnsEverything() throws Exception {
    Random random = new Random(9);
    TreeSet<Item> all = new TreeSet<>();
    while (all.size() < 5000) {
      all.add(item(random, 1_000_000));
    }
    List<String> ids = sorted(all.stream().map(Item::id).toList());
    assertEquals(List.of(List.of(), ids), reconcile(new Inventory(), inventory(all), MESSAGE));
    assertEquals(List.of(ids, List.of()), reconcile(inventory(all), new Inventory(), MESSAGE));
  }

  @Test
  void equalSetsAgreeInOneRound() throws Exception {
    Random random = new Random(10);
    TreeSet<Item> all = new TreeSet<>();
    while (all.size() < 1000) {
      all.add(item(random, 100));
    }
    Reconciliation session =
        new Reconciliation(inventory(all), MESSAGE, Reconciliation.Budget.DEFAULT);
    byte[] answer = Reconciliation.answer(inventory(all), MESSAGE, session.begin());
    assertArrayEquals(new byte[] {0x61}, answer);
    assertTrue(session.onAnswer(answer).isLast());
  }

  /** The registry's own targets: few bytes and rounds for recent differences among many. */
  @Test
  void recentDifferencesAmongManyCostLittle() throws Exception {
    Random random = new Random(11);
    Inventory ours = new Inventory();
    Inventory theirs = new Inventory();
    for (int i = 0; i < 100_000; i++) {
      Item item = item(random, 1_000_000);
      ours.add(item);
      theirs.add(item);
    }
    for (int i = 0; i < 1000; i++) {
      byte[] id = new byte[Item.ID];
      random.nextBytes(id);
      theirs.add(new Item(1_000_000 + i, id));
    }
    Reconciliation session = new Reconciliation(ours, MESSAGE, Reconciliation.Budget.DEFAULT);
    int bytes = 0;
    int rounds = 0;
    int need = 0;
    byte[] next = session.begin();
    while (next.length > 0) {
      byte[] answer = Reconciliation.answer(theirs, MESSAGE, next);
      bytes += next.length + answer.length;
      rounds++;
      Reconciliation.Round round = session.onAnswer(answer);
      need += round.need().size();
      next = round.next();
    }
    assertEquals(1000, need);
    assertTrue(rounds <= 4, rounds + " rounds");
    assertTrue(bytes <= 65_536, bytes + " bytes");
  }

  @Test
  void anInventoryIsWhatASortedSetIs() {
    Random random = new Random(12);
    TreeSet<Item> model = new TreeSet<>();
    Inventory inventory = new Inventory();
    List<Item> all = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (all.isEmpty() || random.nextInt(3) > 0) {
        Item item = item(random, 1000);
        all.add(item);
        model.add(item);
        inventory.add(item);
      } else {
        Item item = all.get(random.nextInt(all.size()));
        model.remove(item);
        inventory.remove(item);
        inventory.remove(item);
      }
      if (i % 500 == 0) {
        assertEquals(model.size(), inventory.size());
        assertArrayEquals(inventory(model).fingerprint(), inventory.fingerprint());
      }
    }
    List<Item> ordered = List.copyOf(model);
    for (int i = 0; i < ordered.size(); i += 97) {
      assertEquals(ordered.get(i), inventory.get(i));
      assertEquals(i, inventory.indexOf(Bound.before(ordered.get(i))));
    }
    assertEquals(ordered.size(), inventory.indexOf(Bound.END));
  }

  @Test
  void aPeerThatNeverAgreesIsGivenUp() throws Exception {
    Random random = new Random(13);
    Inventory ours = new Inventory();
    for (int i = 0; i < 10_000; i++) {
      ours.add(item(random, 1_000_000));
    }
    Reconciliation session = new Reconciliation(ours, MESSAGE, Reconciliation.Budget.DEFAULT);
    byte[] lie = new MessageWriterOfOneRange().bytes();
    GossipException e =
        assertThrows(
            GossipException.class,
            () -> {
              for (int i = 0; i < 100; i++) {
                assertFalse(session.onAnswer(lie).isLast());
              }
            });
    assertEquals(GossipException.Kind.LIMIT, e.kind());
  }

  /** A fingerprint of everything that nobody has. */
  private static final class MessageWriterOfOneRange {
    byte[] bytes() {
      MessageWriter out = new MessageWriter();
      out.fingerprint(Bound.END, new byte[IdSum.FINGERPRINT]);
      return out.bytes();
    }
  }

  @Test
  void aPeerThatClaimsTooManyEntriesIsGivenUp() {
    Reconciliation session =
        new Reconciliation(new Inventory(), MESSAGE, new Reconciliation.Budget(16, 1 << 20, 10));
    MessageWriter out = new MessageWriter();
    byte[] ids = new byte[11 * Item.ID];
    for (int i = 0; i < 11; i++) {
      ids[i * Item.ID] = (byte) i;
    }
    out.ids(Bound.END, ids);
    GossipException e = assertThrows(GossipException.class, () -> session.onAnswer(out.bytes()));
    assertEquals(GossipException.Kind.LIMIT, e.kind());
  }

  @Test
  void aPeerThatHasLittleOffersLittle() throws Exception {
    Random random = new Random(17);
    Inventory ours = new Inventory();
    for (int i = 0; i < 100; i++) {
      ours.add(item(random, 1_000_000));
    }
    Reconciliation session =
        new Reconciliation(ours, MESSAGE, new Reconciliation.Budget(16, 1 << 20, 10));
    byte[] _ = session.begin();
    MessageWriter nothing = new MessageWriter();
    nothing.ids(Bound.END, new byte[0]);
    Reconciliation.Round round = session.onAnswer(nothing.bytes());
    assertTrue(round.isLast());
    assertEquals(List.of(), round.need());
    assertEquals(10, round.have().size()); // so many are told
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "41", // no version of the protocol
        "610000", // ends in the middle
        "6100210000", // an id of 33 bytes
        "61000003", // an unknown kind of range
        "61000002ffffffff7f", // more ids than bytes
        "61000001aabb", // half a fingerprint
        "6100000000000000", // behind infinity
        "610500000100000000", // does not ascend
        "61ffffffffffffffffffff00" // a number of 70 bits
      })
  void whatIsNoMessageIsRefused(String hex) {
    for (boolean asking : new boolean[] {true, false}) {
      assertThrows(
          GossipException.class,
          () -> {
            if (asking) {
              var _ =
                  new Reconciliation(new Inventory(), MESSAGE, Reconciliation.Budget.DEFAULT)
                      .onAnswer(HEX.parseHex(hex));
            } else {
              var _ = Reconciliation.answer(new Inventory(), MESSAGE, HEX.parseHex(hex));
            }
          },
          hex);
    }
  }

  @Test
  void anotherVersionIsAnsweredWithOurs() throws Exception {
    assertArrayEquals(
        new byte[] {0x61}, Reconciliation.answer(new Inventory(), MESSAGE, new byte[] {0x62, 1}));
  }
}
