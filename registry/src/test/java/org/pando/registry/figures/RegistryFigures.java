package org.pando.registry.figures;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.pando.registry.Network;
import org.pando.registry.Published;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.DataDirectory;
import org.pando.registry.store.SqliteStore;
import org.pando.registry.store.StoredBundle;

/**
 * Measures a registry that {@link LargeRegistry} made: opening, loading, memory, look-ups,
 * verifying. Each figure is the median of five. Argument: the data directory.
 */
public final class RegistryFigures {
  private static final int ROUNDS = 5;
  private static final int LOOK_UPS = 2_000_000;

  /** The length of the labels that are looked up. */
  private static final int LABEL = 11;

  private static final int VERIFIED = 1000;

  private final Replica replica;
  private final Network home;

  private RegistryFigures(Replica replica) {
    this.replica = replica;
    this.home = replica.networks().getFirst();
  }

  public static void main(String[] arguments) throws Exception {
    try (DataDirectory directory = DataDirectory.open(Path.of(arguments[0]))) {
      double[] openings = new double[ROUNDS];
      double[] loadings = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        long begin = System.nanoTime();
        try (Replica replica = open(directory)) {
          long opened = System.nanoTime();
          load(replica);
          openings[i] = (opened - begin) / 1e6;
          loadings[i] = (System.nanoTime() - opened) / 1e9;
        }
      }
      System.out.printf("open              %.0f ms%n", median(openings));
      System.out.printf("load everything   %.1f s%n", median(loadings));
      long empty = usedAfterCollection();
      try (Replica replica = open(directory)) {
        load(replica);
        long names = replica.extent(replica.networks().getFirst()).names();
        System.out.printf(
            "memory            %d bytes a name, names %d%n",
            (usedAfterCollection() - empty) / names, names);
        new RegistryFigures(replica).measure((int) names, directory);
      }
    }
  }

  private static Replica open(DataDirectory directory) throws RegistryException {
    return Replica.open(
        SqliteStore.open(directory.database()), SignatureVerifier.PINNED, 0x5eed5eed5eedL);
  }

  private static void load(Replica replica) throws RegistryException {
    if (replica.load(Integer.MAX_VALUE)) {
      throw new IllegalStateException("more names than fit");
    }
  }

  private static long usedAfterCollection() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void measure(int names, DataDirectory directory) throws RegistryException {
    Random random = new Random(1);
    byte[] present = wires(() -> LargeRegistry.human(random.nextInt(names)));
    byte[] absent = wires(() -> "none%07d".formatted(random.nextInt(names)));
    lookUps("look-up, present ", present, Published.Served.class);
    lookUps("look-up, absent  ", absent, Published.Unknown.class);
    try (SqliteStore store = SqliteStore.open(directory.database())) {
      verify(store.page(1, "host", VERIFIED));
    }
  }

  /** Labels of one length in wire form, one after the other. */
  private static byte[] wires(Supplier<String> label) {
    byte[] wires = new byte[LOOK_UPS * (1 + LABEL)];
    for (int at = 0; at < wires.length; at += 1 + LABEL) {
      byte[] text = label.get().getBytes(StandardCharsets.US_ASCII);
      wires[at] = LABEL;
      System.arraycopy(text, 0, wires, at + 1, LABEL);
    }
    return wires;
  }

  private void lookUps(String what, byte[] wires, Class<? extends Published> expected) {
    double[] rounds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long begin = cpuTime();
      for (int at = 0; at < wires.length; at += 1 + LABEL) {
        Published found = replica.find(home, wires, at, false);
        if (!expected.isInstance(found)) {
          throw new IllegalStateException("not as expected: " + found);
        }
      }
      rounds[round] = (double) (cpuTime() - begin) / LOOK_UPS;
    }
    System.out.printf("%s %.0f ns%n", what, median(rounds));
  }

  /** Decodes and verifies bundles as if they came from outside, on this thread. */
  private void verify(List<StoredBundle> page) {
    BundleRules rules = new BundleRules(replica.rules(home), SignatureVerifier.PINNED);
    double[] rounds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long begin = cpuTime();
      for (StoredBundle stored : page) {
        if (!(rules.check(stored.state()) instanceof Validity.Valid)) {
          throw new IllegalStateException(stored.key() + " is not valid");
        }
      }
      rounds[round] = page.size() / ((cpuTime() - begin) / 1e9);
    }
    System.out.printf("verify            %.0f bundles/s on one core%n", median(rounds));
  }

  /** Of this thread: other programs' work does not count, nor does the collector's. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
