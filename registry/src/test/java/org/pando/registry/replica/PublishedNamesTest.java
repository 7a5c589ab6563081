package org.pando.registry.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.Published;

class PublishedNamesTest {
  private final AtomicLong changes = new AtomicLong();
  private final PublishedNames names = new PublishedNames(0x1234_5678_9abc_def0L, changes);

  private static final List<NameState> STATES = List.of(NameState.values());

  private static Published.Served served(int number) {
    byte[] body = new byte[number % 50];
    new Random(number).nextBytes(body);
    return new Published.Served(STATES.get(number % 3), number * 0x1_0000_0001L, Bytes.of(body));
  }

  /** The label in wire form, somewhere inside a longer array. */
  private static Published find(PublishedNames names, String label, boolean keyName) {
    byte[] wire = new byte[label.length() + 9];
    wire[3] = (byte) label.length();
    System.arraycopy(label.getBytes(StandardCharsets.US_ASCII), 0, wire, 4, label.length());
    return names.find(wire, 3, keyName);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 0x1234_5678_9abc_def0L})
  void givesWhatWasLastPublished(long seed) {
    PublishedNames many = new PublishedNames(seed, changes);
    Map<String, Published.Served> expected = new HashMap<>();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String label = "x".repeat(random.nextInt(40)) + random.nextInt(5_000);
      Published.Served name = served(random.nextInt(1000));
      many.publish(label, name);
      expected.put(label, name);
    }
    many.complete();
    expected.forEach((label, name) -> assertEquals(name, find(many, label, false), label));
    assertEquals(expected.size(), many.size());
    for (int i = 0; i < 1_000; i++) {
      assertInstanceOf(Published.Unknown.class, find(many, "y" + i, false));
    }
  }

  @Test
  void theLargestZoneAndSequenceNumberFit() {
    Published.Served name =
        new Published.Served(NameState.ACTIVE, (1L << 48) - 1, Bytes.of(new byte[2048]));
    names.publish("a".repeat(63), name);
    assertEquals(name, find(names, "a".repeat(63), false));
  }

  @Test
  void humanAndKeyNamesOfOneLabelAreTwoNames() {
    names.complete();
    names.publish("abc.key", served(1));
    assertInstanceOf(Published.Unknown.class, find(names, "abc", false));
    assertEquals(served(1), find(names, "abc", true));
    names.publish("abc", served(2));
    assertEquals(served(2), find(names, "abc", false));
    assertEquals(served(1), find(names, "abc", true));
    assertEquals(2, names.size());
  }

  @Test
  void aNameThatIsNotThereIsDeniedOnlyWhenAllAreLoaded() {
    names.publish("blog", served(1));
    assertInstanceOf(Published.NotLoaded.class, find(names, "shop", false));
    assertEquals(served(1), find(names, "blog", false));
    assertFalse(names.isWhole());
    names.complete();
    assertInstanceOf(Published.Unknown.class, find(names, "shop", false));
    assertTrue(names.isWhole());
  }

  @Test
  void aWithdrawnNameIsDamagedUntilItIsPublishedAgain() {
    names.publish("blog", served(1));
    assertTrue(names.withdraw("blog"));
    assertFalse(names.withdraw("blog"));
    assertTrue(names.withdraw("shop"));
    assertInstanceOf(Published.Damaged.class, find(names, "blog", false));
    assertEquals(2, names.damaged());
    assertEquals(2, names.size());
    names.publish("blog", served(2));
    assertEquals(served(2), find(names, "blog", false));
    assertEquals(1, names.damaged());
  }

  /** Readers on other threads miss nothing that was published before they asked, nor see halves. */
  @Test
  void readersNeedNoLock() throws Exception {
    int count = 20_000;
    AtomicInteger published = new AtomicInteger();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    names.complete();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  Random random = new Random(7);
                  int upTo = 0;
                  while (upTo < count && wrong.isEmpty()) {
                    upTo = published.get();
                    int i = upTo == 0 ? 0 : random.nextInt(upTo);
                    Published found = find(names, "name" + i, false);
                    if (upTo > 0 && !(found.equals(served(i)) || found.equals(served(i + 1)))) {
                      wrong.add(i + " of " + upTo + ": " + found);
                    }
                  }
                });
    for (int i = 0; i < count; i++) {
      names.publish("name" + i, served(i));
      published.set(i + 1);
      names.publish("name" + i / 2, served(i / 2 + 1));
    }
    reader.join();
    assertEquals(List.of(), List.copyOf(wrong));
  }

  @Test
  void everyChangeCounts() {
    Set<Long> seen = new HashSet<>(Set.of(changes.get()));
    names.publish("blog", served(1));
    assertTrue(seen.add(changes.get()));
    names.publish("blog", served(2));
    assertTrue(seen.add(changes.get()));
    names.withdraw("blog");
    assertTrue(seen.add(changes.get()));
    names.complete();
    assertTrue(seen.add(changes.get()));
  }
}
