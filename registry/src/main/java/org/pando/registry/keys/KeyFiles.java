package org.pando.registry.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.keys.KeyFile.MalformedException;
import org.pando.registry.keys.KeyStore.Listing;
import org.pando.registry.store.PrivateFiles;

/** Reads the key files of a directory. */
final class KeyFiles {
  private KeyFiles() {}

  /**
   * @throws RegistryException of kind STORE when the directory itself cannot be read
   */
  static Listing read(Path directory) throws RegistryException {
    SequencedMap<Path, StoredKey> keys = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files(directory)) {
      try {
        keys.put(file, readOne(file));
      } catch (RegistryException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return new Listing(keys, problems);
  }

  private static List<Path> files(Path directory) throws RegistryException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(file -> String.valueOf(file.getFileName()).endsWith(KeyFile.SUFFIX))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new RegistryException(
          Kind.STORE,
          "key directory "
              + directory
              + ": cannot be read ("
              + e.getMessage()
              + "). It must exist and belong to the user who runs Pando.",
          e);
    }
  }

  private static StoredKey readOne(Path file) throws RegistryException {
    try {
      if (PrivateFiles.isOpenToOthers(file)) {
        throw unusable(
            file,
            "others than its owner may read or write it, so it is not used. Run: chmod 600 '"
                + file
                + "'; if others had access to this computer, replace the key.",
            null);
      }
      return KeyFile.decode(content(file));
    } catch (MalformedException e) {
      throw unusable(file, e.getMessage() + ". " + e.remedy(), e);
    } catch (IOException e) {
      throw unusable(
          file,
          "cannot be read ("
              + e.getMessage()
              + "). It must be a file that belongs to the user who runs Pando.",
          e);
    }
  }

  /** One octet more than the limit is enough to see that a file breaks it. */
  private static String content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(KeyFile.MAX_SIZE + 1), StandardCharsets.ISO_8859_1);
    }
  }

  private static RegistryException unusable(Path file, String message, @Nullable Exception cause) {
    return exception(Kind.NO_KEY, "key file " + file + ": " + message, cause);
  }

  private static RegistryException exception(Kind kind, String message, @Nullable Exception cause) {
    return cause == null
        ? new RegistryException(kind, message)
        : new RegistryException(kind, message, cause);
  }
}
