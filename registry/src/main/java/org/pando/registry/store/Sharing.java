package org.pando.registry.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;

/**
 * How a network is shared with other nodes. A network that is not shared has none: nobody else
 * knows of it.
 *
 * @param key 32 bytes that only members know; null when anybody may connect. A secret
 * @param peers where members may be reached, multiaddrs with {@code /p2p/…}
 */
public record Sharing(@Nullable Bytes key, List<String> peers) {
  /** Shared with whoever has the invite, and no peer known yet. */
  public static final Sharing OPEN = new Sharing(null, List.of());

  public Sharing {
    peers = List.copyOf(peers);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "Sharing[" + (key == null ? "open" : "closed") + ", " + peers + "]";
  }
}
