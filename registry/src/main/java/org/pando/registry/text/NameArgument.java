package org.pando.registry.text;

import org.pando.registry.Network;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * A name in one of the node's networks, as read by {@link NameSyntax}.
 *
 * @param key the label of a human name, or {@code <52 z-base-32>.key}; lower-case
 */
public record NameArgument(Network network, String key) {
  /** Absolute, lower-case. */
  public Name fullName() {
    try {
      return Name.fromString(key, network.suffix());
    } catch (TextParseException e) {
      throw new IllegalArgumentException("not a name: " + key, e);
    }
  }

  /** Whether the name is a key's own, which no witness decides about. */
  public boolean isKeyName() {
    return key.indexOf('.') >= 0;
  }
}
