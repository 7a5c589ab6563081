package org.pando.resolver.replication;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.pando.gossip.GossipException;
import org.pando.gossip.sync.Inventory;
import org.pando.gossip.sync.Item;
import org.pando.gossip.sync.Reconciliation;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;

/**
 * What comparing two replicas costs, in the messages of a session, without a network between them:
 * bytes, round trips, and CPU of either side. Prints a line for each case: its name, bytes sent and
 * received until it is known what differs, of asking for what is lacking, round trips of both,
 * milliseconds of the side that asks and of the one that answers. Arguments: how many names, how
 * many differences, how many rounds, of which the median counts.
 */
final class ReconcileFigures {
  /** When the newest of the common items was updated, in seconds. */
  private static final long NOW = 1_800_000_000L;

  private static final int DAY = 86_400;

  /** A length before each message. */
  private static final int FRAME = 3;

  private final Random random = new Random(1);
  private final Inventory asking = new Inventory();
  private final Inventory answering = new Inventory();
  private final List<Item> common = new ArrayList<>();

  /** A session's costs. */
  private static final class Costs {
    private int compared;
    private int asked;
    private int trips;
    private long askingNanos;
    private long answeringNanos;
    private int found;
  }

  private ReconcileFigures(int names) {
    for (int i = 0; i < names; i++) {
      Item item = item(NOW - 400L * DAY + random.nextInt(400 * DAY));
      common.add(item);
      asking.add(item);
      answering.add(item);
    }
  }

  public static void main(String[] arguments) throws Exception {
    int names = Integer.parseInt(arguments[0]);
    int differences = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    ReconcileFigures figures = new ReconcileFigures(names);
    figures.report("nothing", rounds, 0);
    Item one = figures.item(NOW + 1);
    figures.answering.add(one);
    figures.report("one", rounds, 1);
    figures.answering.remove(one);

    List<Item> recent = new ArrayList<>();
    for (int i = 0; i < differences; i++) {
      recent.add(figures.item(NOW + i % 600));
    }
    recent.forEach(figures.answering::add);
    figures.report("recent", rounds, differences);

    List<Item> replaced = figures.common.subList(0, differences);
    replaced.forEach(figures.answering::remove);
    figures.report("updates", rounds, differences);
  }

  private Item item(long ts) {
    byte[] id = new byte[32];
    random.nextBytes(id);
    return new Item(ts, id);
  }

  private void report(String name, int rounds, int expected) throws GossipException {
    double[] ofAsking = new double[rounds];
    double[] ofAnswering = new double[rounds];
    Costs costs = new Costs();
    for (int i = 0; i < rounds; i++) {
      costs = session();
      if (costs.found != expected) {
        throw new IllegalStateException(name + ": found " + costs.found + " of " + expected);
      }
      ofAsking[i] = costs.askingNanos / 1e6;
      ofAnswering[i] = costs.answeringNanos / 1e6;
    }
    System.out.printf(
        "%s %d %d %d %.1f %.1f%n",
        name, costs.compared, costs.asked, costs.trips, median(ofAsking), median(ofAnswering));
  }

  /** As {@link SyncSession} does it; whose bundles are given is not counted. */
  private Costs session() throws GossipException {
    Costs costs = new Costs();
    long begin = cpuTime();
    SyncMessage.Hello ours = hello(asking);
    SyncMessage.Hello theirs = hello(answering);
    exchanged(costs, ours, theirs);
    if (ours.equals(theirs)) {
      costs.askingNanos = cpuTime() - begin;
      return costs;
    }
    Reconciliation session =
        new Reconciliation(asking, SyncMessage.Recon.MAX_MESSAGE, Reconciliation.Budget.DEFAULT);
    byte[] next = session.begin();
    while (next.length > 0) {
      long asked = cpuTime();
      byte[] answer = Reconciliation.answer(answering, SyncMessage.Recon.MAX_MESSAGE, next);
      costs.answeringNanos += cpuTime() - asked;
      exchanged(
          costs, new SyncMessage.Recon(Bytes.of(next)), new SyncMessage.Recon(Bytes.of(answer)));
      Reconciliation.Round round = session.onAnswer(answer);
      costs.found += round.need().size();
      next = round.next();
    }
    costs.askingNanos = cpuTime() - begin - costs.answeringNanos;
    want(costs);
    return costs;
  }

  private static SyncMessage.Hello hello(Inventory inventory) {
    return new SyncMessage.Hello(
        new NetworkId(Bytes.of(new byte[NetworkId.LENGTH])),
        0,
        inventory.size(),
        Bytes.of(inventory.fingerprint()));
  }

  private static void exchanged(Costs costs, SyncMessage question, SyncMessage answer) {
    costs.compared += sizeOf(question) + sizeOf(answer);
    costs.trips++;
  }

  private static int sizeOf(SyncMessage message) {
    return FRAME + message.encode().length();
  }

  /** The questions for the bundles that are lacking. */
  private static void want(Costs costs) {
    for (int left = costs.found; left > 0; left -= SyncMessage.MAX_WANTED) {
      List<Bytes> ids = new ArrayList<>();
      for (int i = Math.min(left, SyncMessage.MAX_WANTED); i > 0; i--) {
        ids.add(Bytes.of(new byte[32]));
      }
      costs.asked += sizeOf(new SyncMessage.Want(ids));
    }
  }

  /** Of this thread: other programs' work does not count. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
