package org.pando.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.RegistryException;

/**
 * What was acknowledged is there after SIGKILL, and what was not is there whole or not at all: of
 * single states, and of many in one transaction.
 */
class CrashTest {
  private static final int ROUNDS = 10;
  private static final int BATCH = 32;

  @TempDir Path directory;

  @Test
  @Tag("case-34")
  void keepsEverythingAcknowledged() throws Exception {
    Path file = directory.resolve("registry.db");
    Random random = new Random(1);
    long next = 1;
    for (int round = 0; round < ROUNDS; round++) {
      int batch = round % 2 == 0 ? 1 : BATCH;
      long acknowledged = writeUntilKilled(file, next, batch, 1 + random.nextInt(60));
      next = checkPrefix(file, acknowledged, batch) + 1;
    }
    assertTrue(next > ROUNDS);
  }

  /** Kills the writer after some acknowledgements; returns the last one that came through. */
  private long writeUntilKilled(Path file, long first, int batch, int count) throws Exception {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dorg.sqlite.tmpdir=" + directory,
            "-cp",
            System.getProperty("java.class.path"),
            CrashWriter.class.getName(),
            file.toString(),
            Long.toString(first),
            Integer.toString(batch));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    long last = first - 1;
    int acknowledged = 0;
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last += batch;
        assertEquals(Long.toString(last), line);
        if (++acknowledged == count) {
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertTrue(acknowledged >= count, "the writer ended by itself");
    return last;
  }

  /**
   * The store equals what the writes up to some ts make, and that ts is the last acknowledged one
   * or that of the transaction after it. Returns it.
   */
  private static long checkPrefix(Path file, long acknowledged, int batch)
      throws RegistryException {
    try (RecordStore store = SqliteStore.open(file)) {
      List<StoredBundle> found = new ArrayList<>();
      store.forEachByTime(1, found::add);
      long last = found.getLast().ts();
      assertTrue(last == acknowledged || last == acknowledged + batch, last + " " + acknowledged);

      Map<String, StoredBundle> expected = new HashMap<>();
      for (long ts = 1; ts <= last; ts++) {
        StoredBundle bundle = CrashWriter.bundle(ts);
        expected.put(bundle.key(), bundle);
      }
      assertEquals(expected.size(), found.size());
      for (StoredBundle bundle : found) {
        assertEquals(expected.get(bundle.key()), bundle);
        assertEquals(bundle, store.get(1, bundle.key()));
      }
      return last;
    }
  }
}
