package org.pando.resolver.replication;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pando.gossip.GossipException;
import org.pando.gossip.GossipNode;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerId;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.owner.OwnKeys;
import org.pando.registry.owner.Progress;
import org.pando.registry.record.Witness;
import org.pando.registry.rule.RecordException;
import org.pando.registry.witness.ReplyMessage;
import org.pando.registry.witness.RequestMessage;
import org.pando.registry.witness.WitnessReply;

/** Asks witnesses on other nodes, one stream for each request. Virtual threads. */
final class WitnessLink {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Executor workers;
  private final Function<NetworkId, Optional<SharedNetwork>> shared;

  WitnessLink(Executor workers, Function<NetworkId, Optional<SharedNetwork>> shared) {
    this.workers = workers;
    this.shared = shared;
  }

  static PeerId peer(Witness witness) {
    return PeerId.ofEd25519(witness.node().bytes().toArray());
  }

  /** As {@link Replication#ask}. */
  OwnKeys.Task<Progress> ask(Progress.Asks asks) {
    Optional<SharedNetwork> member = shared.apply(asks.network().id());
    if (member.isEmpty()) {
      return silence(asks, "this node does not share the network now, see its log", false);
    }
    RequestMessage message = new RequestMessage(asks.network().id(), asks.request());
    Exchange exchange = new Exchange(member.get().node(), peer(asks.witness()), message);
    FutureTask<WitnessReply> task = new FutureTask<>(exchange);
    workers.execute(task);
    try {
      WitnessReply reply = task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return () -> asks.sequel().onReply(reply);
    } catch (TimeoutException e) {
      boolean mayHaveHeard = exchange.giveUp();
      task.cancel(true);
      String reason = "no answer in " + PATIENCE.toSeconds() + " s";
      return silence(asks, reason, mayHaveHeard);
    } catch (InterruptedException e) {
      boolean mayHaveHeard = exchange.giveUp();
      task.cancel(true);
      Thread.currentThread().interrupt();
      return silence(asks, "this node is stopping", mayHaveHeard);
    } catch (ExecutionException e) {
      return silence(asks, reason(e.getCause()), exchange.giveUp());
    }
  }

  private static String reason(@Nullable Throwable cause) {
    return cause instanceof GossipException known
        ? String.valueOf(known.getMessage())
        : cause + " (a bug of this node)";
  }

  private static OwnKeys.Task<Progress> silence(
      Progress.Asks asks, String reason, boolean mayHaveHeard) {
    String who = asks.witness().label() + " (" + peer(asks.witness()) + ")";
    return () -> asks.sequel().onSilence(new Progress.Silence(who, reason, mayHaveHeard));
  }

  /** One request and its reply; whether it was sent is decided once. */
  private static final class Exchange implements Callable<WitnessReply> {
    private enum State {
      OPENING,
      SENT,
      GIVEN_UP
    }

    private final GossipNode node;
    private final PeerId witness;
    private final RequestMessage message;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);

    Exchange(GossipNode node, PeerId witness, RequestMessage message) {
      this.node = node;
      this.witness = witness;
      this.message = message;
    }

    /** Sends nothing from now on; whether something was. */
    boolean giveUp() {
      return !state.compareAndSet(State.OPENING, State.GIVEN_UP);
    }

    @Override
    public WitnessReply call() throws GossipException, InterruptedException {
      try (MessageStream stream = node.open(witness, WitnessServer.PROTOCOL)) {
        if (!state.compareAndSet(State.OPENING, State.SENT)) {
          throw new GossipException(GossipException.Kind.TIMEOUT, "it took too long to connect");
        }
        stream.send(message.encode().toArray());
        stream.end();
        byte[] reply = stream.receive();
        if (reply == null) {
          throw new GossipException(GossipException.Kind.CLOSED, "it hung up");
        }
        return decode(Bytes.of(reply));
      }
    }

    private WitnessReply decode(Bytes bytes) throws GossipException {
      try {
        ReplyMessage reply = ReplyMessage.decode(bytes);
        if (!reply.network().equals(message.network())) {
          throw GossipException.protocol("it replied for another network");
        }
        return reply.reply();
      } catch (RecordException e) {
        throw new GossipException(
            GossipException.Kind.MALFORMED, "its reply is none: " + e.getMessage(), e);
      }
    }
  }
}
