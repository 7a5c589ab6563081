package org.pando.resolver.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.pando.resolver.control.TextFile;

/** Reads and writes files where the user is. */
final class TextFiles {
  private static final String STDIN = "-";

  private TextFiles() {}

  /**
   * @param file a path, or {@code -} for standard input
   * @param what the file is to be, for messages
   * @param option that named it
   * @throws CommandException USAGE when it cannot be read as UTF-8
   */
  static TextFile read(String file, String what, String option, Console console)
      throws CommandException {
    try {
      if (file.equals(STDIN)) {
        return new TextFile(
            "<stdin>", new String(console.in().readAllBytes(), StandardCharsets.UTF_8));
      }
      return new TextFile(file, Files.readString(Path.of(file)));
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new CommandException(
          ExitCode.USAGE, file + ": no such " + what + "; check the path after " + option, e);
    } catch (CharacterCodingException e) {
      throw new CommandException(
          ExitCode.USAGE, file + ": not UTF-8 text; a " + what + " is plain text", e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Refuses a file that is there already, before anything is done for it.
   *
   * @param option that named it
   */
  static void checkNew(Path file, String option) throws CommandException {
    if (Files.exists(file)) {
      throw new CommandException(
          ExitCode.USAGE, file + ": exists already; give another path after " + option);
    }
  }

  /** Writes a file that is not there yet. */
  static void writeNew(Path file, String text) throws CommandException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(
          ExitCode.FAILED, file + ": exists already, and was left as it is", e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, file + ": cannot be written (" + e.getMessage() + ")", e);
    }
  }
}
