package org.pando.resolver.replication;

import java.util.ArrayList;
import java.util.List;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.record.Bundle;
import org.pando.registry.rule.RecordException;

/** A message of {@code /pando/sync/1.0.0} (registry specification, section 12). */
sealed interface SyncMessage extends Encoded {
  /** In bytes; more than bundles of {@link #MAX_GIVEN} and their frame. */
  int MAX_SIZE = 300_000;

  /** In bytes, the bundles of one message together. */
  int MAX_GIVEN = 256 * 1024;

  /** How many ids are wanted at once. */
  int MAX_WANTED = 512;

  /** Of names. */
  long MAX_COUNT = 1L << 32;

  int FINGERPRINT = 16;

  /** The version of an object's table takes the place of its type here. */
  int TYPE = 0;

  /** Which network is meant, and what the sender holds of it. */
  record Hello(NetworkId network, long epoch, long count, Bytes fingerprint)
      implements SyncMessage {
    static final int NUMBER = 0;

    @Override
    public Bytes encode() {
      return new MapWriter()
          .uint(TYPE, NUMBER)
          .bytes(1, network.bytes())
          .uint(2, epoch)
          .uint(3, count)
          .bytes(4, fingerprint)
          .encode();
    }
  }

  /** A message of set reconciliation. */
  record Recon(Bytes message) implements SyncMessage {
    static final int NUMBER = 1;

    /** In bytes. */
    static final int MAX_MESSAGE = 64 * 1024;

    @Override
    public Bytes encode() {
      return new MapWriter().uint(TYPE, NUMBER).bytes(1, message).encode();
    }
  }

  /** Asks for bundles by their ids. */
  record Want(List<Bytes> ids) implements SyncMessage {
    static final int NUMBER = 2;

    public Want {
      ids = List.copyOf(ids);
    }

    @Override
    public Bytes encode() {
      return list(NUMBER, ids);
    }
  }

  /** Bundles that were asked for; fewer when they do not fit or are gone. */
  record Give(List<Bytes> bundles) implements SyncMessage {
    static final int NUMBER = 3;

    public Give {
      bundles = List.copyOf(bundles);
    }

    @Override
    public Bytes encode() {
      return list(NUMBER, bundles);
    }
  }

  /** Asks for the links to the configurations that follow an epoch. */
  record Configs(long after) implements SyncMessage {
    static final int NUMBER = 4;

    @Override
    public Bytes encode() {
      return new MapWriter().uint(TYPE, NUMBER).uint(1, after).encode();
    }
  }

  /** The answer to {@link Configs}, of the same number: links, the oldest first. */
  record Links(List<Bytes> links) implements SyncMessage {
    /** In bytes, one link. */
    static final int MAX_LINK = 4096;

    static final int MAX_LINKS = 64;

    public Links {
      links = List.copyOf(links);
    }

    @Override
    public Bytes encode() {
      return list(Configs.NUMBER, links);
    }
  }

  /**
   * Asks for entries of a carry list.
   *
   * @param root its tree hash, 32 bytes
   * @param offset how many entries are left out
   */
  record Carry(Bytes root, long offset) implements SyncMessage {
    static final int NUMBER = 5;

    @Override
    public Bytes encode() {
      return new MapWriter().uint(TYPE, NUMBER).bytes(1, root).uint(2, offset).encode();
    }
  }

  /**
   * Asks for the bundles whose keys follow, ascending.
   *
   * @param after empty for the first ones
   */
  record Snapshot(String after) implements SyncMessage {
    static final int NUMBER = 6;
    static final int MAX_KEY = 63;

    @Override
    public Bytes encode() {
      return new MapWriter().uint(TYPE, NUMBER).text(1, after).encode();
    }
  }

  /** The session is over. */
  record End(Code code) implements SyncMessage {
    static final int NUMBER = 7;

    @Override
    public Bytes encode() {
      return new MapWriter().uint(TYPE, NUMBER).uint(1, code.number).encode();
    }
  }

  /** Why a session ends. */
  enum Code {
    DONE(0),
    UNKNOWN_NETWORK(1),
    /** What was sent makes no sense at that point. */
    UNEXPECTED(2),
    /** Not now: names are still being loaded, or the store fails. */
    BUSY(3);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    private static Code of(long number) {
      for (Code code : values()) {
        if (code.number == number) {
          return code;
        }
      }
      throw new IllegalArgumentException("no code " + number);
    }
  }

  private static Bytes list(int type, List<Bytes> elements) {
    MapWriter map = new MapWriter().uint(TYPE, type);
    CborWriter array = map.value(1).array(elements.size());
    elements.forEach(array::bytes);
    return map.encode();
  }

  /** Reads a message. */
  static SyncMessage decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "sync message", MAX_SIZE, SyncMessage::read);
  }

  private static SyncMessage read(CborReader in) throws RecordException {
    MapReader map = in.map();
    int type = (int) map.uint(TYPE, 0, End.NUMBER);
    SyncMessage message =
        switch (type) {
          case Hello.NUMBER ->
              new Hello(
                  new NetworkId(map.bytes(1, NetworkId.LENGTH)),
                  map.uint(2, 0, CborReader.MAX_UINT),
                  map.uint(3, 0, MAX_COUNT),
                  map.bytes(4, FINGERPRINT));
          case Recon.NUMBER -> new Recon(map.bytes(1, 1, Recon.MAX_MESSAGE));
          case Want.NUMBER -> new Want(elements(map.value(1), MAX_WANTED, 32, 32));
          case Give.NUMBER -> new Give(elements(map.value(1), MAX_GIVEN, 1, Bundle.MAX_SIZE));
          case Configs.NUMBER -> configs(map.value(1));
          case Carry.NUMBER -> new Carry(map.bytes(1, 32), map.uint(2, 0, MAX_COUNT));
          case Snapshot.NUMBER -> new Snapshot(map.text(1, Snapshot.MAX_KEY));
          case End.NUMBER -> new End(Code.of(map.uint(1, 0, Code.values().length - 1)));
          default -> throw in.invalid("type " + type + " is not one of this version");
        };
    map.end();
    return message;
  }

  /** The question is a number, the answer a list. */
  private static SyncMessage configs(CborReader in) throws RecordException {
    return in.isArray()
        ? new Links(elements(in, Links.MAX_LINKS, 1, Links.MAX_LINK))
        : new Configs(in.uint(0, CborReader.MAX_UINT));
  }

  private static List<Bytes> elements(CborReader in, int most, int min, int max)
      throws RecordException {
    List<Bytes> elements = new ArrayList<>();
    for (int left = in.array(0, most); left > 0; left--) {
      elements.add(in.bytes(min, max));
    }
    return elements;
  }
}
