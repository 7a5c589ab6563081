package org.pando.resolver.cli;

import org.pando.resolver.control.TextFile;
import org.pando.resolver.control.ZoneFile;

/** Reads zone files where the user is; the node parses them. */
final class ZoneFiles {
  private ZoneFiles() {}

  /**
   * @param file a path, or {@code -} for standard input
   * @throws CommandException USAGE when it cannot be read as UTF-8
   */
  static ZoneFile read(String file, Console console) throws CommandException {
    TextFile text = TextFiles.read(file, "zone file", "--file", console);
    return new ZoneFile(text.name(), text.text());
  }
}
