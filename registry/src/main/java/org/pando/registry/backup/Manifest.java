package org.pando.registry.backup;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pando.registry.Bytes;

/**
 * What a backup holds.
 *
 * @param program the version of the program that made it
 * @param created when, whole seconds
 * @param dataFormat the format of the data directory
 * @param parts the other entries
 */
record Manifest(String program, Instant created, int dataFormat, List<Part> parts) {
  static final String ENTRY = "manifest";
  static final int VERSION = 1;

  /** Room for tens of thousands of keys, in bytes. */
  static final int MAX_SIZE = 1 << 23;

  /**
   * A file in a backup.
   *
   * @param name as {@link PartName} allows it
   * @param size in bytes
   * @param sha256 of its bytes
   */
  record Part(String name, long size, Bytes sha256) {}

  /** It is not as {@link #encode} writes it; the message is for the end of a sentence. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  private static final Pattern VERSION_LINE = Pattern.compile("pando-backup ([1-9][0-9]{0,8})");
  private static final Pattern PROGRAM = Pattern.compile("program ([!-~]{1,64})");
  private static final Pattern CREATED = Pattern.compile("created (\\S{1,40})");
  private static final Pattern DATA = Pattern.compile("data ([1-9][0-9]{0,8})");
  private static final Pattern PART =
      Pattern.compile("part (0|[1-9][0-9]{0,17}) ([0-9a-f]{64}) (.+)");

  Manifest {
    created = created.truncatedTo(ChronoUnit.SECONDS);
    parts = List.copyOf(parts);
  }

  byte[] encode() {
    StringBuilder text = new StringBuilder("pando-backup " + VERSION + "\n");
    text.append("program ").append(program).append('\n');
    text.append("created ").append(created).append('\n');
    text.append("data ").append(dataFormat).append('\n');
    for (Part part : parts) {
      text.append("part %d %s %s\n".formatted(part.size(), part.sha256(), part.name()));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The version of a manifest, which says how the rest of it is to be read. */
  static int version(byte[] manifest) throws MalformedException {
    return Integer.parseInt(group(lines(manifest).getFirst(), VERSION_LINE));
  }

  /** Reads a manifest of the present version. */
  static Manifest decode(byte[] manifest) throws MalformedException {
    List<String> lines = lines(manifest);
    if (lines.size() < 4) {
      throw new MalformedException("its manifest is cut off");
    }
    List<Part> parts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String line : lines.subList(4, lines.size())) {
      Part part = part(line);
      if (!names.add(part.name())) {
        throw new MalformedException("it holds '" + part.name() + "' twice");
      }
      parts.add(part);
    }
    return new Manifest(
        group(lines.get(1), PROGRAM),
        instant(group(lines.get(2), CREATED)),
        Integer.parseInt(group(lines.get(3), DATA)),
        parts);
  }

  private static Part part(String line) throws MalformedException {
    Matcher part = match(line, PART);
    if (!PartName.isAllowed(part.group(3))) {
      throw new MalformedException(
          "it holds '" + part.group(3) + "', which is no file of a data directory");
    }
    return new Part(part.group(3), Long.parseLong(part.group(1)), Bytes.fromHex(part.group(2)));
  }

  private static List<String> lines(byte[] manifest) throws MalformedException {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(manifest)).toString();
      if (!text.endsWith("\n")) {
        throw new MalformedException("its manifest is cut off");
      }
      return List.of(text.substring(0, text.length() - 1).split("\n", -1));
    } catch (CharacterCodingException e) {
      throw new MalformedException("its manifest is not text");
    }
  }

  private static String group(String line, Pattern pattern) throws MalformedException {
    return match(line, pattern).group(1);
  }

  private static Matcher match(String line, Pattern pattern) throws MalformedException {
    Matcher matcher = pattern.matcher(line);
    if (!matcher.matches()) {
      throw new MalformedException("its manifest has the line '" + line + "'");
    }
    return matcher;
  }

  private static Instant instant(String text) throws MalformedException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedException("its manifest has the time '" + text + "'");
    }
  }
}
