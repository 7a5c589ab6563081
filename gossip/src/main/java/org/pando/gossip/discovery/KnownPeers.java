package org.pando.gossip.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.host.HostListener;
import org.pando.gossip.host.Identified;
import org.pando.gossip.identity.Reach;

/**
 * The peers that are connected, and those that were within the last hour, with the records they
 * signed. Written on the gossip loop, read by any thread.
 */
public final class KnownPeers implements HostListener {
  static final int MAX_GONE = 200;

  private static final long REMEMBERED = Duration.ofHours(1).toNanos();

  private final LongSupplier nanos;
  private final Map<PeerId, Known> connected = new LinkedHashMap<>();
  private final Map<PeerId, Known> gone = new LinkedHashMap<>();

  private static final class Known {
    Reach reach = Reach.PUBLIC;
    Set<String> protocols = Set.of();
    byte[] signedRecord = {};
    long left;
    boolean isNews;
  }

  /**
   * A peer that is connected no longer.
   *
   * @param reach from how far it was connected
   * @param signedRecord where it may be dialed, as it said
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Gone(PeerId peer, Reach reach, byte[] signedRecord) {}

  public KnownPeers(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public synchronized void connected(PeerId peer, ConnectionInfo first) {
    Known known = gone.remove(peer);
    if (known == null) {
      known = new Known();
    }
    known.reach = Reach.of(first.remote().getAddress());
    connected.put(peer, known);
  }

  @Override
  public synchronized void identified(PeerId peer, Identified identified) {
    Known known = connected.get(peer);
    if (known != null) {
      known.protocols = identified.protocols();
      known.signedRecord = identified.signedRecord();
    }
  }

  @Override
  public synchronized void disconnected(PeerId peer) {
    Known known = connected.remove(peer);
    if (known == null || known.signedRecord.length == 0) {
      return;
    }
    known.left = nanos.getAsLong();
    known.isNews = true;
    gone.put(peer, known);
    if (gone.size() > MAX_GONE) {
      gone.remove(gone.keySet().iterator().next());
    }
  }

  /** Who has gone since this was asked last. */
  synchronized List<Gone> newlyGone() {
    List<Gone> news = new ArrayList<>();
    gone.forEach(
        (peer, known) -> {
          if (known.isNews) {
            known.isNews = false;
            news.add(new Gone(peer, known.reach, known.signedRecord));
          }
        });
    return news;
  }

  synchronized Set<PeerId> connected() {
    return new HashSet<>(connected.keySet());
  }

  /** Who is connected and serves the protocol. */
  synchronized List<PeerId> speakers(String protocol) {
    return connected.entrySet().stream()
        .filter(entry -> entry.getValue().protocols.contains(protocol))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** From how far the peer is connected; PUBLIC, what is trusted least, when it is not. */
  synchronized Reach reach(PeerId peer) {
    Known known = connected.get(peer);
    return known == null ? Reach.PUBLIC : known.reach;
  }

  /** The signed records of all but one peer, in no order; not to be changed. */
  synchronized List<byte[]> records(PeerId except) {
    long now = nanos.getAsLong();
    gone.values().removeIf(known -> now - known.left >= REMEMBERED);
    List<byte[]> records = new ArrayList<>();
    for (Map<PeerId, Known> peers : List.of(connected, gone)) {
      peers.forEach(
          (peer, known) -> {
            if (known.signedRecord.length > 0 && !peer.equals(except)) {
              records.add(known.signedRecord);
            }
          });
    }
    return records;
  }
}
