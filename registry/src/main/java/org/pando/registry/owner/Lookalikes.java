package org.pando.registry.owner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.idn.InternationalLabel;
import org.pando.registry.idn.Skeleton;
import org.pando.registry.record.Bundle;
import org.pando.registry.replica.Replica;

/**
 * Which held names a label can be mistaken for, where at least one of the two is beyond ASCII.
 * Belongs to the writer thread.
 *
 * <p>Only names beyond ASCII are indexed, and of them those that are shown in their Unicode form;
 * an ASCII name of the same skeleton is looked up by the few spellings it can have.
 */
final class Lookalikes {
  private final Replica replica;
  private final Map<NetworkId, Index> indexes = new HashMap<>();

  Lookalikes(Replica replica) {
    this.replica = replica;
  }

  /** The names beyond ASCII of one network by what they look like. */
  private static final class Index {
    private final Set<String> known = new HashSet<>();
    private final Map<String, List<String>> bySkeleton = new HashMap<>();

    void add(String label) {
      if (known.add(label)) {
        InternationalLabel.shown(label)
            .ifPresent(
                unicode ->
                    bySkeleton
                        .computeIfAbsent(Skeleton.of(unicode), s -> new ArrayList<>())
                        .add(label));
      }
    }
  }

  /**
   * Refuses a label that looks like another name which somebody holds.
   *
   * @throws RegistryException of kind TAKEN when it does, STORE
   */
  void check(Network network, String label) throws RegistryException {
    Set<String> beyondAscii = replica.labelsBeyondAscii(network);
    Optional<String> unicode = InternationalLabel.shown(label);
    if (beyondAscii.isEmpty() && unicode.isEmpty()) {
      return;
    }
    Index index = indexes.computeIfAbsent(network.id(), id -> new Index());
    if (index.known.size() < beyondAscii.size()) {
      beyondAscii.forEach(index::add);
    }
    String skeleton = Skeleton.of(unicode.orElse(label));
    List<String> candidates = new ArrayList<>(index.bySkeleton.getOrDefault(skeleton, List.of()));
    if (unicode.isPresent()) {
      candidates.addAll(Skeleton.asciiLabels(skeleton));
    }
    for (String other : candidates) {
      if (!other.equals(label) && isHeld(network, other)) {
        throw new RegistryException(
            Kind.TAKEN,
            shown(network, label)
                + " looks like "
                + shown(network, other)
                + ", which is registered; choose a label that cannot be mistaken for it");
      }
    }
  }

  private boolean isHeld(Network network, String label) throws RegistryException {
    @Nullable Bundle bundle = replica.get(network, label);
    return bundle != null && Ownership.of(bundle).owner() != null;
  }

  private static String shown(Network network, String label) {
    String suffix = "." + network.suffixText();
    return label
        + suffix
        + InternationalLabel.shown(label).map(unicode -> " (" + unicode + suffix + ")").orElse("");
  }
}
