package org.pando.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BytesTest {
  private static final byte[] WHOLE = {9, 1, -2, 3, 9};
  private static final Bytes PART = Bytes.within(WHOLE, 1, 4);

  @Test
  void aPartIsLikeACopyOfIt() {
    Bytes copy = Bytes.of((byte) 1, (byte) -2, (byte) 3);
    assertEquals(copy, PART);
    assertEquals(copy.hashCode(), PART.hashCode());
    assertEquals(0, copy.compareTo(PART));
    assertEquals("01fe03", PART.toHex());
    assertArrayEquals(new byte[] {1, -2, 3}, PART.toArray());
    assertEquals(254, PART.at(1));
    assertNotEquals(Bytes.of(WHOLE), PART);
    assertTrue(Bytes.within(WHOLE, 2, 2).isEmpty());
    assertEquals(Bytes.EMPTY, Bytes.within(WHOLE, 5, 5));
  }

  @Test
  void nothingBeyondAPartIsRead() {
    assertThrows(IndexOutOfBoundsException.class, () -> PART.at(3));
    assertThrows(IndexOutOfBoundsException.class, () -> PART.at(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> PART.copyTo(1, new byte[9], 0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> Bytes.within(WHOLE, 1, 6));
    byte[] target = new byte[3];
    PART.copyTo(1, target, 1, 2);
    assertArrayEquals(new byte[] {0, -2, 3}, target);
  }

  @Test
  void octetsAreUnsignedAndThePrefixComesFirst() {
    assertTrue(Bytes.of((byte) 1).compareTo(PART) < 0);
    assertTrue(Bytes.of((byte) 1, (byte) 2).compareTo(PART) < 0);
    assertTrue(Bytes.within(WHOLE, 2, 4).compareTo(PART) > 0);
  }
}
