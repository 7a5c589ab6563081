package org.pando.resolver.app;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pando.resolver.config.ListenAddress;
import org.pando.resolver.server.ListenException;
import org.pando.resolver.server.Listeners;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket for each address of a family that this computer has, as it gets and loses them: a
 * socket bound to the wildcard itself answers from whichever address the system likes. Used by the
 * thread that starts the node, then by its housekeeping thread.
 */
final class Wildcard {
  private static final Logger LOG = LoggerFactory.getLogger(Wildcard.class);

  private final Listeners listeners;
  private final InetSocketAddress wildcard;

  /** Where each address is bound: with port 0 the system chooses one. */
  private final Map<InetSocketAddress, InetSocketAddress> bound = new HashMap<>();

  /** What another program has, and was told of. */
  private final Set<InetSocketAddress> taken = new HashSet<>();

  Wildcard(Listeners listeners, InetSocketAddress wildcard) {
    this.listeners = listeners;
    this.wildcard = wildcard;
  }

  /**
   * Listens on every address that it can have. One that the system does not let us use yet, such as
   * an IPv6 address that is being checked for duplicates, is tried again by {@link #follow}.
   *
   * @return the other refusals
   * @throws StartException when this computer's addresses cannot be listed
   */
  Map<InetSocketAddress, ListenException> listen() throws StartException {
    try {
      return listenOn(addresses());
    } catch (SocketException e) {
      throw new StartException(
          "dns.listen: this computer's addresses cannot be listed ("
              + e.getMessage()
              + "); write them one by one",
          e);
    }
  }

  boolean listens() {
    return !bound.isEmpty();
  }

  /** Closes what this computer has lost, listens on what it has got. */
  void follow() {
    try {
      List<InetSocketAddress> now = addresses();
      Map.copyOf(bound)
          .forEach(
              (address, listening) -> {
                if (!now.contains(address)) {
                  listeners.close(listening);
                  bound.remove(address);
                  LOG.info("dns.listen: {} is gone", text(address));
                }
              });
      Set<InetSocketAddress> before = Set.copyOf(bound.keySet());
      leaveOut(listenOn(now));
      bound.keySet().stream()
          .filter(address -> !before.contains(address))
          .forEach(address -> LOG.info("dns.listen: {} is there now", text(address)));
    } catch (SocketException e) {
      LOG.warn("dns.listen: this computer's addresses cannot be listed: {}", e.getMessage());
    }
  }

  /** Tells of each refusal once, for as long as it lasts. */
  void leaveOut(Map<InetSocketAddress, ListenException> refused) {
    taken.retainAll(refused.keySet());
    refused.forEach(
        (address, e) -> {
          if (taken.add(address)) {
            LOG.warn("dns.listen: {}; left out until it is free", e.getMessage());
          }
        });
  }

  private Map<InetSocketAddress, ListenException> listenOn(List<InetSocketAddress> addresses) {
    Map<InetSocketAddress, ListenException> refused = new LinkedHashMap<>();
    for (InetSocketAddress address : addresses) {
      if (bound.containsKey(address) || listeners.addresses().contains(address)) {
        continue;
      }
      try {
        bound.put(address, listeners.listen(address));
      } catch (ListenException e) {
        if (e.kind() != ListenException.Kind.NO_SUCH_ADDRESS) {
          refused.put(address, e);
        }
      }
    }
    return refused;
  }

  private List<InetSocketAddress> addresses() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(own -> own.getClass() == wildcard.getAddress().getClass())
        .map(own -> new InetSocketAddress(own, wildcard.getPort()))
        .toList();
  }

  private static String text(InetSocketAddress address) {
    return ListenAddress.of(address).text();
  }
}
