package org.pando.resolver.answer;

import java.util.List;
import org.pando.registry.Network;
import org.pando.registry.Published;
import org.pando.registry.Registry;

/** The registry of a node that has joined no network. */
public final class NoNetworks implements Registry {
  @Override
  public long version() {
    return 0;
  }

  @Override
  public List<Network> networks() {
    return List.of();
  }

  @Override
  public Published find(Network network, byte[] wire, int offset, boolean keyName) {
    return new Published.Unknown();
  }
}
