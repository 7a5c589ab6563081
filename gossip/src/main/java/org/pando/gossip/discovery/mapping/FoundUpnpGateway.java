package org.pando.gossip.discovery.mapping;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;

/** The UPnP router of a network, looked for when it is first needed. One thread at a time. */
final class FoundUpnpGateway implements Gateway {
  private final InetAddress local;
  private final InetSocketAddress group;
  private final LongSupplier nanos;
  private @Nullable UpnpGateway found;

  FoundUpnpGateway(InetAddress local, InetSocketAddress group, LongSupplier nanos) {
    this.local = local;
    this.group = group;
    this.nanos = nanos;
  }

  @Override
  public String protocol() {
    return "UPnP";
  }

  @Override
  public Mapping open(int internalPort, int wanted, Duration lifetime) throws GossipException {
    return router().open(internalPort, wanted, lifetime);
  }

  @Override
  public void close(Mapping mapping) throws GossipException {
    router().close(mapping);
  }

  private UpnpGateway router() throws GossipException {
    if (found != null) {
      return found;
    }
    GossipException last =
        new GossipException(GossipException.Kind.TIMEOUT, "UPnP: no router answers");
    for (URI description : Ssdp.find(local, group, nanos)) {
      try {
        UpnpGateway router = UpnpGateway.of(local, description, nanos);
        found = router;
        return router;
      } catch (GossipException e) {
        last = e;
      }
    }
    throw last;
  }
}
