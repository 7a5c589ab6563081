package org.pando.gossip.discovery;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.pando.gossip.GossipException;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerId;
import org.pando.gossip.Protocol;
import org.pando.gossip.RequestHandler;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.PeerRecord;
import org.pando.gossip.identity.Reach;
import org.pando.gossip.identity.TcpAddress;
import org.pando.gossip.wire.Uvarint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Peers tell each other of peers, {@code /pando/peers/1.0.0}: the asker sends one message, empty or
 * with the varint of how many records it wants, and ends its side; the answer is that many messages
 * at most, each a signed peer record in its envelope, and the end. Any thread; streams wait.
 *
 * <p>A record is handed on whole or not at all, since it is signed: only when the asker can use all
 * of its addresses, so that nobody far away learns of private ones. What comes in is believed as
 * far as the teller could know it: a peer from far away cannot make this node dial addresses of its
 * own site, and names, which could stand for such addresses, are not taken from anybody.
 */
public final class PeerExchange implements RequestHandler {
  public static final Protocol PROTOCOL =
      new Protocol("/pando/peers/1.0.0", 8192, Duration.ofSeconds(10), 2);

  static final int MAX_RECORDS = 16;

  private static final Logger LOG = LoggerFactory.getLogger(PeerExchange.class);
  private static final int MAX_ASKERS = 1000;
  private static final long ASK_AGAIN = Duration.ofMinutes(1).toNanos();

  private final KnownPeers known;
  private final PeerSupply supply;
  private final RandomGenerator random;
  private final LongSupplier nanos;
  private final Map<PeerId, Long> askers = new LinkedHashMap<>();

  public PeerExchange(
      KnownPeers known, PeerSupply supply, RandomGenerator random, LongSupplier nanos) {
    this.known = known;
    this.supply = supply;
    this.random = random;
    this.nanos = nanos;
  }

  /** Answers one question. */
  @Override
  public void handle(MessageStream stream) throws GossipException, InterruptedException {
    byte[] question = stream.receive();
    if (question == null) {
      return;
    }
    int count = count(question);
    admit(stream.peer());
    Reach asker = known.reach(stream.peer());
    List<byte[]> records = new ArrayList<>(known.records(stream.peer()));
    Collections.shuffle(records, Random.from(random));
    for (byte[] envelope : records) {
      if (count > 0 && mayHear(asker, envelope)) {
        stream.send(envelope);
        count--;
      }
    }
    stream.end();
  }

  private static int count(byte[] question) throws GossipException {
    if (question.length == 0) {
      return MAX_RECORDS;
    }
    long count = Uvarint.read(question, 0, question.length, question.length);
    if (count == Uvarint.INCOMPLETE || Uvarint.length(count) != question.length) {
      throw GossipException.malformed("a question for peers is not empty and not a varint");
    }
    return (int) Math.min(count, MAX_RECORDS);
  }

  /** One question a minute and peer. */
  private void admit(PeerId peer) throws GossipException {
    long now = nanos.getAsLong();
    synchronized (askers) {
      Long last = askers.get(peer);
      if (last != null && now - last < ASK_AGAIN) {
        throw new GossipException(
            GossipException.Kind.REFUSED, peer + " asks for peers more than once a minute");
      }
      askers.remove(peer);
      askers.put(peer, now);
      if (askers.size() > MAX_ASKERS) {
        askers.remove(askers.keySet().iterator().next());
      }
    }
  }

  private static boolean mayHear(Reach asker, byte[] envelope) {
    try {
      List<Multiaddr> addresses = PeerRecord.open(envelope).addresses();
      return !addresses.isEmpty() && addresses.stream().allMatch(a -> asker.canUse(reach(a)));
    } catch (GossipException e) {
      return false; // of a peer whose key we cannot verify: not ours to hand on
    }
  }

  /** The question to send first. */
  static byte[] question(int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Uvarint.write(out, count);
    return out.toByteArray();
  }

  /**
   * Asks over a fresh stream and takes in what is answered.
   *
   * @return how many of the records were news
   * @throws GossipException the stream's; LIMIT, MALFORMED and PROTOCOL when the answer is not one:
   *     what came before counts
   */
  int ask(MessageStream stream) throws GossipException, InterruptedException {
    stream.send(question(MAX_RECORDS));
    stream.end();
    Reach teller = known.reach(stream.peer());
    int news = 0;
    for (int i = 0; ; i++) {
      byte[] envelope = stream.receive();
      if (envelope == null) {
        return news;
      }
      if (i == MAX_RECORDS) {
        throw GossipException.limit(
            stream.peer() + " tells of more than the " + MAX_RECORDS + " peers it was asked for");
      }
      if (takeIn(stream.peer(), teller, PeerRecord.open(envelope))) {
        news++;
      }
    }
  }

  /** Takes in what a peer said of itself while it was connected, so that it is dialed again. */
  void met(KnownPeers.Gone peer) {
    try {
      takeIn(peer.peer(), peer.reach(), PeerRecord.open(peer.signedRecord()));
      supply.answered(peer.peer(), nanos.getAsLong());
    } catch (GossipException e) {
      LOG.debug("where {} is cannot be read again: {}", peer.peer(), e.getMessage());
    }
  }

  private boolean takeIn(PeerId source, Reach teller, PeerRecord told) {
    List<Multiaddr> usable =
        told.addresses().stream()
            .filter(address -> address.peer() == null || told.peer().equals(address.peer()))
            .filter(address -> teller.canUse(reach(address)))
            .toList();
    if (usable.isEmpty()) {
      return false;
    }
    return supply.remember(
        source,
        told.peer(),
        told.seq(),
        network(usable.getFirst()),
        usable.stream().map(address -> address.withoutPeer().toString()).toList(),
        nanos.getAsLong());
  }

  private static Reach reach(Multiaddr address) {
    InetAddress ip = address.tcp().map(TcpAddress::literal).orElse(null);
    return ip == null ? Reach.NOWHERE : Reach.of(ip);
  }

  /** Its /16 or /32; a private address stands for itself. */
  private static String network(Multiaddr address) {
    InetAddress ip = address.tcp().map(TcpAddress::literal).orElseThrow();
    byte[] octets = ip.getAddress();
    return Reach.of(ip) == Reach.PUBLIC
        ? HexFormat.of().formatHex(octets, 0, octets.length == 4 ? 2 : 4)
        : ip.getHostAddress();
  }
}
