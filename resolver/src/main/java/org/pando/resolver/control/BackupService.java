package org.pando.resolver.control;

import java.util.List;
import org.pando.registry.RegistryException;

/** Backups of the node. Called on a thread that may block; takes as long as the store is large. */
@FunctionalInterface
public interface BackupService {
  /**
   * Writes a backup; it is complete and on disk when the call returns.
   *
   * @throws RegistryException INVALID when the path is not absolute or there is a file, STORE when
   *     it cannot be written
   */
  BackupReport create(BackupRequest request) throws RegistryException;

  /**
   * What to write.
   *
   * @param file an absolute path, as the node sees it
   */
  record BackupRequest(String file) {}

  /**
   * What was written.
   *
   * @param bytes the size of the file
   * @param names how many names of all networks are in it
   * @param keys the labels of the keys in it
   * @param unprotectedKeys those of them that are under no passphrase
   * @param problems key files in it that cannot be used, and why
   */
  record BackupReport(
      String file,
      long bytes,
      long names,
      List<String> keys,
      List<String> unprotectedKeys,
      List<String> problems) {}
}
