package org.pando.resolver.control;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.pando.resolver.control.ControlException.Kind;

/**
 * A reply of our own server: HTTP/1.1 (RFC 9112) with a Content-Length, ended by the end of the
 * connection.
 *
 * @param status the three digits
 */
record HttpReply(int status, String body) {
  private static final String HEAD_END = "\r\n\r\n";
  private static final String LENGTH = "content-length:";

  /**
   * @throws ControlException PROTOCOL when it is not such a reply, or cut off
   */
  static HttpReply parse(byte[] octets) throws ControlException {
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    int headEnd = text.indexOf(HEAD_END);
    if (headEnd < 0 || !text.startsWith("HTTP/1.1 ")) {
      throw broken(text.isEmpty() ? "it closed the connection" : "its reply is not HTTP/1.1");
    }
    String[] lines = text.substring(0, headEnd).split("\r\n", -1);
    int start = headEnd + HEAD_END.length();
    int length = octets.length - start;
    if (length != contentLength(lines)) {
      throw broken("its reply is cut off");
    }
    return new HttpReply(
        status(lines[0]), new String(octets, start, length, StandardCharsets.UTF_8));
  }

  private static int status(String line) throws ControlException {
    String[] words = line.split(" ", 3);
    return words.length > 1 && words[1].matches("[1-5][0-9][0-9]")
        ? Integer.parseInt(words[1])
        : fail("its status line is '" + line + "'");
  }

  private static int contentLength(String[] lines) throws ControlException {
    for (String line : lines) {
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        String value = line.substring(LENGTH.length()).trim();
        return value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : fail(line);
      }
    }
    return fail("its reply has no length");
  }

  private static int fail(String what) throws ControlException {
    throw broken(what);
  }

  private static ControlException broken(String what) {
    return new ControlException(
        Kind.PROTOCOL,
        "what answers on the control socket is no working node ("
            + what
            + "); see its log, or give another path with --socket");
  }
}
