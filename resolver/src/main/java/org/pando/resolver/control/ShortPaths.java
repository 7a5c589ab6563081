package org.pando.resolver.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * Replaces a path that is too long for a Unix socket by a short one that node and program derive
 * alike: {@code <temporary folder>/pando-<hash of the long path>/control.sock}. The folder is the
 * node's own, mode 0700; anything else found there is refused, because others may write beside it.
 */
public final class ShortPaths {
  /** Octets of a path that every system takes (Linux has room for 107, macOS for 103). */
  public static final int LONGEST = 100;

  private static final int HASH_OCTETS = 8;
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path temporary;
  private final int uid;

  /**
   * @param temporary the folder for temporary files
   * @param uid the numeric user this process runs as
   */
  public ShortPaths(Path temporary, int uid) {
    this.temporary = temporary;
    this.uid = uid;
  }

  /**
   * The path to bind; makes the private folder.
   *
   * @throws IOException when the folder is not ours alone, or the short path is too long as well
   */
  Path toBind(Path socket) throws IOException {
    if (fits(socket)) {
      return socket;
    }
    Path shortened = shorten(socket);
    Path folder = parent(shortened);
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    } catch (FileAlreadyExistsException e) {
      // Left by an earlier run, or by somebody else: the check tells.
    }
    check(folder, uid);
    return shortened;
  }

  /**
   * The path to connect to.
   *
   * @throws IOException when the folder belongs neither to us nor to the owner of the folder of the
   *     long path, or others may enter it
   */
  Path toConnect(Path socket) throws IOException {
    if (fits(socket)) {
      return socket;
    }
    Path shortened = shorten(socket);
    Path folder = parent(shortened);
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      int owner = Files.isDirectory(parent(socket)) ? owner(parent(socket)) : uid;
      check(folder, uid, owner);
    }
    return shortened;
  }

  private static boolean fits(Path socket) {
    return socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }

  private Path shorten(Path socket) throws IOException {
    Path folder = parent(socket);
    Path real = Files.isDirectory(folder) ? folder.toRealPath() : folder.normalize();
    byte[] octets = real.resolve(socket.getFileName()).toString().getBytes(StandardCharsets.UTF_8);
    byte[] hash = sha256().digest(octets);
    Path shortened =
        temporary
            .resolve("pando-" + HexFormat.of().formatHex(hash, 0, HASH_OCTETS))
            .resolve(SocketPaths.FILE_NAME);
    if (!fits(shortened)) {
      throw new IOException(
          socket
              + ": longer than the "
              + LONGEST
              + " octets of a Unix socket, and so is its replacement "
              + shortened
              + "; give a shorter one with --socket");
    }
    return shortened;
  }

  private static void check(Path folder, int... owners) throws IOException {
    boolean directory = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    int owner = owner(folder);
    boolean ours = false;
    for (int allowed : owners) {
      ours |= owner == allowed;
    }
    if (!directory
        || !ours
        || !Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(PRIVATE)) {
      throw new IOException(
          folder
              + ": not a private folder (mode 0700) of the user who runs the node; remove it, or"
              + " give a shorter path with --socket");
    }
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static Path parent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
