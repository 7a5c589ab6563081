package org.pando.resolver.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.pando.resolver.config.DnsConfig;
import org.pando.resolver.config.ListenAddress;
import org.pando.resolver.server.ListenException;
import org.pando.resolver.server.Listeners;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this node answers DNS. Used by the thread that starts the node, then by its housekeeping
 * thread.
 *
 * <p>A {@link Wildcard} becomes one socket per address of this computer. A default address that
 * this computer lacks is skipped, a configured one is waited for. When nobody chose a port and port
 * 53 cannot be had, 127.0.0.1:5300 is used.
 */
final class DnsAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(DnsAddresses.class);
  private static final InetSocketAddress FALLBACK =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5300);

  private final Listeners listeners;
  private final List<ListenAddress> wanted;
  private final boolean given;
  private final List<InetSocketAddress> awaited = new ArrayList<>();
  private final List<Wildcard> wildcards = new ArrayList<>();

  DnsAddresses(Listeners listeners, NodeSettings settings) {
    this.listeners = listeners;
    this.given = settings.listenGiven();
    this.wanted =
        settings.container() && !given
            ? Stream.of("0.0.0.0", "::").map(DnsAddresses::defaultPort).toList()
            : settings.config().dns().listen();
  }

  /**
   * @throws StartException when an address cannot be had and nothing may stand in for it
   */
  void listen() throws StartException {
    for (ListenAddress address : wanted) {
      InetSocketAddress each = address.socketAddress(DnsConfig.PORT);
      boolean portChosen = given && address.port().isPresent();
      boolean goOn =
          each.getAddress().isAnyLocalAddress()
              ? listenOnAll(each, portChosen)
              : listen(each, portChosen);
      if (!goOn) {
        return;
      }
    }
    if (listeners.addresses().isEmpty() && awaited.isEmpty() && wildcards.isEmpty()) {
      throw new StartException(
          "dns.listen: this computer has none of the addresses; write one that it has, such as"
              + " listen = [\"127.0.0.1\"]");
    }
  }

  /** Takes note of addresses that this computer has got or lost. */
  void follow() {
    retry();
    wildcards.forEach(Wildcard::follow);
  }

  private void retry() {
    awaited.removeIf(
        address -> {
          try {
            listeners.listen(address);
            LOG.info("dns.listen: {} is there now", text(address));
            return true;
          } catch (ListenException e) {
            return e.kind() != ListenException.Kind.NO_SUCH_ADDRESS && warned(e);
          }
        });
  }

  /**
   * An address that another program listens on is left to it, unless nothing remains.
   *
   * @return whether to go on with the next address
   */
  private boolean listenOnAll(InetSocketAddress address, boolean portChosen) throws StartException {
    Wildcard wildcard = new Wildcard(listeners, address);
    Map<InetSocketAddress, ListenException> refusals = wildcard.listen();
    if (!wildcard.listens() && !refusals.isEmpty()) {
      Map.Entry<InetSocketAddress, ListenException> first = refusals.entrySet().iterator().next();
      return refused(first.getValue(), first.getKey(), portChosen);
    }
    wildcard.leaveOut(refusals);
    wildcards.add(wildcard);
    return true;
  }

  /** Whether to go on with the next address. */
  private boolean listen(InetSocketAddress address, boolean portChosen) throws StartException {
    try {
      listeners.listen(address);
      return true;
    } catch (ListenException e) {
      return refused(e, address, portChosen);
    }
  }

  private boolean refused(ListenException e, InetSocketAddress address, boolean portChosen)
      throws StartException {
    return switch (e.kind()) {
      case NO_SUCH_ADDRESS -> {
        missing(address);
        yield true;
      }
      case PERMISSION, IN_USE, OTHER -> {
        if (portChosen) {
          throw new StartException("dns.listen: " + e.getMessage() + "; " + remedy(e, address), e);
        }
        fallBack(e, address);
        yield false;
      }
    };
  }

  private void missing(InetSocketAddress address) {
    if (given) {
      LOG.warn("dns.listen: this computer does not have {} yet; waiting for it", text(address));
      awaited.add(address);
    } else {
      LOG.info("dns: this computer does not have {}; skipped", text(address));
    }
  }

  private void fallBack(ListenException reason, InetSocketAddress refused) throws StartException {
    listeners.close();
    awaited.clear();
    wildcards.clear();
    LOG.warn("dns: {}; using {} instead", reason.getMessage(), text(FALLBACK));
    LOG.warn("dns: to use port {}: {}", DnsConfig.PORT, remedy(reason, refused));
    try {
      listeners.listen(FALLBACK);
    } catch (ListenException e) {
      throw new StartException(
          "dns: "
              + reason.getMessage()
              + ", and "
              + e.getMessage()
              + "; choose a free port in pando.toml: [dns] listen = [\"127.0.0.1:5301\"]",
          e);
    }
  }

  private static String remedy(ListenException e, InetSocketAddress address) {
    return switch (e.kind()) {
      case PERMISSION ->
          "allow low ports with: sudo sysctl net.ipv4.ip_unprivileged_port_start=53, or run as"
              + " root, or choose another port in pando.toml: [dns] listen = [\"127.0.0.1:5300\"]";
      case IN_USE ->
          "stop "
              + PortHolder.describe(address.getPort())
              + ", or choose another port in pando.toml: [dns] listen = [\"127.0.0.1:5300\"]";
      case NO_SUCH_ADDRESS, OTHER ->
          "choose another address in pando.toml: [dns] listen = [\"127.0.0.1\"]";
    };
  }

  private static boolean warned(ListenException e) {
    LOG.warn("dns.listen: {}", e.getMessage());
    return true;
  }

  private static ListenAddress defaultPort(String literal) {
    return new ListenAddress(InetAddress.ofLiteral(literal), OptionalInt.empty());
  }

  private static String text(InetSocketAddress address) {
    return ListenAddress.of(address).text();
  }
}
