package org.pando.resolver.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.PeerStatus;

class AcquaintancesTest {
  private static PeerId peer(int number) {
    try {
      return PeerId.of(new byte[] {0, 1, (byte) number});
    } catch (GossipException e) {
      throw new AssertionError(e);
    }
  }

  private static String place(int number) {
    return "/ip4/192.0.2." + number + "/tcp/4053";
  }

  private static String text(int number) {
    return place(number) + "/p2p/" + peer(number);
  }

  private static List<String> texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(AcquaintancesTest::text).toList();
  }

  private static PeerStatus connected(int number, String... listening) {
    return new PeerStatus(
        peer(number),
        true,
        false,
        "",
        List.of("/ip4/203.0.113.1/tcp/60000"),
        List.of(listening),
        Set.of(),
        Set.of(),
        null,
        0,
        "");
  }

  private static List<PeerStatus> connected(int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> connected(number, place(number))).toList();
  }

  @Test
  void whoIsMetIsRememberedWhereItListensAndNotWhereItCameFrom() {
    assertEquals(texts(1, 3), Acquaintances.renewed(List.of(text(1)), connected(2, 3)));
    assertEquals(
        List.of(text(1)),
        Acquaintances.renewed(List.of(text(1)), List.of(connected(2))),
        "it does not say where it listens");
    assertEquals(
        List.of(text(1)),
        Acquaintances.renewed(List.of(text(1)), List.of(connected(1))),
        "it has not said yet");
  }

  @Test
  void whoHasMovedIsRememberedInTheNewPlaceAndByItsName() {
    String name = "/dns4/pando.example/tcp/4053";
    assertEquals(
        List.of(name + "/p2p/" + peer(1), place(9) + "/p2p/" + peer(1), text(2)),
        Acquaintances.renewed(
            List.of(name + "/p2p/" + peer(1), text(1), text(2)), List.of(connected(1, place(9)))));
  }

  @Test
  void aListThatIsRightStaysAsItIs() {
    assertEquals(texts(1, 4), Acquaintances.renewed(texts(1, 4), connected(1, 4).reversed()));
  }

  @Test
  void onlySoManyAreRememberedAndWhoIsHereStays() {
    List<String> full = texts(1, 1 + Acquaintances.MOST);
    assertEquals(full, Acquaintances.renewed(texts(1, 2), connected(1, 60)));
    assertEquals(full, Acquaintances.renewed(full, connected(1, 60)));
  }

  @Test
  void aCrowdDoesNotDisplaceThoseWhoWereThereFirst() {
    List<String> after = Acquaintances.renewed(texts(1, 1 + Acquaintances.MOST), connected(20, 60));
    assertEquals(Acquaintances.MOST, after.size());
    assertEquals(texts(1, 1 + Acquaintances.STEADY), after.subList(0, Acquaintances.STEADY));
    assertTrue(after.contains(text(20)));
    assertFalse(after.contains(text(Acquaintances.MOST)));
  }

  @Test
  void fourAddressesOfAPeerAreRemembered() {
    List<String> places = new ArrayList<>();
    IntStream.range(1, 30).forEach(number -> places.add(place(number)));
    assertEquals(
        4,
        Acquaintances.renewed(List.of(), List.of(connected(1, places.toArray(String[]::new))))
            .size());
  }
}
