package org.pando.registry.witness;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.SignedOp;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.MemoryStore;
import org.pando.registry.store.SqliteVoteLog;
import org.pando.registry.witness.Claimant.Effect;

/** Every witness of a network, each with a replica and a vote log of its own. */
final class Witnesses implements AutoCloseable {
  private final TestNetwork network;
  private final Path directory;
  private final List<Replica> replicas = new ArrayList<>();
  private final List<Network> joined = new ArrayList<>();
  private final List<SqliteVoteLog> logs = new ArrayList<>();
  private final HourlyBudget stamps = new HourlyBudget(HourlyBudget.PER_HOUR);
  HourlyBudget instances = new HourlyBudget(HourlyBudget.PER_HOUR);
  long now = TestNetwork.NOW;

  Witnesses(TestNetwork network, Path directory) throws RegistryException {
    this.network = network;
    this.directory = directory;
    for (int i = 0; i < network.witnesses().size(); i++) {
      Replica replica = Replica.open(new MemoryStore(), SignatureVerifier.PINNED, 1);
      joined.add(replica.add(network.genesis()));
      replicas.add(replica);
      logs.add(open(i, "m" + i));
    }
  }

  private SqliteVoteLog open(int witness, String machine) throws RegistryException {
    return SqliteVoteLog.open(
        directory.resolve("witness" + witness + ".db"), machine, SqliteVoteLog.Past.MAY_BE_NEW);
  }

  /** The process of a witness ends and starts again, perhaps on another computer. */
  void restart(int witness, String machine) throws RegistryException {
    logs.get(witness).close();
    logs.set(witness, open(witness, machine));
  }

  /** The registry of a witness is put back to when it knew nothing. */
  void forgetRegistry(int witness) throws RegistryException {
    Replica replica = Replica.open(new MemoryStore(), SignatureVerifier.PINNED, 1);
    joined.set(witness, replica.add(network.genesis()));
    replicas.set(witness, replica);
  }

  Witness witness(int witness) {
    return new Witness(
        joined.get(witness),
        network.witnesses().get(witness),
        new Witness.Surroundings(
            replicas.get(witness),
            logs.get(witness),
            SignatureVerifier.PINNED,
            stamps,
            instances,
            () -> Instant.ofEpochSecond(now)));
  }

  WitnessReply ask(int witness, WitnessRequest request) throws RegistryException {
    return witness(witness).answer(network.id(), request);
  }

  WitnessReply submit(int witness, SignedOp<? extends Op.NameOp> op) throws RegistryException {
    return ask(witness, new WitnessRequest.Submit(submission(op)));
  }

  @Nullable HumanBundle held(int witness, String name) throws RegistryException {
    return (HumanBundle) replicas.get(witness).get(joined.get(witness), name);
  }

  static Submission submission(SignedOp<? extends Op.NameOp> op) {
    return new Submission(named(op), null, null, List.of(), null);
  }

  static SignedOp<Op.NameOp> named(SignedOp<? extends Op.NameOp> op) {
    return new SignedOp<>(op.op(), op.signatures());
  }

  Claimant claimant(Submission submission, @Nullable HumanBundle current) {
    return new Claimant(
        network.rules(), SignatureVerifier.PINNED, new ClaimState(submission, null), current);
  }

  /** Carries a claim through to its end; time passes as the claimant asks. */
  Claimant.Result drive(Claimant claimant) throws RegistryException {
    Deque<Effect> effects = new ArrayDeque<>(claimant.start(now * 1000));
    while (true) {
      switch (effects.remove()) {
        case Effect.Keep keep -> {}
        case Effect.Ask ask ->
            effects.addAll(claimant.onReply(ask, ask(ask.witness(), ask.request()), now * 1000));
        case Effect.Wake wake -> {
          now = Math.max(now, wake.at() / 1000);
          effects.addAll(claimant.onTime(now * 1000));
        }
        case Effect.End(Claimant.Result result) -> {
          return result;
        }
      }
    }
  }

  Bytes hash(SignedOp<?> op) {
    return op.opHash(network.id());
  }

  @Override
  public void close() throws RegistryException {
    for (SqliteVoteLog log : logs) {
      log.close();
    }
  }
}
