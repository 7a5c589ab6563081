package org.pando.registry.owner;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.record.Config;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.VoteLog;
import org.pando.registry.witness.HourlyBudget;
import org.pando.registry.witness.Witness;
import org.pando.registry.witness.WitnessReply;
import org.pando.registry.witness.WitnessRequest;

/** Who decides the operations of which network, and this node's part in it. Writer thread. */
final class Deciders {
  private final Replica replica;
  private final OwnKeys keys;
  private final VoteLog log;
  private final InstantSource clock;
  private final Map<NetworkId, HourlyBudget> stamps = new HashMap<>();
  private final Map<NetworkId, HourlyBudget> instances = new HashMap<>();

  Deciders(Replica replica, OwnKeys keys, VoteLog log, InstantSource clock) {
    this.replica = replica;
    this.keys = keys;
    this.log = log;
    this.clock = clock;
  }

  /**
   * @throws RegistryException of kind NO_KEY when this node is the witness and its key is missing,
   *     REFUSED when names are decided in a way that this version does not know
   */
  Decider of(Network network) throws RegistryException {
    Config config = config(network);
    if (config.witnesses().size() != 1 || config.terms().minAge() > 0) {
      throw new RegistryException(
          Kind.REFUSED,
          network.suffixText()
              + ": its names are decided by several witnesses or after a wait, which this Pando"
              + " does not know yet; install a newer one");
    }
    Optional<SigningKey> own = keys.witnessOf(network, config);
    return own.isEmpty()
        ? new Decider.Elsewhere(config.witnesses().getFirst())
        : new Decider.Here(witness(network, own.get(), null));
  }

  private Config config(Network network) {
    return replica.rules(network).configs().get(replica.rules(network).epoch());
  }

  private Witness witness(Network network, SigningKey key, @Nullable HourlyBudget begun) {
    return new Witness(
        network,
        key,
        new Witness.Surroundings(
            replica,
            log,
            SignatureVerifier.PINNED,
            stamps.computeIfAbsent(network.id(), id -> new HourlyBudget(HourlyBudget.PER_HOUR)),
            begun,
            clock));
  }

  /** As {@link Registrar#answer}. */
  WitnessReply answer(Network network, WitnessRequest request) throws RegistryException {
    Optional<SigningKey> own = keys.witnessOf(network, config(network));
    if (own.isEmpty()) {
      return WitnessReply.Refused.of(
          WitnessReply.Code.INVALID, "is in a network in which this node decides nothing");
    }
    HourlyBudget begun =
        instances.computeIfAbsent(network.id(), id -> new HourlyBudget(HourlyBudget.PER_HOUR));
    return witness(network, own.get(), begun).answer(network.id(), request);
  }

  /** Why this node may not sign as a witness, with the remedy; empty when it may. */
  Optional<String> suspension() throws RegistryException {
    return log.suspension();
  }
}
