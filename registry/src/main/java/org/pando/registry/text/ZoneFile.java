package org.pando.registry.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.zone.Rr;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Owned by the caller, for one reading: a zone file (RFC 1035, section 5; {@code $TTL} of RFC 2308)
 * with the records of one name. Its first origin and owner are that name.
 *
 * <p>Lines in the form of a RECORD argument are read as well: one that begins with a type belongs
 * to the origin.
 */
public final class ZoneFile {
  private static final int MAX_PROBLEMS = 20;

  private final String source;
  private final LineSplitter lines;
  private final Name apex;
  private final LineParser parser;
  private final List<Rr> records = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private Name origin;
  private Name owner;
  private int ttl = RecordSyntax.DEFAULT_TTL;

  private ZoneFile(String source, String text, Name apex) {
    this.source = source;
    this.lines = new LineSplitter(text);
    this.apex = apex;
    this.parser = new LineParser(apex, false);
    this.origin = apex;
    this.owner = apex;
  }

  /**
   * Reads all records in the order of the file.
   *
   * @param source the file's name, for messages
   * @param apex the name whose records they are, absolute
   * @throws RegistryException of kind INVALID: one line {@code file:line: problem} for each, 20 at
   *     most
   */
  public static List<Rr> parse(String source, String text, Name apex) throws RegistryException {
    return new ZoneFile(source, text, apex).read();
  }

  private List<Rr> read() throws RegistryException {
    boolean more = true;
    while (more && problems.size() < MAX_PROBLEMS) {
      try {
        more = readLine(lines.next());
      } catch (MalformedRecordException e) {
        problems.add(source + ":" + lines.first() + ": " + e.problem());
      }
    }
    if (!problems.isEmpty()) {
      throw new RegistryException(Kind.INVALID, String.join("\n", problems));
    }
    return List.copyOf(records);
  }

  private boolean readLine(@Nullable LogicalLine line) throws MalformedRecordException {
    if (line == null) {
      return false;
    }
    if (line.text().startsWith("$")) {
      directive(line.text().strip().split("\\s+"));
      return true;
    }
    Rr parsed = parser.parse(line, origin, line.indented() ? owner : origin, ttl);
    records.add(parsed);
    owner = RelativeOwner.absolute(parsed.owner(), apex);
    return true;
  }

  private void directive(String[] words) throws MalformedRecordException {
    String directive = words[0].toUpperCase(Locale.ROOT);
    if (!directive.equals("$ORIGIN") && !directive.equals("$TTL")) {
      throw new MalformedRecordException(
          "'" + words[0] + "' is not supported; write the records out ($ORIGIN and $TTL work)");
    }
    if (words.length != 2) {
      throw new MalformedRecordException(
          "'" + words[0] + "' takes one value; examples: $TTL 1h, $ORIGIN " + apex);
    }
    if (directive.equals("$TTL")) {
      ttl = LineParser.ttl(words[1]);
      return;
    }
    try {
      origin = Name.fromString(words[1], origin);
    } catch (TextParseException e) {
      throw new MalformedRecordException(
          "'" + words[1] + "': " + RecordData.reason(e) + "; example: $ORIGIN " + apex);
    }
  }
}
