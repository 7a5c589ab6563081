package org.pando.gossip.discovery.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.Surroundings;

final class PortMapperTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Route HOME = route("192.168.1.5", "192.168.1.1");

  private long now;
  private Optional<Route> route = Optional.of(HOME);
  private final List<List<String>> announced = new ArrayList<>();
  private final Router pcp = new Router("PCP");
  private final Router upnp = new Router("UPnP");
  private int searches;
  private final PortMapper mapper =
      new PortMapper(
          4053,
          announced::add,
          () -> route,
          where -> {
            searches++;
            return List.of(pcp, upnp);
          },
          surroundings());

  private Surroundings surroundings() {
    return new Surroundings(
        Thread::new,
        Runnable::run,
        () -> now,
        InstantSource.system(),
        new SplittableRandom(1),
        new NoNames());
  }

  private static Route route(String local, String gateway) {
    return new Route(InetAddress.ofLiteral(local), InetAddress.ofLiteral(gateway));
  }

  private static final class NoNames implements Surroundings.Names {
    @Override
    public List<InetAddress> addresses(String host) {
      throw new AssertionError(host);
    }

    @Override
    public List<String> texts(String name) {
      throw new AssertionError(name);
    }
  }

  private static final class Router implements Gateway {
    final List<Integer> opened = new ArrayList<>();
    final List<Mapping> closed = new ArrayList<>();
    boolean works;
    String outside = "8.8.4.4";
    int port = 4053;
    private final String protocol;

    Router(String protocol) {
      this.protocol = protocol;
    }

    @Override
    public String protocol() {
      return protocol;
    }

    @Override
    public Mapping open(int internalPort, int wanted, Duration lifetime) throws GossipException {
      opened.add(wanted);
      if (!works) {
        throw new GossipException(GossipException.Kind.TIMEOUT, "silent");
      }
      return new Mapping(InetAddress.ofLiteral(outside), port, internalPort, lifetime);
    }

    @Override
    public void close(Mapping mapping) {
      closed.add(mapping);
    }
  }

  private void pass(Duration time) throws InterruptedException {
    long until = now + time.toNanos();
    while (now < until) {
      mapper.look();
      now += Duration.ofSeconds(30).toNanos();
    }
  }

  @Test
  void theFirstProtocolThatWorksIsKept() throws Exception {
    upnp.works = true;
    pass(MINUTE);
    assertEquals(List.of(List.of("/ip4/8.8.4.4/tcp/4053")), announced);
    pass(Duration.ofHours(2));
    assertEquals(1, pcp.opened.size());
    assertEquals(1, searches);
    assertTrue(upnp.opened.size() >= 4 && upnp.opened.size() <= 6, upnp.opened.toString());
    assertEquals(1, announced.size(), "what stays is not announced again");
  }

  @Test
  void aPortThatWasGivenIsAskedForAgain() throws Exception {
    pcp.works = true;
    pcp.port = 5000;
    pass(Duration.ofMinutes(40));
    assertEquals(List.of(4053, 5000), pcp.opened);
    pcp.port = 5001;
    pass(Duration.ofMinutes(40));
    assertEquals(
        List.of(List.of("/ip4/8.8.4.4/tcp/5000"), List.of("/ip4/8.8.4.4/tcp/5001")), announced);
  }

  @Test
  void failuresAreRepeatedLessAndLessOften() throws Exception {
    pass(Duration.ofMinutes(64));
    assertTrue(searches >= 5 && searches <= 7, searches + " searches");
    pass(Duration.ofHours(24));
    assertTrue(searches >= 20 && searches <= 32, searches + " searches");
    assertEquals(List.of(), announced);
  }

  @Test
  void whenTheRouterStopsAnsweringOthersAreTriedAndTheAddressIsTakenBack() throws Exception {
    pcp.works = true;
    pass(MINUTE);
    pcp.works = false;
    pass(Duration.ofMinutes(40));
    assertEquals(List.of(List.of("/ip4/8.8.4.4/tcp/4053"), List.of()), announced);
    upnp.works = true;
    pass(Duration.ofMinutes(15));
    assertEquals(List.of("/ip4/8.8.4.4/tcp/4053"), announced.getLast());
  }

  @Test
  void inAnotherNetworkItBeginsAnew() throws Exception {
    pcp.works = true;
    pass(MINUTE);
    route = Optional.empty();
    pass(MINUTE);
    assertEquals(List.of(), announced.getLast());
    route = Optional.of(route("192.168.7.5", "192.168.7.1"));
    pcp.outside = "9.9.9.9";
    pass(MINUTE);
    assertEquals(List.of("/ip4/9.9.9.9/tcp/4053"), announced.getLast());
    assertEquals(2, searches);
  }

  @Test
  void aRouterBehindAnotherIsNotAnnounced() throws Exception {
    pcp.works = true;
    pcp.outside = "100.64.3.4";
    pass(Duration.ofMinutes(90));
    assertTrue(announced.stream().allMatch(List::isEmpty), announced.toString());
    assertEquals(1, searches);
  }

  @Test
  void aComputerWithAPublicAddressNeedsNoRouter() throws Exception {
    route = Optional.of(route("8.8.8.8", "8.8.8.1"));
    pass(Duration.ofHours(3));
    assertEquals(0, searches);
  }

  @Test
  void whatWasOpenedIsClosedAtTheEnd() throws Exception {
    pcp.works = true;
    mapper.look();
    mapper.close();
    mapper.run();
    assertEquals(1, pcp.closed.size());
    assertEquals(4053, pcp.closed.getFirst().externalPort());
    assertFalse(announced.isEmpty());
  }
}
