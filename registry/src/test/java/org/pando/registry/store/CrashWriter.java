package org.pando.registry.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.pando.registry.Bytes;

/**
 * The victim of {@link CrashTest}: stores states for ever and prints each one when it is stored.
 * Some replace earlier ones, some take several pages.
 */
final class CrashWriter {
  static final int NAMES = 40;

  private CrashWriter() {}

  /** Arguments: the database, the first ts to write. */
  public static void main(String[] args) throws Exception {
    RecordStore store = SqliteStore.open(Path.of(args[0]));
    for (long ts = Long.parseLong(args[1]); ; ts++) {
      store.put(1, List.of(new StoredChange(bundle(ts), List.of(), 0)));
      System.out.println(ts);
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
