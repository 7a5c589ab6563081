package org.pando.registry.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.pando.registry.Bytes;

/**
 * The victim of {@link CrashTest}: stores states for ever, as many in a transaction as it is told,
 * and prints the last one when they are stored. Some replace earlier ones, some take several pages.
 */
final class CrashWriter {
  static final int NAMES = 40;

  private CrashWriter() {}

  /** Arguments: the database, the first ts to write, how many states are stored at once. */
  public static void main(String[] args) throws Exception {
    RecordStore store = SqliteStore.open(Path.of(args[0]));
    int batch = Integer.parseInt(args[2]);
    for (long first = Long.parseLong(args[1]); ; first += batch) {
      store.put(
          1,
          LongStream.range(first, first + batch)
              .mapToObj(ts -> new StoredChange(bundle(ts), List.of(), 0))
              .toList());
      System.out.println(first + batch - 1);
    }
  }

  /** The state written at a ts; both processes can compute it. */
  static StoredBundle bundle(long ts) {
    Random random = new Random(ts);
    byte[] id = new byte[32];
    random.nextBytes(id);
    byte[] state = new byte[random.nextInt(1, 9000)];
    random.nextBytes(state);
    return new StoredBundle("name" + random.nextInt(NAMES), ts, Bytes.of(id), Bytes.of(state));
  }
}
