package org.pando.resolver.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShortPathsTest {
  @TempDir private Path folder;
  private ShortPaths paths = new ShortPaths(Path.of("/"), 0);
  private Path socket = Path.of("/");

  @BeforeEach
  void makeALongFolder() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("t"));
    paths = new ShortPaths(temporary, RunningServer.uid());
    Path data = Files.createDirectory(folder.resolve("d".repeat(120)));
    socket = data.resolve("control.sock");
  }

  @Test
  void nodeAndProgramMeetAtALongPath() throws Exception {
    FakeNode node = new FakeNode();
    ShortPaths usual = RunningServer.shortPaths();
    try (var _ = new RunningServer(node.routes(), socket)) {
      assertEquals(4711, RunningServer.client(socket).status().value().pid());
      assertThrows(IOException.class, () -> new RunningServer(node.routes(), socket));
    }
    Files.delete(usual.toConnect(socket).getParent());
  }

  @Test
  void aPathThatFitsIsKept() throws Exception {
    Path short100 = Path.of("/" + "x".repeat(ShortPaths.LONGEST - 1));
    assertEquals(short100, paths.toBind(short100));
    assertEquals(short100, paths.toConnect(short100));
  }

  @Test
  void everyWayToTheSameFolderGivesTheSameShortPath() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("l".repeat(110)), socket.getParent());
    Path bound = paths.toBind(socket);
    assertEquals(bound, paths.toConnect(link.resolve("control.sock")));
    assertTrue(bound.toString().length() <= ShortPaths.LONGEST);
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(bound.getParent())));
  }

  @Test
  void aFolderThatOthersMayEnterIsRefused() throws Exception {
    Path private0 = paths.toBind(socket).getParent();
    Files.setPosixFilePermissions(private0, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertRefused(paths);
  }

  @Test
  void aFolderOfSomebodyElseIsRefused() throws Exception {
    paths.toBind(socket);
    Path temporary = folder.resolve("t");
    ShortPaths stranger = new ShortPaths(temporary, RunningServer.uid() + 1);
    IOException e = assertThrows(IOException.class, () -> stranger.toBind(socket));
    assertTrue(String.valueOf(e.getMessage()).contains("private folder"), e.getMessage());
    // A stranger who trusts the long path's owner may trust the same owner's short path.
    assertEquals(paths.toConnect(socket), stranger.toConnect(socket));
  }

  @Test
  void aLinkInPlaceOfTheFolderIsRefused() throws Exception {
    Path made = paths.toBind(socket).getParent();
    Files.delete(made);
    Path elsewhere =
        Files.createDirectory(
            folder.resolve("e"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createSymbolicLink(made, elsewhere);
    assertRefused(paths);
  }

  @Test
  void aTemporaryFolderThatIsTooLongIsToldWithTheRemedy() {
    ShortPaths deep = new ShortPaths(folder.resolve("t".repeat(90)), 0);
    IOException e = assertThrows(IOException.class, () -> deep.toConnect(socket));
    assertTrue(String.valueOf(e.getMessage()).contains("--socket"), e.getMessage());
  }

  private void assertRefused(ShortPaths refusing) {
    IOException bind = assertThrows(IOException.class, () -> refusing.toBind(socket));
    IOException connect = assertThrows(IOException.class, () -> refusing.toConnect(socket));
    assertTrue(String.valueOf(bind.getMessage()).contains("mode 0700"), bind.getMessage());
    assertEquals(bind.getMessage(), connect.getMessage());
  }
}
