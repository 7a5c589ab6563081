package org.pando.registry.owner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.store.PrivateFiles;

/** A folder of files with something signed, one per name (package documentation). Writer thread. */
final class SignedFiles {
  private final Path folder;
  private final String ending;

  /**
   * @param ending of the file names, with the dot
   */
  SignedFiles(Path folder, String ending) {
    this.folder = folder;
    this.ending = ending;
  }

  Path path(String fullName) {
    return folder.resolve(fullName + ending);
  }

  /** The full names that there are files of, ascending. */
  List<String> names() throws RegistryException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(ending))
          .map(name -> name.substring(0, name.length() - ending.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw fault(folder, "cannot be read", e);
    }
  }

  /** The text of a name's file, if there is one. */
  Optional<String> read(String fullName) throws RegistryException {
    Path file = path(fullName);
    try {
      return Files.exists(file)
          ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
          : Optional.empty();
    } catch (IOException e) {
      throw fault(file, "cannot be read", e);
    }
  }

  void write(String fullName, String text) throws RegistryException {
    Path file = path(fullName);
    try {
      PrivateFiles.createDirectories(folder);
      PrivateFiles.replace(file, text.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw fault(file, "cannot be written", e);
    }
  }

  void delete(String fullName) throws RegistryException {
    Path file = path(fullName);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw fault(file, "cannot be deleted", e);
    }
  }

  /** Deletes a file that is of no use any more; returns what went wrong with that. */
  List<String> forget(String fullName) {
    try {
      delete(fullName);
      return List.of();
    } catch (RegistryException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static RegistryException fault(Path file, String what, IOException cause) {
    return new RegistryException(
        Kind.STORE,
        file
            + ": "
            + what
            + " ("
            + cause.getMessage()
            + "); check the directory's permissions and the free space",
        cause);
  }
}
