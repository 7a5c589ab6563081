package org.pando.resolver.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The systemd journal as the reader of our stderr. */
public final class Journal {
  private Journal() {}

  /**
   * Whether a stream goes to the journal: {@code $JOURNAL_STREAM} is {@code device:inode} of the
   * socket that systemd made our stderr (systemd.exec(5)). A child with a redirected stderr
   * inherits the variable, hence the comparison.
   *
   * @param descriptor the link that names the open file, {@code /proc/self/fd/2}
   */
  public static boolean reads(Map<String, String> environment, Path descriptor) {
    String stream = environment.get("JOURNAL_STREAM");
    if (stream == null) {
      return false;
    }
    String inode = stream.substring(stream.indexOf(':') + 1);
    try {
      return Files.readSymbolicLink(descriptor).toString().equals("socket:[" + inode + "]");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
