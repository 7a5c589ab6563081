package org.pando.resolver.app;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pando.registry.Network;
import org.pando.registry.Published;
import org.pando.registry.Registry;
import org.pando.registry.RegistryException;
import org.pando.registry.replica.Replica;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry with what is not loaded yet: waits for the writer thread to read a name from the
 * store. Virtual threads.
 */
final class WholeRegistry implements Registry {
  private static final Logger LOG = LoggerFactory.getLogger(WholeRegistry.class);

  private final Replica replica;
  private final WriterThread writer;

  WholeRegistry(Replica replica, WriterThread writer) {
    this.replica = replica;
    this.writer = writer;
  }

  @Override
  public long version() {
    return replica.version();
  }

  @Override
  public List<Network> networks() {
    return replica.networks();
  }

  @Override
  public Published find(Network network, byte[] wire, int offset, boolean keyName) {
    Published published = replica.find(network, wire, offset, keyName);
    if (!(published instanceof Published.NotLoaded)) {
      return published;
    }
    String label = new String(wire, offset + 1, wire[offset], StandardCharsets.ISO_8859_1);
    try {
      return writer.call(() -> replica.find(network, keyName ? label + ".key" : label));
    } catch (RegistryException e) {
      LOG.debug("{}.{}: {}", label, network.suffixText(), e.getMessage());
      return new Published.Damaged();
    }
  }
}
