package org.pando.gossip.discovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.host.Identified;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.PeerRecord;
import org.pando.gossip.identity.PublicKey;

final class PeerExchangeTest {
  private static final long SECOND = 1_000_000_000L;
  private static final InetAddress FAR = InetAddress.ofLiteral("8.8.8.8");
  private static final InetAddress NEAR = InetAddress.ofLiteral("192.168.1.9");

  private long now;
  private final Key self = new Key(0);
  private final KnownPeers known = new KnownPeers(() -> now);
  private final PeerSupply supply = new PeerSupply(self.peer(), new SplittableRandom(1));
  private final PeerExchange exchange =
      new PeerExchange(known, supply, new SplittableRandom(2), () -> now);

  /** An identity by number. */
  private record Key(int number) implements Identity {
    private byte[] secret() {
      byte[] secret = new byte[32];
      secret[0] = (byte) number;
      secret[1] = (byte) (number >> 8);
      return secret;
    }

    @Override
    public byte[] publicKey() {
      byte[] key = new byte[32];
      Ed25519.generatePublicKey(secret(), 0, key, 0);
      return key;
    }

    @Override
    public byte[] sign(byte[] message) {
      byte[] signature = new byte[64];
      Ed25519.sign(secret(), 0, message, 0, message.length, signature, 0);
      return signature;
    }

    PeerId peer() {
      try {
        return PublicKey.ed25519(publicKey()).peerId();
      } catch (GossipException e) {
        throw new AssertionError(e);
      }
    }

    byte[] signedRecord(long seq, String... addresses) throws GossipException {
      List<Multiaddr> parsed = new ArrayList<>();
      for (String address : addresses) {
        parsed.add(Multiaddr.parse(address));
      }
      return new PeerRecord(peer(), seq, parsed).seal(this);
    }
  }

  private void connect(PeerId peer, InetAddress from, byte[] signedRecord, String... protocols) {
    InetSocketAddress remote = new InetSocketAddress(from, 50000);
    known.connected(peer, new ConnectionInfo(1, peer, false, remote, remote));
    known.identified(peer, new Identified("", Set.of(protocols), List.of(), signedRecord));
  }

  private List<byte[]> answer(PeerId asker, byte[]... question) throws Exception {
    FakeStream stream = new FakeStream(asker, List.of(question));
    exchange.handle(stream);
    return stream.sent;
  }

  private int tell(PeerId teller, byte[]... records) throws Exception {
    return exchange.ask(new FakeStream(teller, List.of(records)));
  }

  private List<String> dials() {
    return supply.toDial(Set.of(), now).stream().map(PeerAddress::address).toList();
  }

  @Test
  void anAskerHearsOfOthersButNotOfItself() throws Exception {
    Key one = new Key(1);
    Key two = new Key(2);
    byte[] ofOne = one.signedRecord(5, "/ip4/8.8.8.8/tcp/4053");
    byte[] ofTwo = two.signedRecord(5, "/ip4/9.9.9.9/tcp/4053");
    connect(one.peer(), FAR, ofOne);
    connect(two.peer(), FAR, ofTwo);
    List<byte[]> heard = answer(one.peer(), new byte[0]);
    assertEquals(1, heard.size());
    assertArrayEquals(ofTwo, heard.getFirst());
  }

  @Test
  void sixteenRecordsAtMostAndFewerIfAskedFor() throws Exception {
    for (int i = 1; i <= 30; i++) {
      Key key = new Key(i);
      connect(key.peer(), FAR, key.signedRecord(1, "/ip4/8.8.8." + i + "/tcp/4053"));
    }
    assertEquals(16, answer(new Key(101).peer(), new byte[0]).size());
    assertEquals(16, answer(new Key(102).peer(), PeerExchange.question(100)).size());
    assertEquals(3, answer(new Key(103).peer(), PeerExchange.question(3)).size());
    assertEquals(0, answer(new Key(104).peer()).size());
    GossipException malformed =
        assertThrows(
            GossipException.class, () -> answer(new Key(105).peer(), new byte[] {(byte) 0x80}));
    assertEquals(GossipException.Kind.MALFORMED, malformed.kind());
    assertThrows(GossipException.class, () -> answer(new Key(106).peer(), new byte[] {3, 3}));
  }

  @Test
  void whoWasConnectedIsDialedAgainWhereItSaidItListens() throws Exception {
    Key one = new Key(1);
    connect(one.peer(), NEAR, one.signedRecord(5, "/ip4/192.168.1.9/tcp/4053"));
    PeerSearch search = search(new ArrayList<>());
    search.look();
    assertEquals(List.of(), dials(), "it is connected");
    known.disconnected(one.peer());
    List<String> dialed = new ArrayList<>();
    search(dialed).look();
    assertEquals(List.of("/ip4/192.168.1.9/tcp/4053"), dialed);
    for (int i = 0; i < 1000; i++) {
      now += 60 * SECOND;
      search(dialed).look();
    }
    assertTrue(dialed.size() > 300, "every two minutes or so: " + dialed.size());
  }

  @Test
  void whatAPeerFromFarAwaySaidOfPrivatePlacesIsNotDialed() throws Exception {
    Key one = new Key(1);
    connect(one.peer(), FAR, one.signedRecord(5, "/ip4/192.168.1.9/tcp/4053"));
    known.disconnected(one.peer());
    List<String> dialed = new ArrayList<>();
    search(dialed).look();
    assertEquals(List.of(), dialed);
  }

  private PeerSearch search(List<String> dialed) {
    return new PeerSearch(
        known,
        supply,
        exchange,
        (peer, protocol) -> {
          throw new GossipException(GossipException.Kind.UNREACHABLE, "nobody");
        },
        address -> dialed.add(address.address()),
        () -> now);
  }

  @Test
  void whoAsksAgainWithinAMinuteIsRefused() throws Exception {
    PeerId asker = new Key(1).peer();
    answer(asker, new byte[0]);
    now += 59 * SECOND;
    GossipException refused = assertThrows(GossipException.class, () -> answer(asker, new byte[0]));
    assertEquals(GossipException.Kind.REFUSED, refused.kind());
    now += SECOND;
    answer(asker, new byte[0]);
  }

  @Test
  void privateAddressesAreToldToNeighboursOnly() throws Exception {
    Key mixed = new Key(1);
    connect(
        mixed.peer(),
        NEAR,
        mixed.signedRecord(1, "/ip4/8.8.8.8/tcp/4053", "/ip4/192.168.1.5/tcp/4053"));
    Key near = new Key(2);
    Key far = new Key(3);
    connect(near.peer(), NEAR, new byte[0]);
    connect(far.peer(), FAR, new byte[0]);
    assertEquals(1, answer(near.peer(), new byte[0]).size());
    assertEquals(0, answer(far.peer(), new byte[0]).size());
    assertEquals(0, answer(new Key(4).peer(), new byte[0]).size(), "unknown ones count as far");
  }

  @Test
  void recordsOfPeersThatLeftAreToldForAnHour() throws Exception {
    Key gone = new Key(1);
    connect(gone.peer(), FAR, gone.signedRecord(1, "/ip4/8.8.8.8/tcp/4053"));
    known.disconnected(gone.peer());
    now += 3599 * SECOND;
    assertEquals(1, answer(new Key(2).peer(), new byte[0]).size());
    now += SECOND;
    assertEquals(0, answer(new Key(3).peer(), new byte[0]).size());
  }

  @Test
  void twoHundredPeersThatLeftAreRememberedAtMost() throws Exception {
    for (int i = 1; i <= KnownPeers.MAX_GONE + 50; i++) {
      connect(Peers.peer(i), FAR, new byte[] {1});
      known.disconnected(Peers.peer(i));
    }
    assertEquals(KnownPeers.MAX_GONE, known.records(self.peer()).size());
  }

  @Test
  void whatIsToldIsDialed() throws Exception {
    Key told = new Key(5);
    connect(new Key(1).peer(), FAR, new byte[0]);
    assertEquals(1, tell(new Key(1).peer(), told.signedRecord(7, "/ip4/9.9.9.9/tcp/1")));
    assertEquals(0, tell(new Key(1).peer(), told.signedRecord(7, "/ip4/9.9.9.9/tcp/2")));
    assertEquals(List.of("/ip4/9.9.9.9/tcp/1"), dials());
  }

  @Test
  void aPeerFromFarAwayCannotMakeUsDialOurOwnSite() throws Exception {
    Key told = new Key(5);
    PeerId teller = new Key(1).peer();
    connect(teller, FAR, new byte[0]);
    tell(
        teller,
        told.signedRecord(
            1,
            "/ip4/192.168.1.1/tcp/80",
            "/ip4/127.0.0.1/tcp/80",
            "/ip6/fe80::1/tcp/80",
            "/ip4/224.0.0.251/tcp/80",
            "/dns/router.lan/tcp/80",
            "/ip4/9.9.9.9/udp/1/quic-v1",
            "/ip4/9.9.9.9/tcp/4053"));
    assertEquals(List.of("/ip4/9.9.9.9/tcp/4053"), dials());
    now += 1000 * SECOND;
    assertEquals(List.of("/ip4/9.9.9.9/tcp/4053"), dials(), "and that is all there is");
  }

  @Test
  void aNeighbourMayTellOfNeighbours() throws Exception {
    PeerId teller = new Key(1).peer();
    connect(teller, NEAR, new byte[0]);
    tell(teller, new Key(5).signedRecord(1, "/ip4/127.0.0.1/tcp/1", "/ip4/192.168.1.5/tcp/1"));
    assertEquals(List.of("/ip4/192.168.1.5/tcp/1"), dials());
  }

  @Test
  void aForgedRecordEndsTheExchange() throws Exception {
    byte[] forged = new Key(5).signedRecord(1, "/ip4/9.9.9.9/tcp/1");
    forged[forged.length - 1] ^= 1;
    GossipException refused =
        assertThrows(GossipException.class, () -> tell(new Key(1).peer(), forged));
    assertEquals(GossipException.Kind.PROTOCOL, refused.kind());
    assertEquals(0, supply.size());
  }

  @Test
  void moreThanWasAskedForEndsTheExchange() {
    byte[][] many =
        IntStream.rangeClosed(1, 17)
            .mapToObj(Key::new)
            .map(
                key -> {
                  try {
                    return key.signedRecord(1, "/ip4/9.9.9.9/tcp/1");
                  } catch (GossipException e) {
                    throw new AssertionError(e);
                  }
                })
            .toArray(byte[][]::new);
    GossipException limit =
        assertThrows(GossipException.class, () -> tell(new Key(100).peer(), many));
    assertEquals(GossipException.Kind.LIMIT, limit.kind());
    assertEquals(16, supply.size());
  }

  @Test
  void theSearchAsksWhoSpeaksTheProtocolAndDialsWhatItHears() throws Exception {
    Key told = new Key(5);
    PeerId speaker = new Key(1).peer();
    connect(speaker, FAR, new byte[0], PeerExchange.PROTOCOL.id());
    connect(new Key(2).peer(), FAR, new byte[0], "/other");
    byte[] signedRecord = told.signedRecord(1, "/ip4/9.9.9.9/tcp/1");
    List<FakeStream> opened = new ArrayList<>();
    List<PeerAddress> dialed = new ArrayList<>();
    try (PeerSearch search =
        new PeerSearch(
            known,
            supply,
            exchange,
            (peer, protocol) -> {
              opened.add(new FakeStream(peer, List.of(signedRecord)));
              return opened.getLast();
            },
            dialed::add,
            () -> now)) {
      search.look();
      assertEquals(List.of(), dialed);
      search.look();
      assertEquals(List.of(new PeerAddress(told.peer(), "/ip4/9.9.9.9/tcp/1")), dialed);
      assertEquals(List.of(speaker), opened.stream().map(FakeStream::peer).toList());
      assertTrue(opened.getFirst().closed && opened.getFirst().ended);
      assertArrayEquals(PeerExchange.question(16), opened.getFirst().sent.getFirst());
    }
  }

  @Test
  void aSearchThatIsClosedEnds() {
    PeerSearch search =
        new PeerSearch(
            known,
            supply,
            exchange,
            (peer, protocol) -> {
              throw new GossipException(GossipException.Kind.CLOSED, "closed");
            },
            address -> {},
            () -> now);
    search.close();
    search.run();
  }
}
