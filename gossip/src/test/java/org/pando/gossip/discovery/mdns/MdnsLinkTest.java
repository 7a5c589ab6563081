package org.pando.gossip.discovery.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.Vectors;
import org.pando.gossip.discovery.Peers;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.Prefix;

final class MdnsLinkTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLISECOND = 1_000_000L;
  private static final PeerId SELF = Peers.peer(1);
  private static final PeerId OTHER = Peers.peer(2);
  private static final InetAddress NEIGHBOUR = InetAddress.ofLiteral("10.9.0.2");
  private static final byte[] QUESTION = MdnsWriter.question(MdnsLink.SERVICE, MdnsMessage.PTR);

  private long now;
  private final MdnsLink link = link(SELF, 1);

  private static MdnsLink link(PeerId peer, int seed) {
    return new MdnsLink(
        peer,
        "instance" + seed,
        List.of(
            new Prefix(InetAddress.ofLiteral("10.9.0.1"), 24),
            new Prefix(InetAddress.ofLiteral("2a00:9::1"), 64),
            new Prefix(InetAddress.ofLiteral("fe80::1"), 64)),
        new SplittableRandom(seed),
        0);
  }

  private static List<Multiaddr> addresses(PeerId peer, String... texts) throws Exception {
    List<Multiaddr> addresses = new ArrayList<>();
    for (String text : texts) {
      addresses.add(Multiaddr.parse(text + "/p2p/" + peer));
    }
    return addresses;
  }

  /** What it sends from now until then, by the millisecond. */
  private List<byte[]> until(long then) {
    List<byte[]> sent = new ArrayList<>();
    for (; now < then; now += MILLISECOND) {
      sent.addAll(link.due(now));
    }
    return sent;
  }

  private static List<MdnsMessage> responses(List<byte[]> packets) throws Exception {
    List<MdnsMessage> messages = new ArrayList<>();
    for (byte[] packet : packets) {
      MdnsMessage message = MdnsReader.read(packet);
      if (message.response()) {
        messages.add(message);
      }
    }
    return messages;
  }

  private List<LanPeer> hear(byte[] packet) throws Exception {
    return link.receive(packet, NEIGHBOUR, MdnsLink.PORT, now);
  }

  private static byte[] response(String... texts) {
    String instance = "other." + MdnsLink.SERVICE;
    return MdnsWriter.response(
        List.of(new MdnsMessage.Pointer(MdnsLink.SERVICE, 120, instance)),
        List.of(
            new MdnsMessage.Texts(
                instance, 120, Stream.of(texts).map(text -> "dnsaddr=" + text).toList())));
  }

  private List<String> believed(String... texts) throws Exception {
    return hear(response(texts)).stream()
        .flatMap(peer -> peer.addresses().stream())
        .map(PeerAddress::toString)
        .toList();
  }

  @Test
  void itAsksAtOnceAndThenLessAndLessOften() throws Exception {
    List<Long> seconds = new ArrayList<>();
    for (; now < 240 * SECOND; now += MILLISECOND) {
      if (!link.due(now).isEmpty()) {
        seconds.add(now / SECOND);
      }
    }
    assertEquals(List.of(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L), seconds);
  }

  @Test
  void aNodeWithoutAnAddressOnTheLinkAsksOnly() throws Exception {
    link.listensOn(
        addresses(SELF, "/ip4/127.0.0.1/tcp/1", "/ip4/172.17.0.1/tcp/1", "/ip6/fe80::1/tcp/1"), 0);
    assertFalse(until(5 * SECOND).isEmpty());
    hear(QUESTION);
    assertEquals(List.of(), responses(until(10 * SECOND)));
    assertNull(link.goodbye());
  }

  @Test
  void itAnnouncesItselfTwiceAndAgainWhenItsAddressesChange() throws Exception {
    link.listensOn(addresses(SELF, "/ip4/10.9.0.1/tcp/4053"), 0);
    assertEquals(2, responses(until(10 * SECOND)).size());
    link.listensOn(addresses(SELF, "/ip4/10.9.0.1/tcp/4053"), now);
    assertEquals(0, responses(until(20 * SECOND)).size());
    link.listensOn(addresses(SELF, "/ip4/10.9.0.1/tcp/4054"), now);
    List<MdnsMessage> anew = responses(until(30 * SECOND));
    assertEquals(2, anew.size());
    assertTrue(anew.getFirst().toString().contains("/tcp/4054/"));
    assertNotNull(link.goodbye());
  }

  @Test
  void onlyAddressesOfTheLinkAreAnnouncedThere() throws Exception {
    link.listensOn(
        addresses(
            SELF,
            "/ip4/127.0.0.1/tcp/1",
            "/ip4/10.9.0.1/tcp/1",
            "/ip4/192.168.5.1/tcp/1",
            "/ip6/2a00:9::1/tcp/1",
            "/dns/pando.example/tcp/1",
            "/ip4/8.8.8.8/tcp/1"),
        0);
    String announced = responses(until(SECOND)).getFirst().toString();
    assertEquals(2, announced.split("dnsaddr=", -1).length - 1, announced);
    assertTrue(announced.contains("/ip4/10.9.0.1/") && announced.contains("/ip6/2a00:9::1/"));
  }

  @Test
  void questionsAreAnsweredSoonButOnceASecond() throws Exception {
    link.listensOn(addresses(SELF, "/ip4/10.9.0.1/tcp/4053"), 0);
    until(10 * SECOND);
    for (int i = 0; i < 50; i++) {
      hear(QUESTION);
    }
    assertEquals(0, responses(until(10 * SECOND + 20 * MILLISECOND)).size());
    assertEquals(1, responses(until(10 * SECOND + 121 * MILLISECOND)).size());
    hear(QUESTION);
    assertEquals(0, responses(until(11 * SECOND)).size());
    assertEquals(1, responses(until(12 * SECOND)).size());
  }

  @Test
  void whoKnowsTheAnswerGetsNone() throws Exception {
    link.listensOn(addresses(SELF, "/ip4/10.9.0.1/tcp/4053"), 0);
    until(10 * SECOND);
    for (int ttl : new int[] {60, 59}) {
      byte[] known =
          MdnsWriter.response(
              List.of(
                  new MdnsMessage.Pointer(MdnsLink.SERVICE, ttl, "instance1." + MdnsLink.SERVICE)),
              List.of());
      byte[] question = new byte[QUESTION.length + known.length - 12];
      System.arraycopy(QUESTION, 0, question, 0, QUESTION.length);
      System.arraycopy(known, 12, question, QUESTION.length, known.length - 12);
      question[7] = 1;
      for (int i = QUESTION.length; i < question.length - 1; i++) {
        if (question[i] == (byte) 0xc0) {
          question[i + 1] += (byte) (QUESTION.length - 12); // the names moved
        }
      }
      hear(question);
      int expected = ttl >= 60 ? 0 : 1;
      assertEquals(expected, responses(until(now + 5 * SECOND)).size(), "ttl " + ttl);
    }
  }

  @Test
  void browsersOfServicesAreToldOfTheServiceItsHostAndItsAddress() throws Exception {
    link.listensOn(addresses(SELF, "/ip4/10.9.0.1/tcp/4053"), 0);
    until(10 * SECOND);
    hear(MdnsWriter.question("_services._dns-sd._udp.local", MdnsMessage.PTR));
    MdnsMessage services = responses(until(11 * SECOND + SECOND / 2)).getFirst();
    assertEquals(
        new MdnsMessage.Pointer("_services._dns-sd._udp.local", 120, MdnsLink.SERVICE),
        services.records().getFirst());
    hear(MdnsWriter.question("instance1.local", MdnsMessage.A));
    assertEquals(1, responses(until(13 * SECOND)).size());
    hear(MdnsWriter.question("instance1." + MdnsLink.SERVICE, MdnsMessage.SRV));
    assertEquals(1, responses(until(15 * SECOND)).size());
    hear(MdnsWriter.question("_other._udp.local", MdnsMessage.PTR));
    assertEquals(0, responses(until(17 * SECOND)).size());
  }

  @Test
  void twoNodesFindEachOther() throws Exception {
    link.listensOn(addresses(SELF, "/ip4/10.9.0.1/tcp/4053", "/ip6/2a00:9::1/tcp/4053"), 0);
    MdnsLink other = link(OTHER, 2);
    List<LanPeer> found = new ArrayList<>();
    for (byte[] packet : until(SECOND)) {
      found.addAll(other.receive(packet, NEIGHBOUR, MdnsLink.PORT, now));
      assertEquals(List.of(), hear(packet), "not itself");
    }
    assertEquals(
        new LanPeer(
            SELF,
            NEIGHBOUR,
            List.of(
                new PeerAddress(SELF, "/ip4/10.9.0.1/tcp/4053"),
                new PeerAddress(SELF, "/ip6/2a00:9::1/tcp/4053"))),
        found.getFirst());
    byte[] goodbye = link.goodbye();
    assertNotNull(goodbye);
    assertEquals(List.of(), other.receive(goodbye, NEIGHBOUR, MdnsLink.PORT, now));
  }

  @Test
  void jsLibp2pIsFound() throws Exception {
    JsonObject vectors = Vectors.read("mdns.json");
    List<LanPeer> found = hear(Vectors.hex(vectors, "response"));
    assertEquals(1, found.size());
    assertEquals(
        List.of("/ip4/10.9.0.3/tcp/41001", "/ip6/fd00::3/tcp/41001"),
        found.getFirst().addresses().stream().map(PeerAddress::address).toList());
  }

  @Test
  void addressesThatAreNotNearAreNotBelieved() throws Exception {
    String to = "/p2p/" + OTHER;
    assertEquals(
        List.of(
            "/ip4/10.9.0.2/tcp/1" + to, "/ip4/192.168.7.7/tcp/1" + to, "/ip6/2a00:9::2/tcp/1" + to),
        believed(
            "/ip4/10.9.0.2/tcp/1" + to,
            "/ip4/192.168.7.7/tcp/1" + to,
            "/ip6/2a00:9::2/tcp/1" + to,
            "/ip4/8.8.8.8/tcp/1" + to,
            "/ip6/2a00:a::2/tcp/1" + to,
            "/ip6/fe80::2/tcp/1" + to,
            "/ip4/169.254.1.1/tcp/1" + to,
            "/ip4/127.0.0.1/tcp/1" + to,
            "/ip4/0.0.0.0/tcp/1" + to,
            "/dns/router.lan/tcp/1" + to,
            "/ip4/10.9.0.2/udp/1/quic-v1" + to,
            "/ip4/10.9.0.2/tcp/1",
            "/ip4/10.9.0.2/tcp/1/p2p/" + SELF,
            "nonsense"));
  }

  @Test
  void sixteenAddressesOfAMessageAreReadAtMost() throws Exception {
    String[] many =
        Stream.iterate(1, i -> i + 1)
            .limit(30)
            .map(i -> "/ip4/10.9.0.2/tcp/" + i + "/p2p/" + OTHER)
            .toArray(String[]::new);
    assertEquals(16, believed(many).size());
  }

  @Test
  void textsOfNamesThatDoNotHaveTheServiceAreNotRead() throws Exception {
    byte[] packet =
        MdnsWriter.response(
            List.of(),
            List.of(
                new MdnsMessage.Texts(
                    "other." + MdnsLink.SERVICE,
                    120,
                    List.of("dnsaddr=/ip4/10.9.0.2/tcp/1/p2p/" + OTHER))));
    assertEquals(List.of(), hear(packet));
  }

  @Test
  void sendersFromElsewhereAndFromOtherPortsAreNotHeard() throws Exception {
    byte[] packet = response("/ip4/10.9.0.2/tcp/1/p2p/" + OTHER);
    InetAddress elsewhere = InetAddress.ofLiteral("10.8.0.2");
    assertEquals(List.of(), link.receive(packet, elsewhere, MdnsLink.PORT, now));
    assertEquals(List.of(), link.receive(packet, NEIGHBOUR, 5354, now));
    assertEquals(1, link.receive(packet, NEIGHBOUR, MdnsLink.PORT, now).size());
    InetAddress linkLocal = InetAddress.ofLiteral("fe80::2");
    assertEquals(1, link.receive(packet, linkLocal, MdnsLink.PORT, now).size());
  }

  @Test
  void namesOfInstancesAreRandomLettersAndDigits() {
    SplittableRandom random = new SplittableRandom(1);
    String names =
        Stream.generate(() -> LanDiscovery.instance(random))
            .limit(100)
            .distinct()
            .collect(Collectors.joining());
    assertTrue(names.matches("[a-z0-9]{4000}"));
    assertEquals(36, names.chars().distinct().count());
  }
}
