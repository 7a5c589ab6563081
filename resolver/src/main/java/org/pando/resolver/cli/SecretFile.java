package org.pando.resolver.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A secret in a file of its own, which only its owner may read. */
final class SecretFile {
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

  private SecretFile() {}

  /**
   * Makes the file with mode 0600, where the file system knows modes.
   *
   * @throws CommandException USAGE when there is a file of that name or no such folder; FAILED when
   *     it cannot be written, and is removed then
   */
  static void write(Path file, String text) throws CommandException {
    try {
      OutputStream out = Channels.newOutputStream(Files.newByteChannel(file, NEW, mode(file)));
      try (out) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(
          ExitCode.USAGE, file + ": is there already and is not overwritten; give another name", e);
    } catch (NoSuchFileException e) {
      throw new CommandException(
          ExitCode.USAGE, file + ": its folder does not exist; make it or give another", e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, file + ": cannot be written (" + e.getMessage() + ")", e);
    }
  }

  private static FileAttribute<?>[] mode(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
