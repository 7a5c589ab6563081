package org.pando.resolver.replication;

import java.util.Optional;
import org.pando.gossip.GossipException;
import org.pando.gossip.MessageStream;
import org.pando.gossip.PeerId;
import org.pando.gossip.RequestHandler;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.replica.Replica;

/** Answers peers who bring their replicas up to date. Each stream on a thread of its own. */
final class SyncServer implements RequestHandler {
  private final Replica replica;
  private final RegistryWriter writer;
  private final Known known;

  /** The networks that are shared with a peer. */
  interface Known {
    Optional<SharedNetwork> find(NetworkId network);

    /** A peer has sent a message of a session. */
    void heard(PeerId peer, Network network);

    /** A peer begins a session; gives whether it may now. */
    boolean asks(PeerId peer, SharedNetwork network, SyncMessage.Hello theirs);

    /** Whether a peer may copy a network from its first name on now. */
    boolean mayCopy(PeerId peer, Network network);
  }

  SyncServer(Replica replica, RegistryWriter writer, Known known) {
    this.replica = replica;
    this.writer = writer;
    this.known = known;
  }

  @Override
  public void handle(MessageStream stream) throws GossipException, InterruptedException {
    SyncStream messages = new SyncStream(stream);
    SyncAnswers answers = new SyncAnswers(replica, writer, known, stream.peer());
    for (SyncMessage message = messages.receive(); message != null; message = messages.receive()) {
      if (message instanceof SyncMessage.End) {
        return;
      }
      SyncMessage answer = answers.answer(message);
      messages.send(answer);
      if (answer instanceof SyncMessage.End) {
        return;
      }
    }
  }
}
