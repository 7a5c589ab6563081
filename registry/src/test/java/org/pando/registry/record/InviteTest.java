package org.pando.registry.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.TestNetwork;
import org.pando.registry.Vectors;
import org.pando.registry.crypto.Domain;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.UnknownException;

class InviteTest {
  private static final TestNetwork HOME = TestNetwork.home();
  private static final String VECTOR = Vectors.text("n1.invite");

  private final Random random = new Random(20260101);

  private Bytes bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private Invite invite(@Nullable Genesis genesis, List<Bytes> addresses, @Nullable Bytes key) {
    return new Invite(
        HOME.id(), genesis, addresses, key, new Invite.Pin(random.nextInt(9), bytes(32)));
  }

  @Test
  void theSpecificationsInviteReadsAndWrites() throws Exception {
    Invite invite = Invite.parse(VECTOR);
    assertEquals(HOME.id(), invite.network());
    assertEquals(HOME.genesis(), invite.genesis());
    assertEquals(List.of(Bytes.fromHex("04c0000201060fd5")), invite.addresses());
    assertNull(invite.preSharedKey());
    assertEquals(0, invite.pin().epoch());
    assertEquals(Vectors.hex("n1.config0Id"), invite.pin().configId());
    assertEquals(VECTOR, invite.text());
  }

  @Test
  void whateverIsMadeReadsBack() throws Exception {
    for (int i = 0; i < 300; i++) {
      List<Bytes> addresses =
          Stream.generate(() -> bytes(1 + random.nextInt(150))).limit(random.nextInt(9)).toList();
      Invite made =
          invite(
              random.nextBoolean() ? HOME.genesis() : null,
              addresses,
              random.nextBoolean() ? bytes(32) : null);
      assertEquals(made, Invite.parse(made.text()));
      assertTrue(made.text().matches("PANDO1:[A-Z2-7]+"), "fits a QR code's alphanumeric mode");
    }
  }

  @Test
  void whatAReaderWouldRefuseIsNotWritten() {
    Genesis large = TestNetwork.of(10, "large.alt", 0).genesis();
    List<Invite> bad =
        List.of(
            invite(large, List.of(), null),
            invite(TestNetwork.of(1, "other.alt", 0).genesis(), List.of(), null),
            invite(null, Stream.generate(() -> bytes(40)).limit(9).toList(), null),
            invite(null, List.of(Bytes.EMPTY), null),
            invite(null, List.of(bytes(256)), null),
            invite(null, Stream.generate(() -> bytes(255)).limit(8).toList(), null),
            invite(null, List.of(), bytes(31)),
            new Invite(HOME.id(), null, List.of(), null, new Invite.Pin(0, bytes(31))),
            new Invite(HOME.id(), null, List.of(), null, new Invite.Pin(1L << 32, bytes(32))));
    for (Invite invite : bad) {
      assertThrows(IllegalArgumentException.class, invite::text, invite::toString);
    }
  }

  private static String problem(String text) {
    return Objects.requireNonNull(
        assertThrows(InvalidException.class, () -> Invite.parse(text), text).getMessage());
  }

  @Test
  @Tag("I6")
  void everyOtherTextIsRefused() {
    for (int length = 0; length < VECTOR.length(); length++) {
      problem(VECTOR.substring(0, length));
    }
    for (int i = 0; i < VECTOR.length(); i++) {
      String head = VECTOR.substring(0, i);
      String tail = VECTOR.substring(i + 1);
      int at = i;
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567a018=: "
          .chars()
          .filter(c -> c != VECTOR.charAt(at))
          .forEach(c -> problem(head + (char) c + tail));
    }
    IntStream.of('A', '=', '\n', ' ', '1').forEach(c -> problem(VECTOR + (char) c));
  }

  @Test
  void saysWhatIsWrong() {
    assertEquals(
        "invite: it begins with PANDO1: in capital letters; copy it again as a whole (V1)",
        problem("pando1:" + VECTOR.substring(7)));
    assertEquals(
        "invite: '0' (character 2 after the colon) is not one of A-Z and 2-7; copy it again as a"
            + " whole (V1)",
        problem("PANDO1:A0"));
    assertEquals(
        "invite: mistyped or not whole: its check characters do not fit; copy it again (V1)",
        problem(VECTOR.replace("UUAACAK", "UUAACAC")));
    assertEquals(
        "invite: mistyped or not whole: its check characters do not fit; copy it again (V1)",
        problem("PANDO1:"));
    assertEquals(
        "invite: a character too many or too few at its end; copy it again as a whole (V1)",
        problem(VECTOR + "B"));
    assertEquals(
        "invite: 5000 characters, it has at most 3291; copy only the invite (V1)",
        problem("PANDO1:" + "A".repeat(4993)));
  }

  /** RFC 4648, section 10, without the padding. */
  @Test
  void base32IsTheStandards() throws Exception {
    List<String> encoded = List.of("", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI");
    byte[] foobar = {'f', 'o', 'o', 'b', 'a', 'r'};
    for (int length = 0; length < encoded.size(); length++) {
      Bytes bytes = Bytes.of(foobar, 0, length);
      assertEquals(encoded.get(length), Base32.encode(bytes));
      assertEquals(bytes, Base32.decode(encoded.get(length), "test"));
      assertEquals(encoded.get(length).length(), Base32.length(length));
    }
    for (String bad : List.of("M", "MZX", "MZXW6Y", "MZ", "MZXW6YTBOJ", "my", "MY======")) {
      assertThrows(RecordException.class, () -> Base32.decode(bad, "test"), bad);
    }
  }

  @Test
  void aSecretIsNotShown() {
    Bytes key = bytes(32);
    assertFalse(invite(null, List.of(), key).toString().contains(key.toHex()));
  }

  @Test
  void aLaterVersionIsUnknown() {
    Bytes later =
        Bytes.fromHex(
            invite(null, List.of(), null).encode().toHex().replaceFirst("a40001", "a40002"));
    Bytes checksum = Bytes.of(Domain.sha256(later).toArray(), 0, 4);
    Bytes all = Bytes.fromHex(later.toHex() + checksum.toHex());
    assertThrows(UnknownException.class, () -> Invite.parse("PANDO1:" + Base32.encode(all)));
  }
}
