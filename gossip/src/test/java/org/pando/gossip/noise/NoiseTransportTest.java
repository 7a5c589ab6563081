package org.pando.gossip.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.Pieces;

class NoiseTransportTest {
  private static final byte[] KEY_OUT = key(1);
  private static final byte[] KEY_BACK = key(2);

  private final SplittableRandom random = new SplittableRandom(7);
  private final NoiseTransport ours = transport(KEY_OUT, KEY_BACK, 0);
  private final NoiseTransport theirs = transport(KEY_BACK, KEY_OUT, 0);

  private static byte[] key(int value) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) value);
    return key;
  }

  private static NoiseTransport transport(byte[] out, byte[] in, long counter) {
    return new NoiseTransport(
        CipherState.encrypting(out, counter), CipherState.decrypting(in, counter));
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void assertFails(Kind kind, NoiseTransport transport, byte[] chunk) {
    GossipException e = assertThrows(GossipException.class, () -> transport.decrypt(chunk));
    assertEquals(kind, e.kind(), e::getMessage);
  }

  @Test
  void plaintextOf65519BytesIsOneMessageAndOneByteMoreIsTwo() throws Exception {
    assertEquals(2 + 65_535, ours.encrypt(new byte[65_519]).length);
    byte[] two = ours.encrypt(new byte[65_520]);
    assertEquals(2 + 65_535 + 2 + 17, two.length);
    assertEquals(0xff, two[0] & 0xff);
    assertEquals(17, two[2 + 65_535 + 1]);
  }

  @Test
  void anyLengthInAnyPiecesComesOutAsItWentIn() throws Exception {
    for (int length : new int[] {0, 1, 15, 16, 17, 1024, 65_518, 65_519, 65_520, 200_000}) {
      byte[] plaintext = random(length);
      byte[] framed = ours.encrypt(plaintext);
      for (List<byte[]> pieces :
          List.of(
              Pieces.of(framed, framed.length),
              Pieces.random(framed, 70_000, random),
              Pieces.random(framed, 100, random),
              Pieces.of(framed, length > 2000 ? 777 : 1))) {
        NoiseTransport reader = transport(KEY_BACK, KEY_OUT, sent);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
          out.writeBytes(reader.decrypt(piece));
        }
        assertArrayEquals(plaintext, out.toByteArray());
      }
      sent += Math.max(1, Math.ceilDiv(length, 65_519));
    }
  }

  private long sent;

  @Test
  void manyMessagesInOneChunkAreJoined() throws Exception {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      byte[] part = random(i % 40);
      plaintext.writeBytes(part);
      framed.writeBytes(ours.encrypt(part));
    }
    assertArrayEquals(plaintext.toByteArray(), theirs.decrypt(framed.toByteArray()));
  }

  @Test
  void everyBitThatIsFlippedIsNoticedAndEndsTheConnection() throws Exception {
    byte[] framed = ours.encrypt(new byte[] {1, 2, 3});
    for (int bit = Byte.SIZE * Frames.LENGTH_BYTES; bit < Byte.SIZE * framed.length; bit++) {
      byte[] altered = framed.clone();
      altered[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      NoiseTransport reader = transport(KEY_BACK, KEY_OUT, 0);
      assertFails(Kind.PROTOCOL, reader, altered);
      assertFails(Kind.CLOSED, reader, framed);
      GossipException e = assertThrows(GossipException.class, () -> reader.encrypt(framed));
      assertEquals(Kind.CLOSED, e.kind());
    }
  }

  @Test
  void messageThatIsRepeatedSkippedOrFromTheOtherEndIsRefused() throws Exception {
    byte[] first = ours.encrypt(random(5));
    byte[] second = ours.encrypt(random(5));
    NoiseTransport repeated = transport(KEY_BACK, KEY_OUT, 0);
    repeated.decrypt(first);
    assertFails(Kind.PROTOCOL, repeated, first);
    assertFails(Kind.PROTOCOL, transport(KEY_BACK, KEY_OUT, 0), second);
    assertFails(Kind.PROTOCOL, ours, transport(KEY_OUT, KEY_BACK, 0).encrypt(random(5)));
  }

  @Test
  void messageShorterThanItsTagIsRefused() {
    assertFails(Kind.MALFORMED, ours, new byte[] {0, 0});
    assertFails(Kind.MALFORMED, theirs, Frames.framed(new byte[15]));
  }

  @Test
  void keyIsUsedUpBeforeTheNumberWhereOthersStop() throws Exception {
    long last = CipherState.MAX_NONCE - 1;
    NoiseTransport writer = transport(KEY_OUT, KEY_BACK, last);
    NoiseTransport reader = transport(KEY_BACK, KEY_OUT, last);
    assertArrayEquals(new byte[] {9}, reader.decrypt(writer.encrypt(new byte[] {9})));
    GossipException e = assertThrows(GossipException.class, () -> writer.encrypt(new byte[1]));
    assertEquals(Kind.LIMIT, e.kind());
    assertFails(Kind.LIMIT, reader, Frames.framed(new byte[17]));
  }

  @Test
  void announcedLengthTakesNoMemoryUntilItsBytesCome() throws Exception {
    Frames frames = new Frames();
    frames.add(new byte[] {(byte) 0xff});
    frames.add(new byte[] {(byte) 0xff});
    frames.add(new byte[10]);
    assertEquals(false, frames.next(Frames.MAX_MESSAGE));
    assertEquals(true, frames.bytes().length < 64);
  }
}
