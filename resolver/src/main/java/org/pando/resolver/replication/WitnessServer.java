package org.pando.resolver.replication;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.pando.gossip.GossipException;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerId;
import org.pando.gossip.Protocol;
import org.pando.gossip.RequestHandler;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.RecordException;
import org.pando.registry.witness.ReplyMessage;
import org.pando.registry.witness.RequestMessage;
import org.pando.registry.witness.WitnessReply;
import org.pando.registry.witness.WitnessReply.Code;
import org.pando.registry.witness.WitnessReply.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers peers who want operations on names decided (registry specification, section 9.2): one
 * request, one reply. Each stream on a thread of its own; the writer thread decides.
 */
final class WitnessServer implements RequestHandler {
  static final Protocol PROTOCOL =
      new Protocol("/pando/witness/1.0.0", RequestMessage.MAX_SIZE, Duration.ofSeconds(10), 8);

  private static final Logger LOG = LoggerFactory.getLogger(WitnessServer.class);

  private final Replica replica;
  private final RegistryWriter writer;
  private final Replication.Deciding deciding;
  private final Function<NetworkId, Optional<SharedNetwork>> networks;
  private final PeerBudgets budgets;

  /**
   * @param networks those that are shared with who comes
   */
  WitnessServer(
      Replica replica,
      RegistryWriter writer,
      Replication.Deciding deciding,
      Function<NetworkId, Optional<SharedNetwork>> networks,
      PeerBudgets budgets) {
    this.replica = replica;
    this.writer = writer;
    this.deciding = deciding;
    this.networks = networks;
    this.budgets = budgets;
  }

  @Override
  public void handle(MessageStream stream) throws GossipException, InterruptedException {
    byte[] request = stream.receive();
    if (request != null) {
      stream.send(answer(stream.peer(), Bytes.of(request)).encode().toArray());
    }
  }

  private ReplyMessage answer(PeerId peer, Bytes request) throws GossipException {
    try {
      NetworkId network = RequestMessage.networkOf(request);
      return new ReplyMessage(network, answer(peer, network, request));
    } catch (RecordException e) {
      throw new GossipException(GossipException.Kind.MALFORMED, String.valueOf(e.getMessage()), e);
    }
  }

  /** What costs little is looked at first: nobody makes this node verify more than its budget. */
  private WitnessReply answer(PeerId peer, NetworkId network, Bytes request) {
    Optional<SharedNetwork> shared = networks.apply(network);
    if (shared.isEmpty()) {
      return unknown();
    }
    if (!budgets.take(peer)) {
      return Refused.of(Code.BUSY, "cannot be decided now: this node asks too much at once");
    }
    try {
      return decide(shared.get(), RequestMessage.decode(request));
    } catch (RecordException e) {
      return Refused.of(Code.INVALID, "was asked for in vain: " + e.getMessage());
    } catch (RegistryException e) {
      LOG.warn("{}: a peer could not be answered: {}", shared.get().network(), e.getMessage());
      return Refused.of(Code.BUSY, "cannot be decided now: the witness cannot use its store");
    }
  }

  private WitnessReply decide(SharedNetwork shared, RequestMessage message)
      throws RegistryException {
    return writer.call(
        () ->
            replica.networks().contains(shared.network())
                ? deciding.answer(shared.network(), message.request())
                : unknown());
  }

  private static Refused unknown() {
    return Refused.of(Code.INVALID, "is in a network that the witness does not share");
  }
}
