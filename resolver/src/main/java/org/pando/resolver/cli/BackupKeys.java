package org.pando.resolver.cli;

import java.util.List;

/** What there is to say about the keys in a backup. */
final class BackupKeys {
  private BackupKeys() {}

  /**
   * @param unprotected labels of keys under no passphrase
   * @param problems key files that cannot be used, and why
   */
  static void announce(Output output, List<String> unprotected, List<String> problems) {
    problems.forEach(problem -> output.message("pando: warning: " + problem));
    if (!unprotected.isEmpty()) {
      output.message("keys in it without a passphrase: " + String.join(", ", unprotected));
      output.message(
          "  Whoever can read the file can use them: keep it where nobody else gets at it.");
    }
  }
}
