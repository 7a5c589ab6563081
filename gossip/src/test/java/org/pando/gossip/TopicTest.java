package org.pando.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TopicTest {
  @Test
  void limitsAreInclusive() {
    assertEquals(65_536, new Topic("a", 65_536).maxSize());
    assertEquals(256, new Topic("n".repeat(256), 1).name().length());
  }

  @Test
  void nameLengthCountsBytesNotCharacters() {
    assertThrows(IllegalArgumentException.class, () -> new Topic("é".repeat(129), 1));
    assertThrows(IllegalArgumentException.class, () -> new Topic("", 1));
  }

  @Test
  void payloadLimitIsBounded() {
    assertThrows(IllegalArgumentException.class, () -> new Topic("a", 0));
    assertThrows(IllegalArgumentException.class, () -> new Topic("a", 65_537));
  }
}
