package org.pando.gossip.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.pando.gossip.PeerAddress;
import org.pando.gossip.PeerId;

/**
 * The addresses of peers that other peers told of, or themselves before they went, and whom to ask
 * and dial next while there are fewer connections than wanted. Any thread; nothing waits.
 *
 * <p>Every tick {@link #toDial} and {@link #toAsk} are asked:
 *
 * <ol>
 *   <li>Every second dial goes to somebody who answered before, the latest first; the others to the
 *       rest. Of those a network (/16, /32) is drawn first and then a peer in it, so that many
 *       records from one place weigh as much as one.
 *   <li>Each dial tries the peer's next address; after all of them it is left alone for half a
 *       minute, then twice as long each time, at most an hour, or two minutes when it has answered
 *       before.
 *   <li>A peer is asked for addresses at most once in ten minutes.
 * </ol>
 */
public final class PeerSupply {
  /** Below this many connections it looks for more. */
  public static final int WANTED = 6;

  static final int MAX_PEERS = 1000;
  static final int MAX_OF_ONE_SOURCE = 100;
  static final int MAX_ADDRESSES = 8;
  static final int DIALS_PER_MINUTE = 10;

  private static final int PLENTY = 50;
  private static final long PATIENCE = Duration.ofSeconds(15).toNanos();
  private static final long FIRST_PAUSE = Duration.ofSeconds(30).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofHours(1).toNanos();
  private static final long LONGEST_PROVEN_PAUSE = Duration.ofMinutes(2).toNanos();
  private static final long ASK_AGAIN = Duration.ofMinutes(10).toNanos();

  private final PeerId self;
  private final RandomGenerator random;
  private final DialBudget budget = new DialBudget(DIALS_PER_MINUTE);
  private final Map<PeerId, Candidate> candidates = new HashMap<>();
  private final Map<PeerId, Long> asked = new LinkedHashMap<>();
  private boolean provenNext = true;

  public PeerSupply(PeerId self, RandomGenerator random) {
    this.self = self;
    this.random = random;
  }

  /** One peer told of; owned by the supply. */
  private static final class Candidate {
    final PeerId peer;
    final PeerId source;
    final long heard;
    long seq;
    List<String> addresses;
    String network;
    boolean proven;
    long success;
    int attempts;
    long dialed;
    long notBefore;

    Candidate(PeerId peer, PeerId source, long heard) {
      this.peer = peer;
      this.source = source;
      this.heard = heard;
      this.addresses = List.of();
      this.network = "";
    }

    void answered(long now) {
      proven = true;
      success = now;
      attempts = 0;
      notBefore = now;
    }
  }

  /**
   * Takes a record in whose signature holds.
   *
   * @param source who told it
   * @param seq of the record, unsigned
   * @param network the place of its addresses, for {@link #toDial}'s fairness
   * @param addresses multiaddrs that may be dialed, the first 8 count
   * @return whether it was news
   */
  public synchronized boolean remember(
      PeerId source, PeerId peer, long seq, String network, List<String> addresses, long now) {
    if (peer.equals(self) || addresses.isEmpty()) {
      return false;
    }
    Candidate known = candidates.get(peer);
    if (known != null && Long.compareUnsigned(seq, known.seq) <= 0) {
      return false;
    }
    Candidate candidate = known != null ? known : room(peer, source, now);
    List<String> kept =
        List.copyOf(addresses.subList(0, Math.min(addresses.size(), MAX_ADDRESSES)));
    if (!kept.equals(candidate.addresses)) {
      candidate.attempts = 0;
      candidate.notBefore = now;
    }
    candidate.seq = seq;
    candidate.addresses = kept;
    candidate.network = network;
    return true;
  }

  /** A place for a new peer; who failed most often, or was heard of first, makes room. */
  private Candidate room(PeerId peer, PeerId source, long now) {
    List<Candidate> ofSource =
        candidates.values().stream().filter(c -> !c.proven && c.source.equals(source)).toList();
    if (ofSource.size() >= MAX_OF_ONE_SOURCE) {
      evictWorst(ofSource);
    } else if (candidates.size() >= MAX_PEERS) {
      List<Candidate> unproven = candidates.values().stream().filter(c -> !c.proven).toList();
      evictWorst(unproven.isEmpty() ? candidates.values() : unproven);
    }
    Candidate candidate = new Candidate(peer, source, now);
    candidates.put(peer, candidate);
    return candidate;
  }

  /** A peer was connected until now; one that is not remembered is ignored. */
  synchronized void answered(PeerId peer, long now) {
    Candidate candidate = candidates.get(peer);
    if (candidate != null) {
      candidate.answered(now);
    }
  }

  private void evictWorst(Collection<Candidate> among) {
    among.stream()
        .max(
            Comparator.<Candidate>comparingInt(c -> c.attempts)
                .thenComparing(c -> c.proven ? c.success : c.heard, Comparator.reverseOrder()))
        .ifPresent(worst -> candidates.remove(worst.peer));
  }

  /**
   * Whom to dial now; it counts as dialed.
   *
   * @param connected who is connected; what was dialed earlier and is not among them has failed
   */
  public synchronized List<PeerAddress> toDial(Set<PeerId> connected, long now) {
    int pending = 0;
    for (Candidate candidate : candidates.values()) {
      if (connected.contains(candidate.peer)) {
        candidate.answered(now);
      } else if (candidate.attempts > 0 && now - candidate.dialed < PATIENCE) {
        pending++;
      }
    }
    List<PeerAddress> dials = new ArrayList<>();
    for (int missing = WANTED - connected.size() - pending; missing > 0; missing--) {
      List<Candidate> ready =
          candidates.values().stream()
              .filter(c -> !connected.contains(c.peer))
              .filter(c -> now - c.notBefore >= 0)
              .filter(c -> c.attempts == 0 || now - c.dialed >= PATIENCE)
              .toList();
      if (ready.isEmpty() || !budget.take(now)) {
        break;
      }
      dials.add(dial(pick(ready), now));
    }
    return dials;
  }

  private Candidate pick(List<Candidate> ready) {
    List<Candidate> proven = ready.stream().filter(c -> c.proven).toList();
    List<Candidate> others = ready.stream().filter(c -> !c.proven).toList();
    boolean takeProven = others.isEmpty() || (provenNext && !proven.isEmpty());
    provenNext = !takeProven;
    if (takeProven) {
      return proven.stream()
          .min(
              Comparator.<Candidate>comparingInt(c -> c.attempts)
                  .thenComparing(c -> c.success, Comparator.reverseOrder()))
          .orElseThrow();
    }
    List<String> networks = others.stream().map(c -> c.network).distinct().sorted().toList();
    String network = networks.get(random.nextInt(networks.size()));
    List<Candidate> there = others.stream().filter(c -> c.network.equals(network)).toList();
    return there.get(random.nextInt(there.size()));
  }

  private static PeerAddress dial(Candidate candidate, long now) {
    int size = candidate.addresses.size();
    String address = candidate.addresses.get(candidate.attempts % size);
    candidate.attempts++;
    candidate.dialed = now;
    int rounds = candidate.attempts / size;
    if (candidate.attempts % size == 0) {
      long pause = FIRST_PAUSE << Math.min(rounds - 1, 20);
      candidate.notBefore =
          now + Math.min(pause, candidate.proven ? LONGEST_PROVEN_PAUSE : LONGEST_PAUSE);
    }
    return new PeerAddress(candidate.peer, address);
  }

  /**
   * Whom to ask for addresses now, if anybody; it counts as asked.
   *
   * @param speakers the connected peers that serve the exchange
   * @param connections how many peers are connected
   */
  public synchronized Optional<PeerId> toAsk(
      Collection<PeerId> speakers, int connections, long now) {
    asked.values().removeIf(when -> now - when >= ASK_AGAIN);
    if (connections >= WANTED && candidates.size() >= PLENTY) {
      return Optional.empty();
    }
    List<PeerId> willing = speakers.stream().filter(p -> !asked.containsKey(p)).sorted().toList();
    if (willing.isEmpty() || asked.size() >= MAX_PEERS) {
      return Optional.empty();
    }
    PeerId chosen = willing.get(random.nextInt(willing.size()));
    asked.put(chosen, now);
    return Optional.of(chosen);
  }

  /** How many peers are remembered. */
  public synchronized int size() {
    return candidates.size();
  }
}
