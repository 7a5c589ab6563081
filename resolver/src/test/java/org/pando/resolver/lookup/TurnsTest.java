package org.pando.resolver.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final ClientNetwork ANNA = client(1);
  private static final ClientNetwork BERT = client(2);

  private static ClientNetwork client(int number) {
    return ClientNetwork.of(InetAddress.ofLiteral("192.0.2." + number));
  }

  private final Turns<String> turns = new Turns<>(8);

  @Test
  void aClientRunsAtMostAQuarterAndTheOthersTheirs() {
    assertTrue(turns.begin(ANNA, "a1"));
    assertTrue(turns.begin(ANNA, "a2"));
    assertFalse(turns.begin(ANNA, "a3"));
    assertTrue(turns.begin(BERT, "b1"));
    assertNull(turns.end(BERT), "a question beyond its client's share runs");
    assertEquals("a3", turns.end(ANNA));
  }

  @Test
  void clientsTakeTurnsAndEachKeepsItsOrder() {
    for (int i = 3; i < 11; i++) {
      assertTrue(turns.begin(client(i), "runs"));
    }
    List.of("a1", "a2", "a3").forEach(q -> assertFalse(turns.begin(ANNA, q)));
    List.of("b1", "b2").forEach(q -> assertFalse(turns.begin(BERT, q)));
    List<@Nullable String> given = new ArrayList<>();
    for (int i = 3; i < 7; i++) {
      given.add(turns.end(client(i)));
    }
    assertEquals(List.of("a1", "b1", "a2", "b2"), given);
    assertNull(turns.end(client(7)), "a question beyond its client's share runs");
    assertEquals("a3", turns.end(ANNA));
  }

  @Test
  void aPlaceForOneIsEnough() {
    Turns<String> narrow = new Turns<>(1);
    assertTrue(narrow.begin(ANNA, "a1"));
    assertFalse(narrow.begin(BERT, "b1"));
    assertEquals("b1", narrow.end(ANNA));
    assertNull(narrow.end(BERT));
    assertTrue(narrow.begin(ANNA, "a2"));
  }

  @Test
  void whatDidNotBeginCannotEnd() {
    assertThrows(IllegalStateException.class, () -> turns.end(ANNA));
  }

  /** Whatever the order: bounds hold, nothing is lost, and nobody waits while there is room. */
  @Test
  void everyQuestionRunsOnceWithinTheBounds() {
    Random random = new Random(4);
    List<ClientNetwork> running = new ArrayList<>();
    Map<String, ClientNetwork> waiting = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      if (!running.isEmpty() && random.nextInt(100) < (i < 10_000 ? 45 : 60)) {
        ClientNetwork ended = running.remove(random.nextInt(running.size()));
        String next = turns.end(ended);
        if (next != null) {
          ClientNetwork client = waiting.remove(next);
          assertTrue(client != null, next + " ran twice or never waited");
          running.add(client);
        }
      } else if (i < 10_000) {
        ClientNetwork client = client(random.nextInt(10));
        if (turns.begin(client, "q" + i)) {
          running.add(client);
        } else {
          waiting.put("q" + i, client);
        }
      }
      assertTrue(running.size() <= 8);
      for (int c = 0; c < 10; c++) {
        ClientNetwork client = client(c);
        long mine = running.stream().filter(client::equals).count();
        assertTrue(mine <= 2, "more than its share");
        boolean room = running.size() < 8 && mine < 2;
        assertFalse(room && waiting.containsValue(client), "a question waits although it may run");
      }
    }
    assertEquals(Map.of(), waiting);
  }
}
