package org.pando.registry.backup;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Which files of a data directory are in a backup, by their names there. */
final class PartName {
  static final String STORE = "registry.db";

  /** Each file directly in one of these. */
  static final List<String> FOLDERS = List.of("keys", "revocations", "offers");

  private static final Pattern FILE = Pattern.compile("[^/\\\\:\\p{Cntrl}]+");
  private static final int MAX_FILE = 255;

  private PartName() {}

  /** Whether a backup may hold a part of this name: nothing else is ever written to disk. */
  static boolean isAllowed(String name) {
    int slash = name.indexOf('/');
    return name.equals(STORE)
        || (slash > 0
            && FOLDERS.contains(name.substring(0, slash))
            && isFile(name.substring(slash + 1)));
  }

  private static boolean isFile(String name) {
    return FILE.matcher(name).matches()
        && !name.equals(".")
        && !name.equals("..")
        && name.getBytes(StandardCharsets.UTF_8).length <= MAX_FILE;
  }
}
