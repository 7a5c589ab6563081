package org.pando.registry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;

class DataDirectoryTest {
  @TempDir Path parent;

  private Path directory() {
    return parent.resolve("share").resolve("pando");
  }

  @Test
  void createsItsLayoutForTheOwnerOnly() throws Exception {
    try (DataDirectory data = DataDirectory.open(directory())) {
      assertEquals(directory(), data.path());
      assertEquals(directory().resolve("registry.db"), data.database());
      assertEquals("pando-data 3\n", Files.readString(directory().resolve("format")));
      assertEquals("rwx------", permissions(directory()));
      assertEquals("rwx------", permissions(data.keys()));
    }
  }

  @Test
  void opensAgainWithWhatItHas() throws Exception {
    try (DataDirectory data = DataDirectory.open(directory())) {
      Files.writeString(data.keys().resolve("blog.key"), "x");
    }
    try (DataDirectory data = DataDirectory.open(directory())) {
      assertEquals("x", Files.readString(data.keys().resolve("blog.key")));
    }
  }

  @Test
  void leavesThePermissionsOfAnExistingDirectory() throws Exception {
    Files.createDirectories(directory());
    Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxr-x---"));
    DataDirectory.open(directory()).close();
    assertEquals("rwxr-x---", permissions(directory()));
  }

  @Test
  void isHeldByOneProcess() throws Exception {
    Process holder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DataDirectoryHolder.class.getName(),
                directory().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = holder.inputReader()) {
      assertEquals("held", out.readLine());
      assertEquals(
          "data directory "
              + directory()
              + ": another node (process "
              + holder.pid()
              + ") runs on it; stop that one first, or give this one its own --data-dir.",
          fault(directory()));
    } finally {
      holder.destroyForcibly().waitFor();
    }
    DataDirectory.open(directory()).close();
  }

  @Test
  void isHeldOnceWithinAProcess() throws Exception {
    DataDirectory data = DataDirectory.open(directory());
    assertTrue(fault(directory()).contains("another node (process "));
    data.close();
    DataDirectory.open(directory()).close();
  }

  @Test
  void refusesANewerFormat() throws Exception {
    DataDirectory.open(directory()).close();
    Files.writeString(directory().resolve("format"), "pando-data 4\n");
    assertEquals(
        "data directory "
            + directory()
            + ": written by a newer Pando (format 4, this program knows 3); run the newer program"
            + " again, or give another directory as --data-dir.",
        fault(directory()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pando-data 0\n", "pando-data -1", "pando-data 2\nmore", "other 1\n"})
  void refusesADamagedFormat(String content) throws Exception {
    DataDirectory.open(directory()).close();
    Files.writeString(directory().resolve("format"), content);
    assertEquals(
        "data directory "
            + directory()
            + ": its file 'format' is damaged (it should say 'pando-data 3'); restore the directory"
            + " from a backup.",
        fault(directory()));
    Files.writeString(directory().resolve("format"), "pando-data 3\n");
    DataDirectory.open(directory()).close();
  }

  @Test
  void refusesAndDoesNotTouchADirectoryOfSomethingElse() throws Exception {
    Files.createDirectories(directory());
    Path note = Files.writeString(directory().resolve("note.txt"), "mine");
    assertEquals(
        "data directory "
            + directory()
            + ": not empty, and not Pando's (it has no file 'format'); give an empty or new"
            + " directory as --data-dir.",
        fault(directory()));
    try (Stream<Path> files = Files.list(directory())) {
      assertEquals(List.of(note), files.toList());
    }
  }

  /** A crash between the steps of the first start leaves these. */
  @Test
  void finishesAnInterruptedFirstStart() throws Exception {
    Files.createDirectories(directory());
    Files.createFile(directory().resolve("lock"));
    Files.writeString(directory().resolve("format.new"), "pan");
    DataDirectory.open(directory()).close();
    assertEquals("pando-data 3\n", Files.readString(directory().resolve("format")));
    assertFalse(Files.exists(directory().resolve("format.new")));
  }

  @Test
  void refusesAFile() throws Exception {
    Path file = Files.createFile(parent.resolve("file"));
    assertEquals(
        "data directory "
            + file
            + ": "
            + file
            + " is a file; give a directory as --data-dir or data-dir.",
        fault(file));
    assertTrue(fault(file.resolve("below")).contains("cannot be used ("));
  }

  @Test
  void saysWhereItHasNoPermission() throws Exception {
    assumeFalse("root".equals(System.getProperty("user.name")), "root is not bound by permissions");
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("r-x------"));
    String message = fault(directory());
    assertTrue(message.contains("no permission for " + directory().getParent()), message);
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static String fault(Path directory) {
    RegistryException e =
        assertThrows(RegistryException.class, () -> DataDirectory.open(directory).close());
    assertEquals(Kind.STORE, e.kind());
    return String.valueOf(e.getMessage());
  }
}
