package org.pando.gossip.identify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.TestIdentity;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.identity.Multiaddr;

class ObservationsTest {
  private static final String SEEN = "/ip4/198.51.100.7/tcp/4053";
  private static final PeerId OWN = TestIdentity.of(1).peerId();

  private final Observations observations = new Observations();

  @Test
  void fourNetworksThatAgreeAreBelieved() {
    say("1.1.0.1", SEEN, 0);
    say("1.2.0.1", SEEN, 0);
    say("1.3.0.1", SEEN + "/p2p/" + OWN, 0);
    assertEquals(List.of(), observations.believed(0));
    say("2a00:1::1", SEEN, 0);
    assertEquals(List.of(SEEN), observations.believed(0));
  }

  @Test
  void aNetworkHasOneVoiceTheLast() {
    for (int host = 1; host < 9; host++) {
      say("1.1.0." + host, SEEN, 0);
      say("2a00:1::" + host, SEEN, 0);
    }
    say("1.2.0.1", SEEN, 0);
    assertEquals(List.of(), observations.believed(0));
    say("1.3.0.1", SEEN, 0);
    assertEquals(List.of(SEEN), observations.believed(0));
    say("1.3.99.1", "/ip4/198.51.100.8/tcp/4053", 0);
    assertEquals(List.of(), observations.believed(0));
  }

  @Test
  void itIsBelievedForAnHour() {
    for (int network = 1; network <= 4; network++) {
      say("1." + network + ".0.1", SEEN, 5);
    }
    long hour = Duration.ofHours(1).toNanos();
    assertEquals(List.of(SEEN), observations.believed(4 + hour));
    assertEquals(List.of(), observations.believed(5 + hour));
  }

  @Test
  void onlyPublicPeersThatDialedUsAndPublicTcpAddressesCount() {
    for (int network = 1; network <= 4; network++) {
      observations.add(connection("1." + network + ".0.1", true), address(SEEN), 0);
      say("10." + network + ".0.1", SEEN, 0);
      say("2." + network + ".0.1", "/ip4/10.0.0.7/tcp/4053", 0);
      say("3." + network + ".0.1", "/ip4/198.51.100.7/udp/4053/quic-v1", 0);
      say("4." + network + ".0.1", "/dns4/node.example/tcp/4053", 0);
    }
    assertEquals(List.of(), observations.believed(0));
  }

  @Test
  void theOldestVotesGiveWay() {
    sayFromFourNetworks();
    for (int network = 4; network < Observations.MAX_NETWORKS; network++) {
      say("1." + network + ".0.1", "/ip4/8.8.8.8/tcp/" + network, 0);
    }
    sayFromFourNetworks();
    say("2.0.0.1", "/ip4/8.8.8.8/tcp/9", 0);
    assertEquals(List.of(SEEN), observations.believed(0));
    for (int network = 1; network < Observations.MAX_NETWORKS - 3; network++) {
      say("2." + network + ".0.1", "/ip4/8.8.8.8/tcp/" + network, 0);
    }
    assertEquals(List.of(), observations.believed(0));
  }

  private void sayFromFourNetworks() {
    for (int network = 0; network < 4; network++) {
      say("1." + network + ".0.1", SEEN, 0);
    }
  }

  private void say(String voter, String seen, long now) {
    observations.add(connection(voter, false), address(seen), now);
  }

  private static ConnectionInfo connection(String from, boolean outbound) {
    InetSocketAddress remote = new InetSocketAddress(InetAddress.ofLiteral(from), 1);
    return new ConnectionInfo(1, OWN, outbound, remote, remote);
  }

  private static Multiaddr address(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (GossipException e) {
      throw new AssertionError(e);
    }
  }
}
