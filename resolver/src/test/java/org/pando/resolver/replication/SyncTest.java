package org.pando.resolver.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pando.gossip.RequestHandler;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.crypto.Domain;
import org.pando.registry.rule.RecordException;

/** Two nodes compare their replicas of one network, over streams in memory. */
class SyncTest extends HostAndGuest {
  private static final String PROTOCOL = "/pando/sync/1.0.0";

  private final FakeGossip hostGossip = new FakeGossip(1);
  private final FakeGossip guestGossip = new FakeGossip(2);

  /** Two seconds pass between two looks at it. */
  private final AtomicLong now = new AtomicLong();

  private final List<Replication> replications = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    replications.forEach(Replication::close);
  }

  private void replicate() throws Exception {
    replicate(host, hostGossip);
    replicate(guest, guestGossip);
  }

  private void replicate(TestRegistry registry, FakeGossip gossip) throws Exception {
    replications.add(
        registry.replicate(
            key -> gossip, () -> now.addAndGet(2_000_000_000L), InstantSource.system()));
  }

  private Bytes fingerprint(int node) {
    return replications.get(node).report().fingerprint(network).orElseThrow();
  }

  private void register(String... names) throws Exception {
    for (String name : names) {
      Bytes _ = host.register(network, name);
    }
  }

  private void assertSame(String... names) throws Exception {
    for (String name : names) {
      Bytes bundle = host.bundle(network, name);
      assertFalse(bundle.length() == 0, name);
      assertEquals(bundle, guest.bundle(network, name), name);
    }
  }

  @Test
  void whoeverWasAwayForTheWholeHistoryCatchesUp() throws Exception {
    register("blog", "shop", "mail");
    replicate();
    FakeGossip.connect(guestGossip, hostGossip);
    assertSame("blog", "shop", "mail");
    assertEquals(List.of(), guestGossip.published);
    assertEquals(fingerprint(0), fingerprint(1));
  }

  @Test
  void moreNamesThanAPageAreCopied() throws Exception {
    for (int i = 0; i < 300; i++) {
      register("n" + i);
    }
    replicate();
    FakeGossip.connect(guestGossip, hostGossip);
    assertEquals(300, guest.keys(network).size());
    assertEquals(host.keys(network), guest.keys(network));
  }

  @Test
  void whatWasMissedIsLearnedAndHandedOn() throws Exception {
    register("blog");
    replicate();
    FakeGossip.connect(guestGossip, hostGossip);
    register("shop"); // gossip loses it
    assertNotEquals(fingerprint(0), fingerprint(1));
    guestGossip.published.clear();
    FakeGossip.connect(guestGossip, hostGossip);
    replications.forEach(Replication::tend);
    assertSame("blog", "shop");
    assertEquals(host.bundle(network, "shop"), Bytes.of(guestGossip.published.getFirst()));
  }

  @Test
  void aNewStateTakesThePlaceOfTheOldOne() throws Exception {
    register("blog");
    replicate();
    FakeGossip.connect(guestGossip, hostGossip);
    host.update(network, "blog");
    FakeGossip.connect(guestGossip, hostGossip);
    assertSame("blog");
    assertEquals(1, guest.keys(network).size());
  }

  @Test
  void aStrangerIsToldNothing() throws Exception {
    register("blog");
    replicate(host, hostGossip);
    RequestHandler server = Objects.requireNonNull(hostGossip.served.get(PROTOCOL));
    SyncMessage.Hello hello =
        new SyncMessage.Hello(new NetworkId(Bytes.of(new byte[32])), 0, 0, Bytes.of(new byte[16]));
    assertEquals(new SyncMessage.End(SyncMessage.Code.UNKNOWN_NETWORK), answer(server, hello));
    assertEquals(
        new SyncMessage.End(SyncMessage.Code.UNKNOWN_NETWORK),
        answer(server, new SyncMessage.Snapshot("")));
  }

  @Test
  void aNetworkThatIsLeftMeanwhileIsToldNothingOf() throws Exception {
    register("blog");
    replicate(host, hostGossip);
    RequestHandler server = Objects.requireNonNull(hostGossip.served.get(PROTOCOL));
    try (SyncStream stream =
        new SyncStream(FakeGossip.Pipe.open(guestGossip.id(), hostGossip.id(), server))) {
      stream.send(claims(0));
      assertTrue(stream.receive() instanceof SyncMessage.Hello);
      host.leave(network); // gossip has not followed yet
      stream.send(new SyncMessage.Snapshot(""));
      assertEquals(new SyncMessage.Give(List.of()), stream.receive());
    }
  }

  private SyncMessage answer(RequestHandler server, SyncMessage question) throws Exception {
    try (SyncStream stream =
        new SyncStream(FakeGossip.Pipe.open(guestGossip.id(), hostGossip.id(), server))) {
      stream.send(question);
      SyncMessage answer = stream.receive();
      if (answer == null) {
        throw new AssertionError("no answer");
      }
      return answer;
    }
  }

  /** A peer that answers each question from a list; what the guest then holds stays as it was. */
  private void meet(SyncMessage... answers) throws Exception {
    replicate(guest, guestGossip);
    List<SyncMessage> left = new ArrayList<>(List.of(answers));
    hostGossip.served.put(
        PROTOCOL,
        stream -> {
          while (stream.receive() != null && !left.isEmpty()) {
            stream.send(left.removeFirst().encode().toArray());
          }
        });
    FakeGossip.connect(guestGossip, hostGossip);
    assertTrue(left.isEmpty(), left.toString());
  }

  private SyncMessage.Hello claims(long count) {
    return new SyncMessage.Hello(network.id(), 0, count, Bytes.of(new byte[16]));
  }

  @Test
  void aForgedBundleIsNeverServed() throws Exception {
    byte[] forged = host.register(network, "blog").toArray();
    forged[forged.length - 1] ^= 1;
    meet(claims(1), new SyncMessage.Give(List.of(Bytes.of(forged))));
    assertEquals(List.of(), guest.keys(network));
  }

  @Test
  void aSnapshotThatRunsInCirclesEnds() throws Exception {
    Bytes bundle = host.register(network, "blog");
    SyncMessage.Give again = new SyncMessage.Give(List.of(bundle));
    meet(claims(1_000_000), again, again);
    assertSame("blog");
  }

  @Test
  void whatWasNotAskedForIsRefused() throws Exception {
    Bytes other = host.register(network, "other");
    Bytes wanted = host.register(network, "wanted");
    Bytes id = Domain.sha256(wanted);
    byte[] ids = new byte[1 + 2 + 1 + 32];
    ids[0] = 0x61;
    ids[1] = 0; // infinity, no prefix
    ids[2] = 0;
    ids[3] = 2; // ids
    byte[] one = new byte[ids.length + 1];
    System.arraycopy(ids, 0, one, 0, 4);
    one[4] = 1;
    id.copyTo(0, one, 5, 32);
    meet(
        claims(1),
        new SyncMessage.Give(List.of()),
        new SyncMessage.Recon(Bytes.of(one)),
        new SyncMessage.Give(List.of(other)));
    assertEquals(List.of(), guest.keys(network));
  }

  @Test
  void messagesGoRound() throws Exception {
    for (SyncMessage message :
        List.of(
            claims(7),
            new SyncMessage.Recon(Bytes.of(new byte[] {0x61})),
            new SyncMessage.Want(List.of(Bytes.of(new byte[32]))),
            new SyncMessage.Give(List.of(Bytes.of(new byte[] {1}), Bytes.of(new byte[] {2}))),
            new SyncMessage.Snapshot("blog"),
            new SyncMessage.End(SyncMessage.Code.BUSY))) {
      assertEquals(message, SyncMessage.decode(message.encode()));
    }
  }

  @Test
  void whatIsNoMessageIsRefused() {
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      byte[] junk = new byte[random.nextInt(64)];
      random.nextBytes(junk);
      try {
        SyncMessage message = SyncMessage.decode(Bytes.of(junk));
        assertEquals(Bytes.of(junk), message.encode());
      } catch (RecordException e) {
        assertFalse(String.valueOf(e.getMessage()).isEmpty());
      }
    }
    assertThrows(
        RecordException.class,
        () -> SyncMessage.decode(Bytes.of(new byte[SyncMessage.MAX_SIZE + 1])));
  }

  @Test
  void junkFromAPeerEndsTheSessionOnly() throws Exception {
    replicate(guest, guestGossip);
    hostGossip.served.put(PROTOCOL, stream -> stream.send(new byte[] {1, 2, 3}));
    FakeGossip.connect(guestGossip, hostGossip);
    assertEquals(List.of(), guest.keys(network));
  }
}
