package org.pando.resolver.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pando.gossip.GossipException;
import org.pando.gossip.PeerId;
import org.pando.gossip.Verdict;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;
import org.pando.registry.policy.Decision;

/** Bundles of one registry on their way into another. */
class IntakeTest extends HostAndGuest {
  private static final int SECONDS = 20;

  private final ExecutorService virtualThreads = Executors.newVirtualThreadPerTaskExecutor();

  /** What waits for a verifier. */
  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() throws Exception {
    virtualThreads.close();
  }

  private Intake intake(Executor verifiers) {
    return new Intake(guest.replica(), guest, verifiers);
  }

  private static PeerId peer() throws GossipException {
    return PeerId.of(new byte[] {0, 1, 9});
  }

  private List<Bytes> registered(int count) throws RegistryException {
    List<Bytes> bundles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bundles.add(host.register(network, "n" + i));
    }
    return bundles;
  }

  private static Bytes forged(Bytes bundle) {
    byte[] bytes = bundle.toArray();
    bytes[bytes.length - 1] ^= 1;
    return Bytes.of(bytes);
  }

  private Runnable nextTask() throws InterruptedException {
    Runnable task = waiting.poll(SECONDS, TimeUnit.SECONDS);
    if (task == null) {
      throw new AssertionError("nothing waits for a verifier");
    }
    return task;
  }

  @Test
  void decisionsComeInOrderAndTheValidOnesAreTaken() throws Exception {
    List<Bytes> bundles = new ArrayList<>(registered(Intake.TURN + 3));
    bundles.set(1, forged(bundles.get(1)));
    bundles.add(2, Bytes.of((byte) 7));
    bundles.add(3, bundles.getFirst());
    List<Decision> decisions = intake(virtualThreads).take(network, bundles, true);
    assertEquals(bundles.size(), decisions.size());
    for (int i = 0; i < bundles.size(); i++) {
      Class<? extends Decision> expected =
          i == 1 || i == 2
              ? Decision.Refused.class
              : i == 3 ? Decision.Unchanged.class : Decision.Changed.class;
      assertInstanceOf(expected, decisions.get(i), "" + i);
    }
    assertEquals(Intake.TURN + 2, guest.keys(network).size());
  }

  @Test
  void whatIsHeldAlreadyIsNotTakenAgain() throws Exception {
    List<Bytes> bundles = registered(3);
    Intake intake = intake(virtualThreads);
    List<Decision> _ = intake.take(network, bundles, true);
    assertEquals(
        List.of(new Decision.Unchanged(), new Decision.Unchanged(), new Decision.Unchanged()),
        intake.take(network, bundles, true));
    host.update(network, "n1");
    Bytes update = host.bundle(network, "n1");
    assertInstanceOf(
        Decision.Changed.class, intake.take(network, List.of(update), true).getFirst());
    assertEquals(update, guest.bundle(network, "n1"));
  }

  /** Other work of the writer thread waits for one turn at most, however much has come. */
  @Test
  void otherWorkComesInBetween() throws Exception {
    List<Bytes> bundles = registered(3 * Intake.TURN);
    List<Integer> stored = new CopyOnWriteArrayList<>();
    Turns turns = new Turns(stored);
    List<Decision> _ =
        new Intake(guest.replica(), turns, virtualThreads).take(network, bundles, true);
    assertEquals(0, stored.getFirst());
    for (int i = 1; i < stored.size(); i++) {
      assertTrue(stored.get(i) - stored.get(i - 1) <= Intake.TURN, stored.toString());
    }
    assertEquals(bundles.size(), guest.keys(network).size());
  }

  /** The guest's writer thread; how many names there are before each of its turns. */
  private final class Turns implements RegistryWriter {
    private final List<Integer> names;

    Turns(List<Integer> names) {
      this.names = names;
    }

    @Override
    public <T> T call(Callable<T> task) throws RegistryException {
      return guest.call(task);
    }

    @Override
    public void execute(Runnable task) {
      guest.execute(
          () -> {
            names.add(guest.replica().extent(network).names());
            task.run();
            names.add(guest.replica().extent(network).names());
          });
    }
  }

  @Test
  void moreThanThereIsRoomForIsIgnored() throws Exception {
    Intake intake = intake(waiting::add);
    Bytes bundle = host.register(network, "blog");
    RecordTopic topic = new RecordTopic(network, intake);
    List<CompletableFuture<Verdict>> verdicts = new ArrayList<>();
    List<Runnable> tasks = new ArrayList<>();
    for (int i = 0; i < Intake.MAX_GOSSIPED; i++) {
      verdicts.add(handled(topic, bundle));
      tasks.add(nextTask());
    }
    assertEquals(Optional.empty(), intake.takeGossiped(network, bundle));
    byte[] junk = {1}; // it would be rejected
    assertEquals(Verdict.IGNORE, topic.handle(junk, peer()));
    tasks.forEach(Runnable::run);
    for (CompletableFuture<Verdict> verdict : verdicts) {
      assertTrue(verdict.get(SECONDS, TimeUnit.SECONDS) != Verdict.REJECT);
    }
    for (int i = 0; i <= Intake.MAX_GOSSIPED; i++) {
      CompletableFuture<Verdict> later = handled(topic, Bytes.of(junk));
      nextTask().run();
      assertEquals(Verdict.REJECT, later.get(SECONDS, TimeUnit.SECONDS));
    }
  }

  private CompletableFuture<Verdict> handled(RecordTopic topic, Bytes bundle)
      throws GossipException {
    PeerId from = peer();
    return CompletableFuture.supplyAsync(
        () -> topic.handle(bundle.toArray(), from), virtualThreads);
  }

  /** A session that brings many leaves room between its tasks. */
  @Test
  void aSessionDoesNotFillTheVerifiersQueue() throws Exception {
    List<Bytes> bundles = registered(6 * Intake.TURN);
    Intake intake = intake(waiting::add);
    CompletableFuture<Integer> taken =
        CompletableFuture.supplyAsync(() -> taken(intake, bundles), virtualThreads);
    int most = 0;
    for (int i = 0; i < 6; i++) {
      Runnable next = nextTask();
      most = Math.max(most, 1 + waiting.size());
      next.run();
    }
    assertEquals(bundles.size(), taken.get(SECONDS, TimeUnit.SECONDS));
    assertTrue(most <= 4, "" + most);
  }

  private int taken(Intake intake, List<Bytes> bundles) {
    try {
      return intake.take(network, bundles, true).size();
    } catch (RegistryException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatFailsIsSaid() throws Exception {
    Bytes bundle = host.register(network, "blog");
    Intake stopped =
        intake(
            task -> {
              throw new RejectedExecutionException();
            });
    for (int i = 0; i < 5; i++) {
      RegistryException e =
          assertThrows(RegistryException.class, () -> stopped.take(network, List.of(bundle), true));
      assertTrue(String.valueOf(e.getMessage()).contains("stopping"), e.getMessage());
    }
    guest.leave(network);
    RegistryException left =
        assertThrows(
            RegistryException.class,
            () -> intake(Runnable::run).take(network, List.of(bundle), true));
    assertEquals(RegistryException.Kind.UNKNOWN_NETWORK, left.kind());
  }
}
