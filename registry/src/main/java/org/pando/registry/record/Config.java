package org.pando.registry.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.HashKind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.RecordException;

/**
 * The witnesses and terms of one epoch.
 *
 * @param epoch 0 for the one in the genesis
 * @param prev the id of the configuration before, null in epoch 0
 * @param witnesses 1, 4, 7 or 10; a witness's index is its bit in bitmaps
 * @param terms how long names last and what claims cost
 */
public record Config(long epoch, @Nullable Bytes prev, List<Witness> witnesses, Terms terms)
    implements Encoded {
  /** In bytes. */
  public static final int MAX_SIZE = 1536;

  private static final int MAX_WITNESSES = 10;

  /** In characters. */
  public static final int MAX_WITNESS_LABEL = 32;

  public Config {
    witnesses = List.copyOf(witnesses);
  }

  public static Config decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "configuration", MAX_SIZE, Config::read);
  }

  private static Config read(CborReader in) throws RecordException {
    MapReader map = in.map();
    map.version();
    long epoch = map.uint(1, 0, Fields.U32);
    Bytes prev = Fields.optionalHash(map, 2);
    if ((prev == null) != (epoch == 0)) {
      throw in.invalid("the configuration before is named in every epoch but the first");
    }
    List<Witness> witnesses = readWitnesses(map.value(3));
    Terms terms = Terms.read(map);
    map.end();
    return new Config(epoch, prev, witnesses, terms);
  }

  private static List<Witness> readWitnesses(CborReader in) throws InvalidException {
    int count = in.array(1, MAX_WITNESSES);
    if (count % 3 != 1) {
      throw in.invalid(count + " witnesses; there are 1, 4, 7 or 10");
    }
    List<Witness> witnesses = new ArrayList<>();
    Set<PublicKey> keys = new HashSet<>();
    for (int i = 0; i < count; i++) {
      in.array(3, 3);
      Witness witness =
          new Witness(Fields.publicKey(in), Fields.publicKey(in), in.text(MAX_WITNESS_LABEL));
      if (!keys.add(witness.key()) || !keys.add(witness.node())) {
        throw in.invalid("a key of witness " + i + " stands there before; all are distinct");
      }
      witnesses.add(witness);
    }
    return witnesses;
  }

  @Override
  public Bytes encode() {
    MapWriter map = new MapWriter().uint(0, MapReader.VERSION).uint(1, epoch).bytes(2, prev);
    CborWriter array = map.value(3).array(witnesses.size());
    for (Witness witness : witnesses) {
      array.array(3).bytes(witness.key().bytes()).bytes(witness.node().bytes());
      array.text(witness.label());
    }
    terms.write(map);
    return map.encode();
  }

  /** {@code configId}. */
  public Bytes id(NetworkId network) {
    return Domain.id(HashKind.CONFIG, network, encode());
  }

  /** How many faulty witnesses are harmless: f of 3f+1. */
  public int faults() {
    return (witnesses.size() - 1) / 3;
  }

  /** How many witnesses decide: 2f+1. */
  public int quorum() {
    return 2 * faults() + 1;
  }
}
