package org.pando.resolver.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.pando.resolver.control.ZoneFile;

/** Reads zone files where the user is; the node parses them. */
final class ZoneFiles {
  private static final String STDIN = "-";

  private ZoneFiles() {}

  /**
   * @param file a path, or {@code -} for standard input
   * @throws CommandException USAGE when it cannot be read as UTF-8
   */
  static ZoneFile read(String file, Console console) throws CommandException {
    try {
      if (file.equals(STDIN)) {
        return new ZoneFile(
            "<stdin>", new String(console.in().readAllBytes(), StandardCharsets.UTF_8));
      }
      return new ZoneFile(file, Files.readString(Path.of(file)));
    } catch (NoSuchFileException e) {
      throw new CommandException(
          ExitCode.USAGE, file + ": no such zone file; check the path after --file", e);
    } catch (CharacterCodingException e) {
      throw new CommandException(
          ExitCode.USAGE, file + ": not UTF-8 text; a zone file is plain text", e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
