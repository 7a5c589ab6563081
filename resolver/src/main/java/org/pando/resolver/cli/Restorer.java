package org.pando.resolver.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a data directory from a backup, in this process. */
public interface Restorer {
  /**
   * @param file absolute
   * @param config {@code -c}
   * @param dataDirectory {@code --data-dir}
   * @throws CommandException when nothing was restored, with the reason and the remedy
   */
  Report restore(Path file, @Nullable Path config, @Nullable Path dataDirectory)
      throws CommandException;

  /**
   * What was restored.
   *
   * @param program the version of the program that made the backup
   * @param created when it was made
   * @param names how many names of all networks
   * @param damaged how many of them were damaged already where the backup was made
   * @param keys the labels of the keys
   * @param unprotectedKeys those of them that are under no passphrase
   * @param problems key files that cannot be used, and why
   */
  record Report(
      String dataDirectory,
      String program,
      Instant created,
      long names,
      int damaged,
      List<String> keys,
      List<String> unprotectedKeys,
      List<String> problems) {}
}
