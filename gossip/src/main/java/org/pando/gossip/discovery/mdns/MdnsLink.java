package org.pando.gossip.discovery.mdns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.identity.Multiaddr;
import org.pando.gossip.identity.Prefix;
import org.pando.gossip.identity.Reach;
import org.pando.gossip.identity.TcpAddress;

/**
 * What one link is asked and told, and what is believed of what it says. It belongs to the thread
 * that reads the link's socket; nothing waits.
 *
 * <ul>
 *   <li>It asks for peers at once, then after 1, 2, 4, … seconds, at most a minute, and announces
 *       this node twice, again when its addresses change (RFC 6762, sections 5.2 and 8.3).
 *   <li>It answers within 20 to 120 ms, once a second at most, to all at once (section 6), its own
 *       questions too, as libp2p wants it; not who knows the answer already (section 7.1).
 *   <li>It believes senders of the link only (section 11), and of their addresses those that are on
 *       the link or private.
 * </ul>
 */
final class MdnsLink {
  static final String SERVICE = "_p2p._udp.local";
  static final int PORT = 5353;

  private static final String SERVICES = "_services._dns-sd._udp.local";
  private static final String VALUE = "dnsaddr=";
  private static final int MAX_TEXT = 255;
  private static final int MAX_OWN = 8;
  private static final int MAX_TOLD = 16;
  private static final long TTL = 120;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofMinutes(1).toNanos();
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

  private final PeerId self;
  private final String instance;
  private final String host;
  private final List<Prefix> onLink;
  private final RandomGenerator random;
  private List<Multiaddr> own = List.of();
  private long askAt;
  private long pause = SECOND;
  private long answerAt = Long.MAX_VALUE;
  private long answeredAt;
  private boolean answered;
  private int announcements;
  private boolean servicesAsked;

  /**
   * @param instance this node's name on all links, 32 to 63 letters and digits
   * @param onLink the prefixes of the link's interface
   */
  MdnsLink(PeerId self, String instance, List<Prefix> onLink, RandomGenerator random, long now) {
    this.self = self;
    this.instance = instance + "." + SERVICE;
    this.host = instance + ".local";
    this.onLink = List.copyOf(onLink);
    this.random = random;
    this.askAt = soon(now);
  }

  private long soon(long now) {
    return now + random.nextLong(20 * MILLISECOND, 120 * MILLISECOND);
  }

  /** Where this node listens now, on whichever link; with {@code /p2p/…}. */
  void listensOn(List<Multiaddr> addresses, long now) {
    List<Multiaddr> here = addresses.stream().filter(this::isOwn).limit(MAX_OWN).toList();
    if (!here.equals(own)) {
      own = here;
      announcements = here.isEmpty() ? 0 : 2;
      answerAt = here.isEmpty() ? Long.MAX_VALUE : soon(now);
    }
  }

  private boolean isOwn(Multiaddr address) {
    InetAddress ip = ip(address);
    return ip != null
        && Reach.of(ip) != Reach.LINK
        && isOnLink(ip)
        && (VALUE + address).length() <= MAX_TEXT;
  }

  private static @Nullable InetAddress ip(Multiaddr address) {
    return address.tcp().map(TcpAddress::literal).orElse(null);
  }

  private boolean isOnLink(InetAddress address) {
    return onLink.stream().anyMatch(prefix -> prefix.contains(address));
  }

  /** When {@link #due} has something to send, unless a packet comes before. */
  long next() {
    return Math.min(askAt, answerAt);
  }

  /** The messages to send now. */
  List<byte[]> due(long now) {
    List<byte[]> messages = new ArrayList<>();
    if (now >= askAt) {
      messages.add(MdnsWriter.question(SERVICE, MdnsMessage.PTR));
      askAt = now + pause;
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
    if (now >= answerAt) {
      messages.add(answer());
      announcements = Math.max(0, announcements - 1);
      answerAt = announcements > 0 ? now + SECOND : Long.MAX_VALUE;
      answeredAt = now;
      answered = true;
    }
    return messages;
  }

  private byte[] answer() {
    List<MdnsMessage.Entry> answers = new ArrayList<>();
    if (servicesAsked) {
      answers.add(new MdnsMessage.Pointer(SERVICES, TTL, SERVICE));
      servicesAsked = false;
    }
    answers.add(new MdnsMessage.Pointer(SERVICE, TTL, instance));
    List<MdnsMessage.Entry> additionals = new ArrayList<>();
    additionals.add(
        new MdnsMessage.Texts(
            instance, TTL, own.stream().map(address -> VALUE + address).toList()));
    int port = own.getFirst().tcp().orElseThrow().port();
    additionals.add(new MdnsMessage.Server(instance, TTL, port, host));
    for (Multiaddr address : own) {
      InetAddress ip = ip(address);
      if (ip != null) {
        additionals.add(new MdnsMessage.Address(host, TTL, ip));
      }
    }
    return MdnsWriter.response(answers, additionals);
  }

  /** Takes this node back; {@code null} when it was not announced. */
  byte @Nullable [] goodbye() {
    return answered
        ? MdnsWriter.response(List.of(new MdnsMessage.Pointer(SERVICE, 0, instance)), List.of())
        : null;
  }

  /**
   * Takes a packet in.
   *
   * @return the peers it tells of, most often none
   * @throws GossipException MALFORMED, LIMIT
   */
  List<LanPeer> receive(byte[] packet, InetAddress source, int port, long now)
      throws GossipException {
    if (port != PORT || !isOnLink(source)) {
      return List.of();
    }
    MdnsMessage message = MdnsReader.read(packet);
    if (message.response()) {
      return peers(message, source);
    }
    if (!own.isEmpty() && isForUs(message)) {
      long soonest = answered ? Math.max(soon(now), answeredAt + SECOND) : soon(now);
      answerAt = Math.min(answerAt, soonest);
    }
    return List.of();
  }

  private boolean isForUs(MdnsMessage question) {
    boolean ours = false;
    for (MdnsMessage.Question asked : question.questions()) {
      boolean pointer = asked.type() == MdnsMessage.PTR || asked.type() == MdnsMessage.ANY;
      servicesAsked |= pointer && asked.name().equals(SERVICES);
      ours |=
          (pointer && (asked.name().equals(SERVICE) || asked.name().equals(SERVICES)))
              || asked.name().equals(instance)
              || asked.name().equals(host);
    }
    return ours
        && question.records().stream()
            .noneMatch(
                known ->
                    known instanceof MdnsMessage.Pointer pointer
                        && pointer.target().equals(instance)
                        && pointer.ttl() >= TTL / 2);
  }

  private List<LanPeer> peers(MdnsMessage response, InetAddress source) {
    Set<String> instances = new HashSet<>();
    for (MdnsMessage.Entry entry : response.records()) {
      if (entry instanceof MdnsMessage.Pointer pointer
          && pointer.name().equals(SERVICE)
          && pointer.ttl() > 0
          && !pointer.target().equals(instance)) {
        instances.add(pointer.target());
      }
    }
    Map<PeerId, List<PeerAddress>> told = new LinkedHashMap<>();
    int count = 0;
    for (MdnsMessage.Entry entry : response.records()) {
      if (entry instanceof MdnsMessage.Texts texts && instances.contains(texts.name())) {
        for (String text : texts.strings()) {
          PeerAddress address = believed(text);
          if (address != null && count++ < MAX_TOLD) {
            told.computeIfAbsent(address.peer(), peer -> new ArrayList<>()).add(address);
          }
        }
      }
    }
    return told.entrySet().stream()
        .map(entry -> new LanPeer(entry.getKey(), source, entry.getValue()))
        .toList();
  }

  private @Nullable PeerAddress believed(String text) {
    try {
      if (!text.startsWith(VALUE)) {
        return null;
      }
      Multiaddr address = Multiaddr.parse(text.substring(VALUE.length()));
      PeerId peer = address.peer();
      InetAddress ip = ip(address);
      if (peer == null || peer.equals(self) || ip == null || !isNear(ip)) {
        return null;
      }
      return new PeerAddress(peer, address.withoutPeer().toString());
    } catch (GossipException e) {
      return null; // for programs of another kind
    }
  }

  /** A link-local IPv6 address would need its interface beside it. */
  private boolean isNear(InetAddress ip) {
    return switch (Reach.of(ip)) {
      case NOWHERE, LOOPBACK -> false;
      case LINK -> ip.getAddress().length == 4 && isOnLink(ip);
      case PRIVATE -> true;
      case PUBLIC -> isOnLink(ip);
    };
  }
}
