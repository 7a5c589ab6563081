package org.pando.resolver.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.PeerId;
import org.pando.registry.Network;

/** Tells how this node stands with a network, from its links. Any thread. */
final class SyncReport {
  private final Network network;
  private final Map<PeerId, SyncLink> links;
  private final LongFunction<Instant> instants;

  /**
   * @param instants what time of day it was at a time of the links' clock
   */
  SyncReport(Network network, Map<PeerId, SyncLink> links, LongFunction<Instant> instants) {
    this.network = network;
    this.links = links;
    this.instants = instants;
  }

  PeerSync peer(PeerId peer) {
    SyncLink link = links.get(peer);
    if (link == null) {
      return new PeerSync(network, false, null, null, "");
    }
    SyncLink.View view = link.view();
    return new PeerSync(
        network, view.inSync(), time(view.heardAt()), time(view.comparedAt()), view.problem());
  }

  NetworkSync network(Set<PeerId> connected, long now, Duration silence) {
    List<SyncLink.View> members = new ArrayList<>();
    for (PeerId peer : connected) {
      SyncLink link = links.get(peer);
      members.add(link == null ? SyncLink.View.UNKNOWN : link.view());
    }
    List<SyncLink.View> honest = members.stream().filter(member -> member.breaches() == 0).toList();
    long agreeing = honest.stream().filter(SyncLink.View::inSync).count();
    Heard heard = lastHeard();
    boolean silent = heard == null || now - heard.at() >= silence.toNanos();
    NetworkSync.Progress progress = progress();
    return new NetworkSync(
        !honest.isEmpty() && agreeing == honest.size() && !silent && progress == null,
        honest.size(),
        (int) agreeing,
        behind(honest),
        time(lastCompared()),
        heard == null ? null : instants.apply(heard.at()),
        heard == null ? "" : heard.from(),
        progress,
        problem(members, heard, now, silence));
  }

  private record Heard(long at, String from) {}

  private @Nullable Heard lastHeard() {
    Heard last = null;
    for (Map.Entry<PeerId, SyncLink> link : links.entrySet()) {
      Long at = link.getValue().view().heardAt();
      if (at != null && (last == null || at - last.at() > 0)) {
        last = new Heard(at, link.getKey().toString());
      }
    }
    return last;
  }

  private @Nullable Long lastCompared() {
    Long last = null;
    for (SyncLink link : links.values()) {
      Long at = link.view().comparedAt();
      if (at != null && (last == null || at - last > 0)) {
        last = at;
      }
    }
    return last;
  }

  /** The most that one of them is known to hold beyond this node. */
  private static @Nullable Long behind(List<SyncLink.View> members) {
    Long most = null;
    for (SyncLink.View member : members) {
      Long missing = member.missing();
      if (missing != null && (most == null || missing > most)) {
        most = missing;
      }
    }
    return most;
  }

  private NetworkSync.@Nullable Progress progress() {
    for (Map.Entry<PeerId, SyncLink> link : links.entrySet()) {
      SyncLink.Progress progress = link.getValue().view().progress();
      if (progress != null) {
        return new NetworkSync.Progress(
            progress.received(), progress.of(), link.getKey().toString());
      }
    }
    return null;
  }

  private String problem(
      List<SyncLink.View> members, @Nullable Heard heard, long now, Duration silence) {
    List<String> problems = new ArrayList<>();
    if (heard != null && now - heard.at() >= silence.toNanos()) {
      problems.add(
          "nothing was heard from any member for "
              + Duration.ofNanos(now - heard.at()).toMinutes()
              + " minutes; see whether this computer is online, and pando peers");
    }
    long epoch = members.stream().mapToLong(SyncLink.View::epoch).max().orElse(0);
    if (epoch > network.epoch()) {
      problems.add(
          "a member says that the network has changed its witnesses (epoch "
              + epoch
              + "); this version of Pando cannot follow that: install a newer one");
    }
    long breaking = members.stream().filter(member -> member.breaches() > 0).count();
    if (breaking > 0) {
      problems.add(
          breaking
              + (breaking == 1 ? " member breaks" : " members break")
              + " the rules; see which: pando peers");
    }
    return String.join("; ", problems);
  }

  private @Nullable Instant time(@Nullable Long at) {
    return at == null ? null : instants.apply(at);
  }
}
