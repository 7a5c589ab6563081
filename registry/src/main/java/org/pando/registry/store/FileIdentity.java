package org.pando.registry.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Which file it is, whatever its name: a copy is another one.
 *
 * @param device the file system it is on; may change when the computer starts again
 * @param inode its number there
 * @param created when it was made, as exactly as the file system knows
 */
record FileIdentity(String device, String inode, String created) {
  private static final String UNKNOWN = "";

  static FileIdentity of(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      Map<String, Object> unix = Files.readAttributes(file, "unix:dev,ino,creationTime");
      return new FileIdentity(text(unix, "dev"), text(unix, "ino"), text(unix, "creationTime"));
    }
    Map<String, Object> basic = Files.readAttributes(file, "creationTime");
    return new FileIdentity(UNKNOWN, UNKNOWN, text(basic, "creationTime"));
  }

  private static String text(Map<String, Object> attributes, String name) {
    return String.valueOf(attributes.get(name));
  }

  /** Devices are numbered anew at each start of the computer, so the time of making counts too. */
  boolean isSameFile(FileIdentity other) {
    return inode.equals(other.inode)
        && (created.equals(other.created)
            || (!device.equals(UNKNOWN) && device.equals(other.device)));
  }
}
