package org.pando.gossip;

import java.net.InetAddress;
import java.util.List;

/** A DNS in which there is nothing. */
public final class NoNames implements Surroundings.Names {
  @Override
  public List<InetAddress> addresses(String host) {
    return List.of();
  }

  @Override
  public List<String> texts(String name) {
    return List.of();
  }
}
