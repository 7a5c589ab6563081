package org.pando.resolver.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.policy.Decision;
import org.pando.registry.policy.Examination;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.BundleSummary;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.RecordException;
import org.pando.registry.store.StoredBundle;

/**
 * The way of bundles from peers into the registry: the verifiers check signatures, several bundles
 * at a time, then the writer thread joins what is verified and stores it, a few bundles in each of
 * its turns, so that whatever else it has to do comes in between. Any thread that may wait.
 */
final class Intake {
  /** How many bundles are verified in one task, and stored in one turn of the writer thread. */
  static final int TURN = 32;

  /** How many tasks of sessions wait for the verifiers at once: gossip's come in between. */
  private static final int SESSION_TASKS = 4;

  /** How many of gossip's bundles are under way at once: what several of its nodes bring. */
  static final int MAX_GOSSIPED = 128;

  private final Replica replica;
  private final RegistryWriter writer;
  private final Executor verifiers;
  private final Semaphore sessionTasks = new Semaphore(SESSION_TASKS);
  private final Semaphore gossiped = new Semaphore(MAX_GOSSIPED);
  private final Queue<Delivery> verified = new ConcurrentLinkedQueue<>();

  /** Whether the changes of this turn are for this node to hand on. Writer thread. */
  private boolean handOn = true;

  /** Verified bundles on their way to the writer thread. */
  private record Delivery(
      Network network,
      List<Examination> bundles,
      boolean handOn,
      CompletableFuture<List<Decision>> decisions) {
    /** Whether both can be stored together. */
    boolean fits(Delivery other) {
      return network.equals(other.network) && handOn == other.handOn;
    }
  }

  /**
   * @param verifiers runs a few tasks at a time, none of which waits for anything
   */
  Intake(Replica replica, RegistryWriter writer, Executor verifiers) {
    this.replica = replica;
    this.writer = writer;
    this.verifiers = verifiers;
  }

  /**
   * Takes a bundle that gossip brought, and that gossip hands on by itself.
   *
   * @return empty when there is too much to do already
   */
  Optional<Decision> takeGossiped(Network network, Bytes bundle) throws RegistryException {
    if (!gossiped.tryAcquire()) {
      return Optional.empty();
    }
    try {
      List<Bytes> one = List.of(bundle);
      return Optional.of(
          await(verify(network, one, held(network, one), false, () -> {})).getFirst());
    } finally {
      gossiped.release();
    }
  }

  /**
   * Takes what a session brought; the valid ones also when there are others among them.
   *
   * @param andHandOn whether others should hear of the changes from this node
   * @return a decision for each, in order
   */
  List<Decision> take(Network network, List<Bytes> bundles, boolean andHandOn)
      throws RegistryException {
    Map<String, StoredBundle> held = held(network, bundles);
    List<CompletableFuture<List<Decision>>> turns = new ArrayList<>();
    for (int from = 0; from < bundles.size(); from += TURN) {
      List<Bytes> turn = bundles.subList(from, Math.min(from + TURN, bundles.size()));
      sessionTasks.acquireUninterruptibly();
      turns.add(verify(network, turn, held, andHandOn, sessionTasks::release));
    }
    List<Decision> decisions = new ArrayList<>();
    for (CompletableFuture<List<Decision>> turn : turns) {
      decisions.addAll(await(turn));
    }
    return decisions;
  }

  /** What the store holds of their names; new names need no turn of the writer thread. */
  private Map<String, StoredBundle> held(Network network, List<Bytes> bundles)
      throws RegistryException {
    List<String> keys = bundles.stream().flatMap(bundle -> key(bundle).stream()).toList();
    List<String> known = replica.known(network, keys);
    return known.isEmpty()
        ? Map.of()
        : writer.call(
            () -> {
              checkMember(network);
              return replica.held(network, known);
            });
  }

  /** None of what is no bundle; verifying tells why. */
  private static Optional<String> key(Bytes bundle) {
    try {
      return bundle.length() > Bundle.MAX_SIZE
          ? Optional.empty()
          : Optional.of(BundleSummary.read(bundle).key());
    } catch (RecordException e) {
      return Optional.empty();
    }
  }

  /** Hands them to a verifier, which hands them to the writer thread. */
  private CompletableFuture<List<Decision>> verify(
      Network network,
      List<Bytes> bundles,
      Map<String, StoredBundle> held,
      boolean andHandOn,
      Runnable whenVerified)
      throws RegistryException {
    CompletableFuture<List<Decision>> decisions = new CompletableFuture<>();
    Runnable task =
        () -> {
          try {
            List<Examination> examined =
                bundles.stream().map(bundle -> examine(network, bundle, held)).toList();
            verified.add(new Delivery(network, examined, andHandOn, decisions));
            writer.execute(this::store);
          } catch (RuntimeException e) {
            decisions.completeExceptionally(e);
          } finally {
            whenVerified.run();
          }
        };
    try {
      verifiers.execute(task);
    } catch (RejectedExecutionException e) {
      whenVerified.run();
      throw stopping(e);
    }
    return decisions;
  }

  private Examination examine(Network network, Bytes bundle, Map<String, StoredBundle> held) {
    return replica.examine(network, bundle, key(bundle).map(held::get).orElse(null));
  }

  /** One turn: as many deliveries as fit are one transaction of the store. Writer thread. */
  private void store() {
    List<Delivery> turn = nextTurn();
    if (turn.isEmpty()) {
      return; // an earlier turn took it along
    }
    try {
      List<Decision> decisions = apply(turn);
      int from = 0;
      for (Delivery delivery : turn) {
        int to = from + delivery.bundles.size();
        delivery.decisions.complete(List.copyOf(decisions.subList(from, to)));
        from = to;
      }
    } catch (RegistryException | RuntimeException e) {
      turn.forEach(delivery -> delivery.decisions.completeExceptionally(e));
    }
  }

  private List<Delivery> nextTurn() {
    List<Delivery> turn = new ArrayList<>();
    int bundles = 0;
    for (Delivery next = verified.peek(); next != null; next = verified.peek()) {
      bundles += next.bundles.size();
      if (!turn.isEmpty() && (bundles > TURN || !next.fits(turn.getFirst()))) {
        break;
      }
      turn.add(verified.remove());
    }
    return turn;
  }

  private List<Decision> apply(List<Delivery> turn) throws RegistryException {
    Delivery first = turn.getFirst();
    checkMember(first.network);
    handOn = first.handOn;
    try {
      return replica.apply(
          first.network, turn.stream().flatMap(delivery -> delivery.bundles.stream()).toList());
    } finally {
      handOn = true;
    }
  }

  /** Whether the change under way is for this node to hand on. Writer thread. */
  boolean handsOn() {
    return handOn;
  }

  private void checkMember(Network network) throws RegistryException {
    if (!replica.networks().contains(network)) {
      throw new RegistryException(Kind.UNKNOWN_NETWORK, network.suffixText() + " was left");
    }
  }

  private static List<Decision> await(CompletableFuture<List<Decision>> decisions)
      throws RegistryException {
    try {
      return decisions.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RegistryException known -> throw known;
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping(e);
    }
  }

  private static RegistryException stopping(Exception e) {
    return new RegistryException(Kind.STORE, "the node is stopping; start it again: pando run", e);
  }
}
