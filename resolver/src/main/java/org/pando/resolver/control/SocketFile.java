package org.pando.resolver.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The socket's place in the file system: a folder nobody else can change, a file only we use. */
final class SocketFile {
  private static final int STICKY = 01000;

  private final Path path;

  private SocketFile(Path path) {
    this.path = path;
  }

  /**
   * Makes the folder (0700), and room for the socket. A socket that nothing answers on is removed.
   *
   * @param wanted the path as configured
   * @throws IOException when a node answers there, something else than a socket lies there, or
   *     others could replace it
   */
  static SocketFile prepare(Path wanted, ShortPaths shortPaths) throws IOException {
    Path absolute = wanted.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IOException(wanted + ": not a path for a socket; give another with --socket");
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    checkFolder(folder);
    SocketFile file = new SocketFile(shortPaths.toBind(absolute));
    file.removeStale(wanted);
    return file;
  }

  UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(path);
  }

  /** Mode 0600. */
  void protect() throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
  }

  private static void checkFolder(Path folder) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
    boolean shared =
        mode.contains(PosixFilePermission.GROUP_WRITE)
            || mode.contains(PosixFilePermission.OTHERS_WRITE);
    boolean sticky = ((Integer) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
    if (shared && !sticky) {
      throw new IOException(
          folder
              + ": others may write here and replace the control socket; chmod go-w it, or give"
              + " another path with --socket");
    }
  }

  private void removeStale(Path wanted) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new IOException(
          wanted + ": exists and is no socket; move it away, or give another path with --socket");
    }
    if (answers()) {
      throw new IOException(
          wanted + ": another node answers here; stop it, or give another path with --socket");
    }
    Files.deleteIfExists(path);
  }

  private boolean answers() throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(address());
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }
}
