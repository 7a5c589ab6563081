package org.pando.registry.record;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.crypto.Domain;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;
import org.pando.registry.rule.Rule;

/**
 * What somebody needs to join a network (section 10), as one line of capital letters and digits
 * that fits a QR code.
 *
 * @param network the network's id
 * @param genesis its genesis; null when that is too long, it is then fetched and checked by its
 *     hash
 * @param addresses where members can be reached, multiaddrs, at most 8
 * @param preSharedKey 32 bytes that only members know; null when the network has none. A secret
 * @param pin the newest configuration, so that retired witnesses cannot lead a newcomer astray
 */
public record Invite(
    NetworkId network,
    @Nullable Genesis genesis,
    List<Bytes> addresses,
    @Nullable Bytes preSharedKey,
    Pin pin)
    implements Encoded {
  /** In bytes, before it becomes text. */
  public static final int MAX_SIZE = 2048;

  /** In bytes; a longer genesis is left out. */
  public static final int MAX_GENESIS = 512;

  private static final String DOCUMENT = "invite";
  private static final String PREFIX = "PANDO1:";
  private static final int CHECKSUM = 4;
  private static final int MAX_TEXT = PREFIX.length() + Base32.length(MAX_SIZE + CHECKSUM);
  private static final int MAX_ADDRESSES = 8;
  private static final int MAX_ADDRESS = 255;
  private static final int KEY = 32;

  /**
   * A configuration by name.
   *
   * @param configId 32 bytes
   */
  public record Pin(long epoch, Bytes configId) {}

  public Invite {
    addresses = List.copyOf(addresses);
  }

  /** Reads the line; nothing around it is allowed. */
  public static Invite parse(String text) throws RecordException {
    if (!text.startsWith(PREFIX)) {
      throw malformed("it begins with " + PREFIX + " in capital letters; copy it again as a whole");
    }
    if (text.length() > MAX_TEXT) {
      throw malformed(
          text.length() + " characters, it has at most " + MAX_TEXT + "; copy only the invite");
    }
    Bytes all = Base32.decode(text.substring(PREFIX.length()), DOCUMENT);
    int length = all.length() - CHECKSUM;
    Bytes content = Bytes.of(all.toArray(), 0, Math.max(0, length));
    if (length < 0 || !all.equals(withChecksum(content))) {
      throw malformed("mistyped or not whole: its check characters do not fit; copy it again");
    }
    return CborReader.decode(content, DOCUMENT, MAX_SIZE, Invite::read);
  }

  private static Invite read(CborReader in) throws RecordException {
    MapReader map = in.map();
    map.version();
    NetworkId network = new NetworkId(map.bytes(1, NetworkId.LENGTH));
    Genesis genesis = map.has(2) ? Genesis.decode(map.bytes(2, 0, MAX_GENESIS)) : null;
    if (genesis != null && !genesis.networkId().equals(network)) {
      throw in.invalid("the genesis of another network");
    }
    List<Bytes> addresses = new ArrayList<>();
    CborReader array = map.value(3);
    for (int left = array.array(0, MAX_ADDRESSES); left > 0; left--) {
      addresses.add(array.bytes(1, MAX_ADDRESS));
    }
    Bytes key = map.has(4) ? map.bytes(4, KEY) : null;
    CborReader pin = map.value(5);
    pin.array(2, 2);
    Pin newest = new Pin(pin.uint(0, Fields.U32), pin.bytes(Fields.HASH, Fields.HASH));
    map.end();
    return new Invite(network, genesis, addresses, key, newest);
  }

  @Override
  public Bytes encode() {
    MapWriter map =
        new MapWriter().uint(0, MapReader.VERSION).bytes(1, network.bytes()).nested(2, genesis);
    CborWriter array = map.value(3).array(addresses.size());
    addresses.forEach(array::bytes);
    map.bytes(4, preSharedKey);
    map.value(5).array(2).uint(pin.epoch()).bytes(pin.configId());
    return map.encode();
  }

  /**
   * The line.
   *
   * @throws IllegalArgumentException when a reader would refuse it
   */
  public String text() {
    String text = PREFIX + Base32.encode(withChecksum(encode()));
    try {
      Invite _ = parse(text);
      return text;
    } catch (RecordException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Bytes withChecksum(Bytes content) {
    byte[] all = new byte[content.length() + CHECKSUM];
    content.copyTo(0, all, 0, content.length());
    Domain.sha256(content).copyTo(0, all, content.length(), CHECKSUM);
    return Bytes.of(all);
  }

  private static InvalidException malformed(String what) {
    return new InvalidException(Rule.V1, DOCUMENT, what);
  }

  /** Without the pre-shared key. */
  @Override
  public String toString() {
    return "Invite[" + network + ", " + addresses.size() + " addresses, " + pin + "]";
  }
}
