package org.pando.resolver.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.Published;
import org.pando.registry.Registry;
import org.xbill.DNS.Name;

/** Which names belong to a registry network, and where in it. Any thread. */
public final class RegistryNames {
  /** A place at or under a network's suffix. */
  sealed interface Place {
    Network network();

    /** The suffix itself, or {@code key} below it: it exists, without records of its own. */
    record Bare(Network network, boolean isSuffix) implements Place {}

    /**
     * At or under a human or key name.
     *
     * @param published as last published
     * @param apex where the name's own wire form begins in the question's name
     * @param owner what stands before it, relative, ended by 00
     */
    record Named(Network network, Published published, int apex, Bytes owner) implements Place {}
  }

  private record Suffix(Network network, Bytes wire) {}

  private record Suffixes(List<Network> of, List<Suffix> suffixes) {}

  private static final byte[] KEY_LABEL = {3, 'k', 'e', 'y'};

  private final Registry registry;
  private volatile Suffixes current;

  public RegistryNames(Registry registry) {
    this.registry = registry;
    this.current = suffixes(registry.networks());
  }

  /** The suffixes of the joined networks. */
  public List<Name> suffixes() {
    return registry.networks().stream().map(Network::suffix).toList();
  }

  /** Changes whenever another place may be found than before (see {@link Registry#version}). */
  long version() {
    return registry.version();
  }

  /** Whether a name is at or under a joined network's suffix. */
  public boolean contains(Name name) {
    byte[] wire = name.toWireCanonical();
    return suffixOf(wire, wire.length) != null;
  }

  /**
   * As {@link #contains(Name)}; allocates nothing.
   *
   * @param name wire form, lower-case; read up to {@code length}
   */
  public boolean contains(byte[] name, int length) {
    return suffixOf(name, length) != null;
  }

  /**
   * Finds the place of a name.
   *
   * @param name wire form, lower-case; read up to {@code length}
   * @return null when it is under no joined network's suffix
   */
  @Nullable Place find(byte[] name, int length) {
    Suffix suffix = suffixOf(name, length);
    if (suffix == null) {
      return null;
    }
    int label = lastLabel(name, length - suffix.wire().length());
    if (label < 0) {
      return new Place.Bare(suffix.network(), true);
    }
    boolean keyName = isKeyLabel(name, label);
    int apex = keyName ? lastLabel(name, label) : label;
    if (apex < 0) {
      return new Place.Bare(suffix.network(), false);
    }
    Published published = registry.find(suffix.network(), name, apex, keyName);
    return new Place.Named(suffix.network(), published, apex, owner(name, apex));
  }

  @SuppressWarnings("ReferenceEquality") // the registry gives the same list until it changes
  private @Nullable Suffix suffixOf(byte[] name, int length) {
    List<Network> networks = registry.networks();
    Suffixes known = current;
    if (known.of() != networks) {
      known = suffixes(networks);
      current = known;
    }
    List<Suffix> suffixes = known.suffixes();
    for (int i = 0; i < suffixes.size(); i++) { // no iterator: this runs for every question
      if (endsWith(name, length, suffixes.get(i).wire())) {
        return suffixes.get(i);
      }
    }
    return null;
  }

  private static boolean endsWith(byte[] name, int length, Bytes suffix) {
    int at = 0;
    while (length - at > suffix.length()) {
      at += 1 + name[at];
    }
    if (length - at != suffix.length()) {
      return false;
    }
    for (int i = 0; i < suffix.length(); i++) {
      if (name[at + i] != suffix.at(i)) {
        return false;
      }
    }
    return true;
  }

  /** Where the last label before {@code end} begins, or -1 when there is none. */
  private static int lastLabel(byte[] name, int end) {
    int last = -1;
    for (int at = 0; at < end; at += 1 + name[at]) {
      last = at;
    }
    return last;
  }

  private static boolean isKeyLabel(byte[] name, int at) {
    for (int i = 0; i < KEY_LABEL.length; i++) {
      if (name[at + i] != KEY_LABEL[i]) {
        return false;
      }
    }
    return true;
  }

  private static Bytes owner(byte[] name, int end) {
    byte[] owner = new byte[end + 1];
    System.arraycopy(name, 0, owner, 0, end);
    return Bytes.of(owner);
  }

  private static Suffixes suffixes(List<Network> networks) {
    return new Suffixes(
        networks,
        networks.stream().map(n -> new Suffix(n, Bytes.of(n.suffix().toWireCanonical()))).toList());
  }
}
