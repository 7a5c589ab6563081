package org.pando.registry.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.policy.Decision;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Invite;
import org.pando.registry.store.Sharing;

/** Two nodes, of which one invites the other. */
class NetworksTest {
  private static final List<Bytes> ADDRESSES = List.of(Bytes.of(new byte[] {4, 127, 0, 0, 1}));
  private static final List<String> PEERS = List.of("/ip4/127.0.0.1/tcp/1/p2p/x");

  @TempDir Path directory;
  private TestNode host = unset();
  private TestNode guest = unset();

  @SuppressWarnings("NullAway") // set before each test
  private static TestNode unset() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    host = new TestNode(new FailingDisk(), directory.resolve("host"));
    guest = new TestNode(new FailingDisk(), directory.resolve("guest"));
  }

  @AfterEach
  void stop() throws Exception {
    host.close();
    guest.close();
  }

  private static Networks networks(TestNode node) {
    return node.registrar().networks();
  }

  private static List<String> suffixes(TestNode node) {
    return node.replica().networks().stream().map(Network::suffixText).toList();
  }

  private Invite invite(Network network) throws Exception {
    return Invite.parse(networks(host).invite(network, ADDRESSES).text());
  }

  private static void register(TestNode node, Network network, String name) throws Exception {
    Progress _ =
        node.registrar().register(network, name, TestNode.zone(1), Optional.empty(), false);
  }

  private static RegistryException refused(
      org.junit.jupiter.api.function.Executable what, Kind kind) {
    RegistryException e = assertThrows(RegistryException.class, what);
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  @Test
  void whatIsRegisteredByTheHostIsValidAtTheGuest() throws Exception {
    Network friends = networks(host).found("friends.alt", false, false);
    register(host, friends, "blog");
    Networks.Joined joined = networks(guest).join(invite(friends), PEERS, false);
    assertEquals(friends, joined.network());
    assertTrue(joined.isNew());
    assertEquals(List.of("home.alt", "friends.alt"), suffixes(guest));

    Bundle bundle = host.replica().get(friends, "blog");
    assertNotNull(bundle);
    Decision decision = guest.replica().apply(joined.network(), bundle.encode());
    assertTrue(decision instanceof Decision.Changed, decision.toString());
  }

  @Test
  void isSharedFromTheFirstInviteOn() throws Exception {
    assertNull(host.replica().sharing(host.home()));
    assertNull(invite(host.home()).preSharedKey());
    assertEquals(Sharing.OPEN, host.replica().sharing(host.home()));
    Network joined = networks(guest).join(invite(host.home()), PEERS, false).network();
    assertEquals(new Sharing(null, PEERS), guest.replica().sharing(joined));
  }

  @Test
  void aClosedNetworksKeyGoesToWhomIsInvitedAndStaysTheSame() throws Exception {
    Network closed = networks(host).found("closed.alt", true, false);
    Bytes key = invite(closed).preSharedKey();
    assertNotNull(key);
    assertEquals(key, invite(closed).preSharedKey());
    Network other = networks(host).found("other.alt", true, false);
    assertNotEquals(key, invite(other).preSharedKey());
    Network joined = networks(guest).join(invite(closed), PEERS, false).network();
    assertEquals(new Sharing(key, PEERS), guest.replica().sharing(joined));
  }

  @Test
  void anUnusedHomeGivesWay() throws Exception {
    Network old = guest.home();
    Networks.Joined joined = networks(guest).join(invite(host.home()), PEERS, false);
    assertEquals(Optional.of(old), joined.gaveWay());
    assertEquals(List.of(host.home()), guest.replica().networks());
  }

  @Test
  void aNetworkWithNamesDoesNotGiveWay() throws Exception {
    register(guest, guest.home(), "mine");
    RegistryException e =
        refused(() -> networks(guest).join(invite(host.home()), PEERS, false), Kind.REFUSED);
    assertEquals(
        "cannot join home.alt: this node is in another network home.alt that has names (pando"
            + " list); leave that one first: pando network leave home.alt",
        e.getMessage());
    assertNotNull(guest.replica().get(guest.home(), "mine"));
  }

  @Test
  void aNetworkThatOthersWereInvitedToDoesNotGiveWay() throws Exception {
    var _ = networks(guest).invite(guest.home(), ADDRESSES);
    RegistryException e =
        refused(() -> networks(guest).join(invite(host.home()), PEERS, false), Kind.REFUSED);
    assertTrue(String.valueOf(e.getMessage()).contains("that was shared"), e.getMessage());
  }

  @Test
  void suffixesThatContainEachOtherAreRefused() throws Exception {
    refused(() -> networks(host).found("home.alt", false, false), Kind.CONFLICT);
    refused(() -> networks(host).found("a.home.alt", false, false), Kind.CONFLICT);
    var _ = networks(host).found("b.friends.alt", false, false);
    refused(() -> networks(host).found("friends.alt", false, false), Kind.CONFLICT);
    refused(() -> networks(host).found("example.com", false, false), Kind.INVALID);
    assertEquals("xhome.alt", networks(host).found("xhome.alt", false, false).suffixText());
  }

  @Test
  void joiningAgainKeepsTheNewAddresses() throws Exception {
    Network friends = networks(host).found("friends.alt", false, false);
    Network joined = networks(guest).join(invite(friends), PEERS, false).network();
    List<String> moved = List.of("/ip4/127.0.0.1/tcp/2/p2p/x");
    assertFalse(networks(guest).join(invite(friends), moved, false).isNew());
    assertEquals(new Sharing(null, moved), guest.replica().sharing(joined));
    assertEquals(2, guest.replica().networks().size());
  }

  @Test
  void leavingTheLastNetworkFoundsHomeAnew() throws Exception {
    Network old = host.home();
    register(host, old, "blog");
    networks(host).leave(old);
    assertEquals(List.of("home.alt"), suffixes(host));
    assertNotEquals(old, host.home());
    assertNull(host.replica().get(host.home(), "blog"));
    register(host, host.home(), "blog");
  }

  @Test
  void dryRunsChangeNothing() throws Exception {
    Network home = guest.home();
    assertEquals("friends.alt", networks(host).found("friends.alt", true, true).suffixText());
    Networks.Joined joined = networks(guest).join(invite(host.home()), PEERS, true);
    assertEquals(host.home(), joined.network());
    assertEquals(Optional.of(home), joined.gaveWay());
    assertEquals(List.of(home), guest.replica().networks());
    assertEquals(List.of("home.alt"), suffixes(host));
  }

  @Test
  void anInviteThatPinsAnotherConfigurationIsRefused() throws Exception {
    Invite good = invite(host.home());
    Bytes other = host.home().id().bytes();
    Invite contradicts =
        new Invite(good.network(), good.genesis(), ADDRESSES, null, new Invite.Pin(0, other));
    refused(() -> networks(guest).join(contradicts, PEERS, false), Kind.INVALID);
    Invite later =
        new Invite(good.network(), good.genesis(), ADDRESSES, null, new Invite.Pin(1, other));
    refused(() -> networks(guest).join(later, PEERS, false), Kind.INVALID);
    Invite withoutGenesis = new Invite(good.network(), null, ADDRESSES, null, good.pin());
    refused(() -> networks(guest).join(withoutGenesis, PEERS, false), Kind.INVALID);
    assertEquals(List.of("home.alt"), suffixes(guest));
  }

  @Test
  void onlyItsFounderIsAWitness() throws Exception {
    Network joined = networks(guest).join(invite(host.home()), PEERS, false).network();
    assertTrue(networks(host).isWitness(host.home()));
    assertFalse(networks(guest).isWitness(joined));
  }
}
