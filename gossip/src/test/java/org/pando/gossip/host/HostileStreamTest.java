package org.pando.gossip.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.gossip.yamux.Frames.DATA;
import static org.pando.gossip.yamux.Frames.GO_AWAY;
import static org.pando.gossip.yamux.Frames.PING;
import static org.pando.gossip.yamux.Frames.WINDOW;
import static org.pando.gossip.yamux.Frames.data;
import static org.pando.gossip.yamux.Frames.frame;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.identify.Identify;
import org.pando.gossip.yamux.Frames;
import org.pando.gossip.yamux.Frames.Frame;

/**
 * Peers that are who they say and then misbehave on their streams. Each time the host cuts them or
 * bounds what they take, serves an honest peer meanwhile, and is afterwards as it was before.
 */
@Timeout(120)
class HostileStreamTest {
  private static final int SYN = 1;
  private static final int RST = 8;
  private static final int WINDOW_BYTES = 262_144;

  private final Victim victim;
  private final Victim honest;
  private Victim.Taken before = new Victim.Taken(0, 0, 0, 0);

  HostileStreamTest() throws Exception {
    victim = new Victim(1);
    honest = new Victim(2);
  }

  @BeforeEach
  void connectTheHonest() throws Exception {
    serves();
    before = victim.taken();
  }

  /** The attackers are gone, and nothing of them is left. */
  @AfterEach
  void everythingIsAsBefore() throws Exception {
    try (victim;
        honest) {
      serves();
      victim.assertAsBefore(before);
    }
  }

  /** An honest peer is answered. */
  private void serves() throws Exception {
    honest.host.execute(() -> honest.host.connect(address()));
    try (MessageStream stream = honest.requests.open(victim.host.id(), Victim.ECHO)) {
      stream.send("hello".getBytes(UTF_8));
      assertArrayEquals("hello".getBytes(UTF_8), stream.receive());
      stream.end();
    }
  }

  private PeerAddress address() {
    try {
      return victim.peerAddress();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void assertGoAway(List<Frame> said) {
    Frame last = said.getLast();
    assertEquals(GO_AWAY, last.type(), said.toString());
    assertEquals(1, last.length());
  }

  @Test
  void dataBeyondTheWindowCutsTheConnection() throws Exception {
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      attacker.open(1, Victim.DEAF);
      for (int i = 0; i < WINDOW_BYTES / 16_384; i++) {
        attacker.send(data(0, 1, new byte[16_384]));
      }
      serves();
      attacker.send(frame(DATA, 0, 1, 1));
      assertGoAway(attacker.untilCut());
    }
  }

  @Test
  void aFrameLargerThanAnyWindowCutsTheConnectionBeforeItsBytesCome() throws Exception {
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      attacker.open(1, Victim.ECHO.id());
      attacker.send(frame(DATA, 0, 1, 0xffff_ffffL));
      assertGoAway(attacker.untilCut());
    }
  }

  @Test
  void aWindowBeyondItsNumberCutsTheConnection() throws Exception {
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      attacker.open(1, Victim.DEAF);
      attacker.send(frame(WINDOW, 0, 1, 0xffff_ffffL));
      assertGoAway(attacker.untilCut());
    }
  }

  @Test
  void aPingFloodCutsTheConnection() throws Exception {
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      attacker.flood(10_000, frame(PING, SYN, 0, 1));
    }
  }

  @Test
  void aFloodOfWindowUpdatesCutsTheConnection() throws Exception {
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      attacker.open(1, Victim.DEAF);
      byte[] many = new byte[0];
      for (int i = 0; i < 100; i++) {
        many = Frames.join(many, frame(WINDOW, 0, 1, 1));
      }
      attacker.flood(1_000, many);
    }
  }

  @Test
  void aFloodOfDataForNoStreamCutsTheConnection() throws Exception {
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      attacker.flood(4_000, data(0, 99, new byte[60_000]));
    }
  }

  @Test
  void streamsOpenedWithoutEndCutTheConnection() throws Exception {
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      for (int i = 0; i < 64; i++) {
        attacker.send(frame(WINDOW, SYN, 2 * i + 1, 0));
      }
      serves();
      attacker.send(frame(WINDOW, SYN, 129, 0));
      attacker.untilFlag(129, RST);
      byte[] more = new byte[0];
      for (int i = 65; i < 700; i++) {
        more = Frames.join(more, frame(WINDOW, SYN, 2 * i + 1, 0));
      }
      attacker.send(more);
      attacker.untilCut();
    }
  }

  @Test
  void aStormOfResetsCutsTheConnection() throws Exception {
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      for (int i = 0; i < 400; i++) {
        attacker.open(2 * i + 1, Victim.ECHO.id());
        attacker.send(frame(WINDOW, RST, 2 * i + 1, 0));
      }
      serves();
      attacker.flood(1_000, frame(WINDOW, SYN | RST, 9_001, 0));
    }
  }

  @Test
  void streamsThatAgreeOnNoProtocolAreReset() throws Exception {
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      for (int i = 0; i < 64; i++) {
        attacker.send(frame(WINDOW, SYN, 2 * i + 1, 0));
      }
      attacker.send(frame(PING, SYN, 0, 7));
      attacker.untilFlag(0, 2);
      victim.pass(Duration.ofSeconds(11));
      for (int i = 0; i < 64; i++) {
        attacker.untilFlag(2 * i + 1, RST);
      }
      attacker.open(201, Victim.DEAF);
      attacker.untilFlag(201, 2);
    }
  }

  @Test
  void aPeerThatReadsNothingHoldsLittleAndIsCut() throws Exception {
    List<Attacker> attackers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Attacker attacker = Attacker.slow(i, victim.at());
      attackers.add(attacker);
      for (int stream = 1; stream < 32; stream += 2) {
        attacker.open(stream, Victim.SOURCE.id());
        attacker.send(frame(WINDOW, 0, stream, 0x7fff_ffff));
      }
    }
    serves();
    victim.until("all connected", () -> victim.host.peers().size() == 9);
    Victim.Taken under = victim.taken();
    long held = under.heap() - before.heap() + under.buffers() - before.buffers();
    assertTrue(held < 64L << 20, held + " bytes for 128 streams that are not read");
    victim.pass(Duration.ofSeconds(1));
    victim.pass(Duration.ofSeconds(31));
    serves();
    victim.pass(Duration.ofSeconds(16));
    serves();
    victim.until("the attackers are cut", () -> victim.host.peers().size() == 1);
    for (Attacker attacker : attackers) {
      attacker.untilEnd();
      attacker.close();
    }
  }

  @Test
  void aMessageLargerThanItsProtocolAllowsCostsTheStreamOnly() throws Exception {
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      attacker.open(1, Victim.ECHO.id());
      attacker.send(data(0, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0x7f));
      attacker.untilFlag(1, RST);
      attacker.open(3, Victim.ECHO.id());
      attacker.send(data(0, 3, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 1));
      attacker.untilFlag(3, RST);
    }
  }

  @Test
  void emptyMessagesDoNotPileUpBehindAHandlerThatIsSlow() throws Exception {
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      attacker.open(1, Victim.SOURCE.id());
      int sent = 0;
      do {
        attacker.send(data(0, 1, new byte[50_000]));
        sent++;
      } while (sent < 40 && attacker.isRead(sent));
      assertTrue(sent <= 1 + WINDOW_BYTES / 50_000, sent + " times 50 000 empty messages");
    }
  }

  @Test
  void identifyMessagesAreBounded() throws Exception {
    Identify identify = new Identify(victim.host, victim.identity, "victim", true);
    victim.host.execute(identify::start);
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      attacker.open(1, "/ipfs/id/push/1.0.0");
      attacker.send(data(0, 1, (byte) 0xff, (byte) 0x7f));
      attacker.untilFlag(1, RST);
      serves();
      for (int i = 0; i < 8; i++) {
        attacker.open(11 + 2 * i, "/ipfs/id/push/1.0.0");
      }
      attacker.untilFlag(25, RST);
    }
    victim.host.execute(identify::close);
  }

  @Test
  void bytesThatDoNotDecryptCutTheConnectionWithoutAWord() throws Exception {
    try (Attacker attacker = Attacker.of(1, victim.at())) {
      attacker.sendRaw(new byte[100]);
      assertEquals(List.of(), attacker.untilCut());
    }
  }

  @Test
  void connectionsThatAreTornDownMidwayLeaveNothing() throws Exception {
    for (int i = 0; i < 200; i++) {
      try (Attacker attacker = Attacker.of(i % 50, victim.at())) {
        attacker.open(1, i % 2 == 0 ? Victim.SOURCE.id() : Victim.ECHO.id());
        attacker.send(frame(DATA, 0, 1, 100_000), new byte[i * 100]);
        attacker.abort();
      } catch (IOException e) {
        // refused while the earlier ones are being cleared away
      }
      if (i % 50 == 0) {
        serves();
      }
    }
  }
}
