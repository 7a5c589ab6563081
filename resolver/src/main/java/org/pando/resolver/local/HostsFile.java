package org.pando.resolver.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Reads a hosts file line by line: an address, then its names (hosts(5)). */
final class HostsFile {
  /** What is found in it. */
  interface Reader {
    /**
     * A name of a whole line.
     *
     * @param address 4 or 16 octets
     */
    void host(int line, Name name, Bytes address);

    /**
     * A line that is skipped.
     *
     * @param what what is wrong with it
     */
    void malformed(int line, String what);
  }

  static final long MAX_SIZE = 64L << 20;

  private static final String BLANKS = " \t\r\f";
  private static final String FORM = "; a line is ADDRESS NAME [NAME ...]";
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  private HostsFile() {}

  /**
   * Reads all of a file; its characters beyond ASCII mean nothing.
   *
   * @throws IOException when it is no regular file, too big, or cannot be read
   */
  static void read(Path file, Reader reader) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("it is not a regular file");
    }
    if (Files.size(file) > MAX_SIZE) {
      throw new IOException("it has more than " + (MAX_SIZE >> 20) + " MiB");
    }
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      read(lines, reader);
    }
  }

  static void read(BufferedReader lines, Reader reader) throws IOException {
    int number = 1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      boolean marked = number == 1 && line.startsWith(BYTE_ORDER_MARK);
      read(number++, marked ? line.substring(BYTE_ORDER_MARK.length()) : line, reader);
    }
  }

  private static void read(int number, String line, Reader reader) {
    int comment = line.indexOf('#');
    StringTokenizer words =
        new StringTokenizer(comment < 0 ? line : line.substring(0, comment), BLANKS);
    if (!words.hasMoreTokens()) {
      return;
    }
    String written = words.nextToken();
    if (written.indexOf('%') >= 0) {
      return; // an address of one link only
    }
    byte[] address = address(written);
    if (address == null) {
      reader.malformed(number, "'" + shown(written) + "' is not an IP address" + FORM);
    } else if (!words.hasMoreTokens()) {
      reader.malformed(number, written + " has no name" + FORM);
    } else {
      readNames(number, Bytes.of(address), words, reader);
    }
  }

  private static void readNames(int number, Bytes address, StringTokenizer words, Reader reader) {
    List<Name> names = new ArrayList<>();
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      Name name = name(word);
      if (name == null) {
        reader.malformed(
            number, "'" + shown(word) + "' is not a host name; it has letters, digits, - and .");
        return;
      }
      names.add(name);
    }
    names.forEach(name -> reader.host(number, name, address));
  }

  private static byte @Nullable [] address(String text) {
    byte[] address = Address.toByteArray(text, Address.IPv4);
    return address == null ? Address.toByteArray(text, Address.IPv6) : address;
  }

  private static @Nullable Name name(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '.' && c != '_') {
        return null;
      }
    }
    try {
      Name name = Name.fromString(text, Name.root);
      return name.labels() > 1 ? name : null;
    } catch (TextParseException e) {
      return null;
    }
  }

  /** Fit for a log, whatever the file holds. */
  private static String shown(String text) {
    String start = text.substring(0, Math.min(text.length(), 60));
    return start.replaceAll("[^ -~]", "?");
  }
}
