package org.pando.registry.owner;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.RecordException;
import org.pando.registry.store.StoredClaim;
import org.pando.registry.store.VoteLog;
import org.pando.registry.witness.ClaimState;
import org.pando.registry.witness.Claimant;

/** Begins undertakings, and those again that were interrupted. Writer thread. */
final class Undertakings {
  private final Replica replica;
  private final Deciders deciders;
  private final Waiting waiting;
  private final Undertaking.Tools tools;

  Undertakings(
      Replica replica, VoteLog log, Deciders deciders, Waiting waiting, InstantSource clock) {
    this.replica = replica;
    this.deciders = deciders;
    this.waiting = waiting;
    this.tools = new Undertaking.Tools(replica, log, waiting, clock);
  }

  Progress begin(Network network, ClaimState state, Undertaking.Ending ending)
      throws RegistryException {
    return start(network, state, false, ending);
  }

  private Progress start(
      Network network, ClaimState state, boolean resumed, Undertaking.Ending ending)
      throws RegistryException {
    Op.NameOp op = state.submission().op().op();
    HumanBundle current =
        replica.get(network, op.name()) instanceof HumanBundle human ? human : null;
    Claimant claimant =
        new Claimant(replica.rules(network), SignatureVerifier.PINNED, state, current);
    Undertaking.Subject subject = new Undertaking.Subject(network, op, deciders.of(network));
    return new Undertaking(subject, claimant, resumed, ending, tools).start();
  }

  /** The names whose operations were begun and are neither over nor being asked about just now. */
  List<String> unfinished(Network network) throws RegistryException {
    return replica.unfinished(network).stream()
        .map(StoredClaim::name)
        .filter(name -> !waiting.contains(network, name))
        .toList();
  }

  /** What there is to go on with of a name; null when nothing was interrupted. */
  @Nullable ClaimState interrupted(Network network, String name) throws RegistryException {
    Optional<StoredClaim> claim =
        replica.unfinished(network).stream().filter(one -> one.name().equals(name)).findFirst();
    return claim.isEmpty() ? null : state(network, claim.get());
  }

  Progress resume(Network network, ClaimState state, Undertaking.Ending ending)
      throws RegistryException {
    return start(network, state, true, ending);
  }

  private static ClaimState state(Network network, StoredClaim claim) throws RegistryException {
    try {
      return ClaimState.decode(claim.state());
    } catch (RecordException e) {
      throw new RegistryException(
          Kind.STORE,
          "registry.db: the unfinished operation on "
              + Names.full(network, claim.name())
              + " is damaged ("
              + e.getMessage()
              + "); restore a backup",
          e);
    }
  }
}
