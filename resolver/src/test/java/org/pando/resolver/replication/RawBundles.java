package org.pando.resolver.replication;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;

/** Bundles and their parts as bytes, also such as no encoder would write. */
final class RawBundles {
  private RawBundles() {}

  /** The bundle of a key name: its key, its zone and the signature, whatever they are. */
  static Bytes keyBundle(Bytes key, Bytes payload, Bytes signature) {
    Bytes zone = new CborWriter().array(2).bytes(payload).bytes(signature).encode();
    return new MapWriter().uint(0, 1).bytes(4, zone).bytes(6, key).encode();
  }

  /** What the owner of a zone signs. */
  static Bytes payload(Bytes subject, long seq, long at, Bytes body) {
    return new MapWriter()
        .uint(0, 1)
        .bytes(1, subject)
        .uint(2, seq)
        .uint(3, at)
        .bytes(4, body)
        .encode();
  }

  /** A record of type A at the apex, as it stands in a zone body. */
  static Bytes record(int ttl, int number) {
    return join(
        Rr.APEX,
        Bytes.of((byte) 0, (byte) 1, (byte) 0, (byte) 0, (byte) (ttl >> 8), (byte) ttl),
        Bytes.of((byte) 0, (byte) 4, (byte) 192, (byte) 0, (byte) 9, (byte) (number + 1)));
  }

  /** One record of type A, {@code 192.0.third.(number + 1)}. */
  static ZoneBody body(long third, int number) {
    try {
      Bytes address = Bytes.of((byte) 192, (byte) 0, (byte) third, (byte) (number + 1));
      return ZoneBody.of(List.of(new Rr(Rr.APEX, 1, 300, address)));
    } catch (InvalidException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A point of small order, under which anybody can sign. */
  static Bytes smallOrderKey(int number) {
    byte[] point = new byte[32];
    point[0] = (byte) (number % 2);
    point[31] = (byte) (number % 4 < 2 ? 0 : 0x80);
    return Bytes.of(point);
  }

  /** The key that follows from a text. */
  static SigningKey key(String text) {
    return SigningKey.ofSeed(hash(text));
  }

  static Bytes hash(String text) {
    return Domain.sha256(Bytes.of(text.getBytes(US_ASCII)));
  }

  /** The bytes with one of them replaced. */
  static Bytes edit(Bytes bytes, int index, int value) {
    byte[] octets = bytes.toArray();
    octets[index] = (byte) value;
    return Bytes.of(octets);
  }

  /** The bytes with the first four changed, differently for every number. */
  static Bytes changed(Bytes bytes, int number) {
    byte[] octets = bytes.toArray();
    for (int i = 0; i < 4; i++) {
      octets[i] ^= (byte) (number >> (8 * i));
    }
    return Bytes.of(octets);
  }

  /** So many of the first bytes, with zeros behind them where there are not so many. */
  static Bytes cut(Bytes bytes, int length) {
    return Bytes.of(Arrays.copyOf(bytes.toArray(), length));
  }

  static Bytes join(Bytes... parts) {
    StringBuilder hex = new StringBuilder();
    for (Bytes part : parts) {
      hex.append(part.toHex());
    }
    return Bytes.fromHex(hex.toString());
  }
}
