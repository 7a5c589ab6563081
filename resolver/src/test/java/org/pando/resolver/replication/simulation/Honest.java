package org.pando.resolver.replication.simulation;

import org.jspecify.annotations.Nullable;
import org.pando.gossip.pubsub.Message;
import org.pando.gossip.pubsub.Rpc;
import org.pando.gossip.simulation.SimulatedNode;
import org.pando.registry.Bytes;

/** Changes nothing, and looks at every bundle that leaves the node. */
final class Honest implements Conduct {
  private final Truth truth;
  private final SimulatedNode node;
  private @Nullable Rpc last;

  Honest(Truth truth, SimulatedNode node) {
    this.truth = truth;
    this.node = node;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same one goes to several peers
  public Rpc outgoing(SimulatedNode to, Rpc rpc) {
    if (rpc != last) {
      last = rpc;
      for (Message message : rpc.messages()) {
        check(Bytes.within(message.data(), 0, message.data().length));
      }
    }
    return rpc;
  }

  @Override
  public byte[] says(byte[] message) {
    if (SyncWords.kind(message) == SyncWords.GIVE) {
      SyncWords.given(message).forEach(this::check);
    }
    return message;
  }

  private void check(Bytes bundle) {
    if (!truth.isSigned(bundle)) {
      truth.violation(node + " hands on what nobody has signed: " + bundle);
    }
  }
}
