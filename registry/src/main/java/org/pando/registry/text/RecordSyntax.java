package org.pando.registry.text;

import java.util.ArrayList;
import java.util.List;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.zone.Rr;
import org.xbill.DNS.Name;

/**
 * Reads RECORD arguments: {@code 'A 192.0.2.10'}, {@code 'www CNAME @'}, {@code '_443._tcp 3600
 * TLSA 3 1 1 ab12...'}. Owners and names in the data are relative to a name, {@code @} is that
 * name; names with a trailing dot are absolute. Immutable.
 */
public final class RecordSyntax {
  /** The TTL of a record that is written without one, in seconds. */
  public static final int DEFAULT_TTL = 3600;

  private final Name apex;

  /**
   * @param apex the name whose records they are, absolute
   */
  public RecordSyntax(Name apex) {
    this.apex = apex;
  }

  /**
   * Reads the arguments of one command: one record each, or one record in all when none of them
   * contains white space.
   *
   * @throws RegistryException of kind INVALID: one line for each argument that is no record
   */
  public List<Rr> parseAll(List<String> arguments) throws RegistryException {
    boolean words = arguments.stream().noneMatch(RecordSyntax::hasWhiteSpace);
    List<String> records =
        words && !arguments.isEmpty() ? List.of(String.join(" ", arguments)) : arguments;
    List<Rr> parsed = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (String text : records) {
      try {
        parsed.add(read(text));
      } catch (MalformedRecordException e) {
        problems.add("record '" + text + "': " + e.problem());
      }
    }
    if (!problems.isEmpty()) {
      throw new RegistryException(Kind.INVALID, String.join("\n", problems));
    }
    return List.copyOf(parsed);
  }

  /**
   * Reads one record.
   *
   * @throws RegistryException of kind INVALID
   */
  public Rr parse(String text) throws RegistryException {
    try {
      return read(text);
    } catch (MalformedRecordException e) {
      throw new RegistryException(Kind.INVALID, "record '" + text + "': " + e.problem(), e);
    }
  }

  private Rr read(String text) throws MalformedRecordException {
    LineSplitter lines = new LineSplitter(text);
    LogicalLine line = lines.next();
    if (line == null) {
      throw new MalformedRecordException("it is empty; example: A 192.0.2.10");
    }
    if (line.commented()) {
      throw new MalformedRecordException(
          "what stands behind ';' is a comment; put text in double quotes: TXT \"a; b\"");
    }
    if (lines.next() != null) {
      throw new MalformedRecordException(
          "several lines; give each record as an argument of its own, or use --file");
    }
    return new LineParser(apex, true).parse(line, apex, apex, DEFAULT_TTL);
  }

  private static boolean hasWhiteSpace(String text) {
    return text.chars().anyMatch(Character::isWhitespace);
  }
}
