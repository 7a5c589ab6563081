package org.pando.gossip.identify;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipException.Kind;
import org.pando.gossip.Identity;
import org.pando.gossip.PeerId;
import org.pando.gossip.host.ConnectionInfo;
import org.pando.gossip.host.Host;
import org.pando.gossip.host.HostListener;
import org.pando.gossip.host.LoopStream;
import org.pando.gossip.host.StreamHandler;
import org.pando.gossip.identity.IdentifyMessage;
import org.pando.gossip.identity.Multiaddr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * identify and identify-push (libp2p's identify specification): every peer that connects is asked
 * who it is, told who we are when it asks, and told again when that changes. Owned by the gossip
 * loop.
 */
public final class Identify implements HostListener {
  static final String ID = "/ipfs/id/1.0.0";
  static final String PUSH = "/ipfs/id/push/1.0.0";

  private static final Logger LOG = LoggerFactory.getLogger(Identify.class);
  private static final int MAX_STREAMS = 2;
  private static final int MAX_ATTEMPTS = 3;
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
  private static final int PUSHES_AT_ONCE = 8;
  private static final Duration PUSH_INTERVAL = Duration.ofSeconds(5);

  private final Host host;
  private final SelfDescription self;
  private final PeerBook book = new PeerBook();
  private final Observations observations = new Observations();
  private final PushQueue pushes;
  private final Map<PeerId, Asked> peers = new HashMap<>();
  private List<String> observed = List.of();

  /** What this node did with one connected peer. */
  private static final class Asked {
    final Quota pushes;
    int attempts;
    Host.@Nullable Timer again;

    Asked(long now) {
      this.pushes = new Quota(PUSHES_AT_ONCE, PUSH_INTERVAL, now);
    }
  }

  /**
   * @param agent how this node calls itself
   * @param loopback whether peers of this computer hear of loopback addresses
   * @throws GossipException when the identity's public key is none
   */
  public Identify(Host host, Identity identity, String agent, boolean loopback)
      throws GossipException {
    this.host = host;
    this.self = new SelfDescription(host, identity, agent, loopback);
    this.pushes = new PushQueue(host, self);
  }

  /** Serves both protocols and asks everybody from now on. */
  public void start() {
    host.serve(
        ID,
        () -> new MessageSender(host, stream -> self.answer(stream.connection()), stream -> {}),
        MAX_STREAMS);
    host.serve(PUSH, this::pushReader, MAX_STREAMS);
    host.addListener(this);
  }

  /** Asks and tells nobody any more. */
  public void close() {
    pushes.close();
    peers.values().forEach(Identify::forgetTimer);
    peers.clear();
  }

  @Override
  public void connected(PeerId peer, ConnectionInfo first) {
    peers.put(peer, new Asked(host.now()));
    ask(peer);
  }

  @Override
  public void disconnected(PeerId peer) {
    Asked asked = peers.remove(peer);
    if (asked != null) {
      forgetTimer(asked);
    }
    book.forget(peer);
    pushes.forget(peer);
  }

  @Override
  public void changed() {
    pushes.changed();
  }

  private static void forgetTimer(Asked asked) {
    if (asked.again != null) {
      asked.again.cancel();
    }
  }

  private void ask(PeerId peer) {
    Asked asked = peers.get(peer);
    if (asked != null) {
      asked.attempts++;
      host.open(peer, List.of(ID), new MessageReader(host, new Answer()));
    }
  }

  private StreamHandler pushReader() {
    return new MessageReader(host, new Push());
  }

  private void learn(LoopStream stream, IdentifyMessage message) throws GossipException {
    if (peers.containsKey(stream.peer())) {
      host.identified(stream.peer(), book.learn(stream.connection(), message));
    }
  }

  private void observe(ConnectionInfo connection, @Nullable Multiaddr address) {
    if (address != null) {
      observations.add(connection, address, host.now());
    }
    List<String> believed = observations.believed(host.now());
    if (!believed.equals(observed)) {
      observed = believed;
      host.announce("observed", believed);
    }
  }

  /** What a peer answers when it is asked. */
  private final class Answer implements MessageReader.Outcome {
    @Override
    public void read(LoopStream stream, IdentifyMessage message) throws GossipException {
      learn(stream, message);
      observe(stream.connection(), message.observedAddr());
    }

    @Override
    public void refused(PeerId peer, GossipException why) {
      host.disconnect(peer, String.valueOf(why.getMessage()));
    }

    @Override
    public void failed(PeerId peer, GossipException why) {
      LOG.debug("{} does not say who it is: {}", peer, why.getMessage());
      Asked asked = peers.get(peer);
      if (asked != null && why.kind() != Kind.REFUSED && asked.attempts < MAX_ATTEMPTS) {
        asked.again = host.after(ASK_AGAIN.multipliedBy(asked.attempts), () -> ask(peer));
      }
    }
  }

  /** What a peer tells unasked. */
  private final class Push implements MessageReader.Outcome {
    @Override
    public void read(LoopStream stream, IdentifyMessage message) throws GossipException {
      Asked asked = peers.get(stream.peer());
      if (asked != null && !asked.pushes.take(host.now())) {
        throw GossipException.limit(stream.peer() + " tells of changes too often");
      }
      learn(stream, message);
    }

    @Override
    public void refused(PeerId peer, GossipException why) {
      LOG.debug("what {} tells of itself is not taken: {}", peer, why.getMessage());
    }

    @Override
    public void failed(PeerId peer, GossipException why) {
      LOG.debug("{} began to tell of a change, and did not: {}", peer, why.getMessage());
    }
  }
}
