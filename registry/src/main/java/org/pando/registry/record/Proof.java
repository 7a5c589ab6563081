package org.pando.registry.record;

import java.util.ArrayList;
import java.util.List;
import org.pando.registry.Bytes;
import org.pando.registry.cbor.CborReader;
import org.pando.registry.cbor.CborWriter;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.cbor.MapReader;
import org.pando.registry.cbor.MapWriter;
import org.pando.registry.rule.RecordException;

/**
 * All that is needed to judge a name without a node or a network. Decoding proves its form only;
 * {@code org.pando.registry.policy.ProofRules} judges it.
 *
 * @param genesis of the network; its hash is the network's id
 * @param links from the genesis' configuration to the newest
 * @param bundle what is known of the name
 */
public record Proof(Genesis genesis, List<ConfigLink> links, Bundle bundle) implements Encoded {
  /** In bytes. */
  public static final int MAX_SIZE = 65_536;

  private static final int MAX_LINKS = 14;

  public Proof {
    links = List.copyOf(links);
  }

  public static Proof decode(Bytes bytes) throws RecordException {
    return CborReader.decode(bytes, "proof", MAX_SIZE, Proof::read);
  }

  private static Proof read(CborReader in) throws RecordException {
    MapReader map = in.map();
    map.version();
    Genesis genesis = Genesis.decode(map.bytes(1, 0, Genesis.MAX_SIZE));
    CborReader array = map.value(2);
    List<ConfigLink> links = new ArrayList<>();
    for (int left = array.array(0, MAX_LINKS); left > 0; left--) {
      links.add(ConfigLink.decode(array.bytes(0, ConfigLink.MAX_SIZE)));
    }
    Bundle bundle = Bundle.decode(map.bytes(3, 0, Bundle.MAX_SIZE));
    map.end();
    return new Proof(genesis, links, bundle);
  }

  @Override
  public Bytes encode() {
    MapWriter map = new MapWriter().uint(0, MapReader.VERSION).nested(1, genesis);
    CborWriter array = map.value(2).array(links.size());
    links.forEach(link -> array.bytes(link.encode()));
    return map.nested(3, bundle).encode();
  }

  /** The name, without the final dot. */
  public String fullName() {
    return bundle.key() + "." + genesis.suffix();
  }
}
