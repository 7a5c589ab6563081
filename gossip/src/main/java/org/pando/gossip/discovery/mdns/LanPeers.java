package org.pando.gossip.discovery.mdns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;
import org.pando.gossip.discovery.DialBudget;

/**
 * Which of the peers that links tell of are worth telling the host of now: those that are new or
 * moved, others again after a minute, and no more than a dial budget lets through, of all together
 * and of each computer. Any thread.
 */
final class LanPeers {
  static final int DIALS_PER_MINUTE = 60;
  static final int DIALS_PER_MINUTE_AND_SOURCE = 20;

  private static final int MAX_PEERS = 256;
  private static final int MAX_SOURCES = 256;
  private static final int MAX_ADDRESSES = 4;
  private static final long TELL_AGAIN = Duration.ofMinutes(1).toNanos();

  private final Map<PeerId, Told> told = new LinkedHashMap<>();
  private final Map<InetAddress, DialBudget> sources = new LinkedHashMap<>();
  private final DialBudget all = new DialBudget(DIALS_PER_MINUTE);

  private record Told(Set<PeerAddress> addresses, long at) {}

  /** The addresses to try now; none when there is nothing new or the budget is spent. */
  synchronized List<PeerAddress> admit(LanPeer found, long now) {
    Told before = told.getOrDefault(found.peer(), new Told(Set.of(), now));
    boolean known = before.addresses().containsAll(found.addresses());
    if (known && now - before.at() < TELL_AGAIN) {
      return List.of();
    }
    DialBudget ofSource = budget(found.source());
    List<PeerAddress> admitted =
        found.addresses().stream()
            .distinct()
            .limit(MAX_ADDRESSES)
            .filter(address -> ofSource.take(now) && all.take(now))
            .toList();
    if (!admitted.isEmpty()) {
      remember(found, known ? Set.of() : before.addresses(), now);
    }
    return admitted;
  }

  private DialBudget budget(InetAddress source) {
    DialBudget budget =
        sources.computeIfAbsent(source, any -> new DialBudget(DIALS_PER_MINUTE_AND_SOURCE));
    if (sources.size() > MAX_SOURCES) {
      sources.remove(sources.keySet().iterator().next());
    }
    return budget;
  }

  /** IPv4 and IPv6 tell of one peer in messages of their own. */
  private void remember(LanPeer found, Set<PeerAddress> before, long now) {
    Set<PeerAddress> addresses = new HashSet<>(found.addresses());
    if (before.size() < 2 * MAX_ADDRESSES) {
      addresses.addAll(before);
    }
    told.remove(found.peer());
    told.put(found.peer(), new Told(addresses, now));
    if (told.size() > MAX_PEERS) {
      told.remove(told.keySet().iterator().next());
    }
  }
}
