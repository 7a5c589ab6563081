package org.pando.gossip.pubsub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.pubsub.Effect.Send;
import org.pando.gossip.pubsub.RouterOptions.Gossip;
import org.pando.gossip.pubsub.Rpc.IHave;

/**
 * What repairs a mesh's losses: some peers outside of it are told which messages are remembered
 * (IHAVE), and what others tell of is asked for (IWANT). Owned by the router's thread.
 */
final class Announcements {
  private final Gossip options;
  private final SeenCache seen;
  private final MessageCache cache;
  private final Promises promises;
  private final Refusals refusals;
  private final RandomGenerator random;

  Announcements(
      Gossip options,
      SeenCache seen,
      MessageCache cache,
      Promises promises,
      Refusals refusals,
      RandomGenerator random) {
    this.options = options;
    this.seen = seen;
    this.cache = cache;
    this.promises = promises;
    this.refusals = refusals;
    this.random = random;
  }

  /**
   * Tells some peers what is remembered of a topic.
   *
   * @param outside the peers that may be told; asked for only when there is something to tell
   */
  List<Send> tell(String topic, Supplier<List<Peer>> outside) {
    List<MessageId> ids = cache.ids(topic);
    if (ids.isEmpty()) {
      return List.of();
    }
    List<Peer> others = outside.get();
    List<Send> told = new ArrayList<>();
    Collections.shuffle(others, random);
    int most = Math.max(options.lazy(), (int) (options.factor() * others.size()));
    for (Peer peer : others.subList(0, Math.min(most, others.size()))) {
      Collections.shuffle(ids, random);
      List<MessageId> some = List.copyOf(ids.subList(0, Math.min(ids.size(), options.maxIds())));
      Rpc rpc = Rpc.ihave(List.of(new IHave(topic, some)));
      told.add(new Send(peer.id(), rpc, Priority.GOSSIP));
    }
    return told;
  }

  /**
   * What a peer is asked for that has told of messages. Now and then that is one that is here
   * already: who never answers only pretends to have messages.
   *
   * @return null for nothing
   */
  @Nullable Rpc onIHave(Peer peer, List<IHave> ihaves, Predicate<String> isHeard, long now) {
    if (peer.countIHave() > options.maxIHaves()) {
      refusals.note(Refusal.TOO_MANY_IHAVES, peer.id(), "IHAVE");
      return null;
    }
    Set<MessageId> unseen = new LinkedHashSet<>();
    @Nullable MessageId old = null;
    for (IHave ihave : ihaves) {
      if (!isHeard.test(ihave.topic())) {
        refusals.note(Refusal.NOT_SUBSCRIBED, peer.id(), ihave.topic());
        continue;
      }
      for (MessageId id : ihave.ids()) {
        if (seen.contains(id, now)) {
          old = id;
        } else {
          unseen.add(id);
        }
      }
    }
    int room = options.maxIds() - peer.idsAsked();
    if (unseen.size() > room) {
      refusals.note(Refusal.TOO_MANY_IDS, peer.id(), "IHAVE");
    }
    if (unseen.isEmpty() && old != null && room > 0 && peer.isToProve(now)) {
      return ask(peer, List.of(old), true, now);
    }
    List<MessageId> wanted = new ArrayList<>(unseen);
    Collections.shuffle(wanted, random);
    wanted = wanted.subList(0, Math.min(wanted.size(), room));
    return wanted.isEmpty() ? null : ask(peer, List.copyOf(wanted), false, now);
  }

  /** One of them is the promise. */
  private Rpc ask(Peer peer, List<MessageId> wanted, boolean isHere, long now) {
    peer.ask(wanted.size(), now);
    long deadline = now + options.followUp().toNanos();
    promises.add(wanted.getFirst(), peer.id(), isHere, deadline);
    return Rpc.iwant(wanted);
  }

  /** What a peer gets of what it asks for. */
  List<Message> onIWant(Peer peer, List<MessageId> ids) {
    List<Message> messages = new ArrayList<>();
    for (MessageId id : new LinkedHashSet<>(ids)) {
      MessageCache.@Nullable Entry entry = cache.get(id);
      if (entry == null) {
        refusals.note(Refusal.NOT_REMEMBERED, peer.id(), id);
      } else if (entry.repeat(peer.id()) > options.maxRepeats()) {
        refusals.note(Refusal.SENT_OFTEN, peer.id(), id);
      } else if (peer.wants(id)) {
        messages.add(entry.message());
      }
    }
    return messages;
  }
}
