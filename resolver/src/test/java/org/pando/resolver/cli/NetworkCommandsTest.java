package org.pando.resolver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pando.registry.RegistryException;
import org.pando.resolver.control.FakeNode;
import org.pando.resolver.control.NetworkService.Decider;
import org.pando.resolver.control.NetworkService.Foundation;
import org.pando.resolver.control.NetworkService.Invitation;
import org.pando.resolver.control.NetworkService.Joining;
import org.pando.resolver.control.NetworkService.Leaving;
import org.pando.resolver.control.NetworkService.NetworkInfo;
import org.pando.resolver.control.NetworkService.Peer;
import org.pando.resolver.control.NetworkService.PeerSync;

/** {@code pando network ...} and {@code pando peers} against a node, over a real socket. */
class NetworkCommandsTest extends WithNode {
  @Test
  void createNamesTheNetworkAfterItsSuffix() throws Exception {
    run("network", "create", "friends");
    assertEquals(new Foundation("friends.alt", false, false), node.seen.getLast());
    assertEquals("founded friends.alt\n", terminal.out);
    assertEquals(
        """
        claim a name: pando register NAME.friends.alt RECORD
        invite others: pando network invite friends.alt
        """,
        terminal.err);
    run("network", "create", "x", "--suffix", "corp.internal", "--closed", "--dry-run");
    assertEquals(new Foundation("corp.internal", true, true), node.seen.getLast());
    assertEquals("would found corp.internal (closed)\n", terminal.out);
    assertEquals("", terminal.err);
  }

  @Test
  void inviteIsOneLineForScripts() throws Exception {
    run("network", "invite");
    assertEquals(new Invitation(null), node.seen.getLast());
    assertEquals("PANDO1:ABC\n", terminal.out);
    assertEquals(
        """
        to join home.alt: pando network join INVITE
        this node is found at /ip4/192.0.2.1/tcp/4053/p2p/12D3KooWx
        """,
        terminal.err);
  }

  @Test
  void theInviteOfAClosedNetworkIsASecret() throws Exception {
    node.joined.add(
        new NetworkInfo("c.alt", "aa".repeat(32), 0, true, null, true, true, List.of(), 0, null));
    run("network", "invite", "c.alt");
    assertTrue(terminal.err.contains("the invite is a secret"), terminal.err);
  }

  @Test
  void joinTellsWhatGaveWay() throws Exception {
    run("network", "join", " PANDO1:ABC ");
    assertEquals(new Joining("PANDO1:ABC", false), node.seen.getLast());
    assertEquals("joined home.alt\n", terminal.out);
    assertEquals(
        """
        your own home.alt, which had no names, has given way
        see how it goes with: pando peers
        """,
        terminal.err);
    run("network", "join", "PANDO1:AGAIN");
    assertEquals(
        "this node is in home.alt already; the invite's addresses are kept\n", terminal.out);
    run("network", "join", "PANDO1:ABC", "--dry-run");
    assertEquals("would join home.alt\n", terminal.out);
    assertEquals("your own home.alt, which had no names, would give way\n", terminal.err);
  }

  @Test
  void whatTheNodeRefusesIsSaid() throws Exception {
    node.failure = new RegistryException(RegistryException.Kind.REFUSED, "cannot join x: why");
    assertEquals(4, terminal.run("network", "join", "PANDO1:ABC"));
    assertEquals("pando: cannot join x: why\n", terminal.err);
  }

  @Test
  void leaveAsksWithWhatIsLost() throws Exception {
    assertEquals(2, terminal.run("network", "leave", "home.alt"));
    assertEquals(
        "pando: nobody is there to answer: leave home.alt and forget its 3 names here, so that"
            + " nobody can claim names in it any more? With --yes it is answered\n",
        terminal.err);
    assertEquals(new Leaving("home.alt", true), node.seen.getLast());
    run("network", "leave", "home.alt", "--yes");
    assertEquals(new Leaving("home.alt", false), node.seen.getLast());
    assertEquals("left home.alt (3 names)\n", terminal.out);
    assertEquals("a new home.alt is founded\n", terminal.err);
  }

  @Test
  void listAndShowTellWhoDecidesAndWhoElseIsThere() throws Exception {
    node.joined.add(
        new NetworkInfo(
            "c.alt",
            "aa".repeat(32),
            1,
            false,
            new Decider("club", "12D3KooWx", true),
            true,
            true,
            List.of("/ip4/192.0.2.1/tcp/4053/p2p/12D3KooWx"),
            2,
            "0123456789abcdef".repeat(2)));
    run("network", "list");
    assertEquals(
        """
        home.alt  3 names  witness  not shared
        c.alt     1 name   member   closed, 2 peers connected
        """,
        terminal.out);
    run("network", "show", "c.alt");
    assertEquals(
        """
        suffix       c.alt
        id           %s
        names        1
        witness      club (12D3KooWx) decides who gets which name, connected
        members      closed, 2 peers connected
        fingerprint  0123456789abcdef0123456789abcdef
        listens      /ip4/192.0.2.1/tcp/4053/p2p/12D3KooWx
        """
            .formatted("aa".repeat(32)),
        terminal.out);
    assertEquals(2, terminal.run("network", "show", "other.alt"));
    assertEquals("pando: in no network other.alt\n", terminal.err);
  }

  @Test
  void whoAsksAnotherNodeIsToldWhichOne() throws Exception {
    node.joined.add(
        new NetworkInfo(
            "c.alt",
            "aa".repeat(32),
            1,
            false,
            new Decider("club", "12D3KooWx", false),
            true,
            true,
            List.of(),
            2,
            null));
    String waiting =
        "waiting for club (12D3KooWx), which decides names of c.alt and is not connected\n";
    for (String command : List.of("renew", "release --yes", "recover", "transfer accept")) {
      String[] words = command.split(" ");
      List<String> all = new ArrayList<>(List.of(words));
      all.add("Blog.C.alt.");
      int _ = terminal.run(all.toArray(String[]::new));
      assertTrue(terminal.err.startsWith(waiting), command + ": " + terminal.err);
    }
    run("register", "blog.c.alt", "A", "192.0.2.1", "--json");
    assertTrue(terminal.err.startsWith(waiting), terminal.err);
    run("register", "blog", "A", "192.0.2.1");
    assertFalse(terminal.err.contains("waiting"), terminal.err);
    run("update", "blog.c.alt", "--add", "A 192.0.2.1");
    assertFalse(terminal.err.contains("waiting"), terminal.err);
  }

  @Test
  void peersAreALineEach() throws Exception {
    run("peers");
    assertEquals("", terminal.out);
    assertEquals("no peers; invite somebody with: pando network invite\n", terminal.err);
    node.peers =
        List.of(
            new Peer(
                "12D3KooWx",
                "pando/0.1.0",
                true,
                true,
                List.of("home.alt"),
                List.of("/ip4/192.0.2.1/tcp/4053"),
                Duration.ofMillis(12),
                List.of(
                    new PeerSync(
                        "home.alt", true, FakeNode.UPDATED.plusSeconds(1), FakeNode.UPDATED, "")),
                ""),
            new Peer(
                "12D3KooWy",
                "",
                false,
                false,
                List.of(),
                List.of(),
                null,
                List.of(),
                "connection refused"),
            new Peer(
                "12D3KooWz",
                "",
                true,
                false,
                List.of("home.alt"),
                List.of(),
                Duration.ofMillis(12),
                List.of(new PeerSync("home.alt", false, null, null, "it gave an invalid bundle")),
                ""));
    run("peers");
    assertEquals(
        """
        12D3KooWx  connected        12.0 ms  home.alt in sync, heard 10:00:01.000Z, compared 10:00:00.000Z                     /ip4/192.0.2.1/tcp/4053
        12D3KooWy  away             -        -                                                                                 -                        connection refused
        12D3KooWz  connected to us  12.0 ms  home.alt not in sync, not heard yet, not compared yet: it gave an invalid bundle  -
        """,
        terminal.out);
  }
}
