package org.pando.registry.keys;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;

class Argon2CostTest {
  private static final long MIB = 1 << 20;

  @Test
  void aFileCannotAskForMoreThanItsBounds() {
    assertTrue(Argon2Cost.isAllowed(262_144, 10, 4));
    assertTrue(Argon2Cost.isAllowed(8, 1, 1));
    assertFalse(Argon2Cost.isAllowed(262_145, 1, 1));
    assertFalse(Argon2Cost.isAllowed(7, 1, 1));
    assertFalse(Argon2Cost.isAllowed(31, 1, 4));
    assertFalse(Argon2Cost.isAllowed(64, 0, 1));
    assertFalse(Argon2Cost.isAllowed(64, 11, 1));
    assertFalse(Argon2Cost.isAllowed(64, 1, 0));
    assertFalse(Argon2Cost.isAllowed(64, 1, 5));
    assertThrows(IllegalArgumentException.class, () -> new Argon2Cost(262_145, 1, 1));
  }

  /** Made by another implementation. */
  @Test
  void derivesWhatOthersDerive() throws Exception {
    try (Passphrase passphrase = Passphrase.of("gr\u00fcne Espe".toCharArray())) {
      Bytes salt = Bytes.fromHex("3974bb28b538a23b3c2aa4f9d2e444c9");
      assertEquals(
          "08db76e37be77a0c4728d9e3e7c01c0375d6d74bec49547bb670140f493bb199",
          Bytes.of(new Argon2Cost(64, 2, 2).derive(passphrase, salt)).toHex());
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeItEndsTheNode() {
    assertDoesNotThrow(() -> Argon2Cost.RECOMMENDED.checkMemory(80 * MIB));
    RegistryException e =
        assertThrows(
            RegistryException.class, () -> Argon2Cost.RECOMMENDED.checkMemory(80 * MIB - 1));
    assertEquals(RegistryException.Kind.STORE, e.kind());
    assertEquals(
        "a protected key needs 80 MiB of memory to be opened, and the node may use only 79 MiB"
            + " more; start it with more: PANDO_JAVA_OPTS=-Xmx512m pando run",
        e.getMessage());
  }
}
