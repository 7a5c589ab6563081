package org.pando.resolver.local;

import java.util.List;
import org.pando.registry.Network;
import org.pando.registry.Published;
import org.pando.registry.Registry;
import org.pando.resolver.answer.RegistryNames;

/** A registry of networks without names. */
final class Networks implements Registry {
  private List<Network> joined = List.of();

  /** Is a member of these from now on. */
  void join(String... suffixes) {
    joined = List.of(suffixes).stream().map(Asking::network).toList();
  }

  RegistryNames names() {
    return new RegistryNames(this);
  }

  @Override
  public long version() {
    return joined.size();
  }

  @Override
  public List<Network> networks() {
    return joined;
  }

  @Override
  public Published find(Network network, byte[] wire, int offset, boolean keyName) {
    return new Published.Unknown();
  }
}
