package org.pando.registry.text;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;
import org.pando.registry.zone.Rr;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.UNKRecord;

/** Writes records as lines that {@link RecordSyntax} and {@link ZoneFile} read. */
public final class RecordFormat {
  private static final Name ANY_NAME = Name.fromConstantString("name.alt.");

  /** Two or more groups of zeros with the colons around them. */
  private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|$)");

  private RecordFormat() {}

  /**
   * {@code www 3600 A 192.0.2.10}: printable ASCII without a line end, which reads back as exactly
   * this record, whatever its name. Data that has no such text stands in RFC 3597 form.
   */
  public static String format(Rr parsed) {
    String type = Type.string(parsed.type());
    String head = RelativeOwner.toText(parsed.owner()) + " " + parsed.ttl() + " " + type + " ";
    try {
      String line = head + data(parsed.type(), parsed.rdata());
      return isPrintable(line) && readsAs(line, parsed) ? line : head + generic(parsed.rdata());
    } catch (RuntimeException notOfItsType) {
      // Data of a type that version 1 does not know may be anything.
      return head + generic(parsed.rdata());
    }
  }

  private static String data(int type, Bytes rdata) {
    Record decoded = Record.newRecord(Name.root, type, DClass.IN, 0, rdata.toArray());
    return switch (decoded) {
      case AAAARecord address -> shortest(rdata);
      case UNKRecord opaque -> generic(rdata);
      case TXTRecord text -> strings(rdata);
      default -> decoded.rdataToString();
    };
  }

  /** RFC 5952, section 4. */
  private static String shortest(Bytes address) {
    String groups =
        IntStream.range(0, 8)
            .mapToObj(i -> Integer.toHexString(address.at(2 * i) << 8 | address.at(2 * i + 1)))
            .collect(Collectors.joining(":"));
    Optional<MatchResult> longest =
        ZEROS.matcher(groups).results().reduce((a, b) -> zeros(b) > zeros(a) ? b : a);
    return longest
        .map(run -> groups.substring(0, run.start()) + "::" + groups.substring(run.end()))
        .orElse(groups);
  }

  private static long zeros(MatchResult run) {
    return run.group().chars().filter(c -> c == '0').count();
  }

  /** All strings in quotes. */
  private static String strings(Bytes rdata) {
    StringBuilder line = new StringBuilder();
    int next = 0;
    while (next < rdata.length()) {
      int end = next + 1 + rdata.at(next);
      line.append(next == 0 ? "\"" : " \"");
      for (int i = next + 1; i < end; i++) {
        line.append(character(rdata.at(i)));
      }
      line.append('"');
      next = end;
    }
    return line.toString();
  }

  private static String character(int octet) {
    if (octet < ' ' || octet > '~') {
      return String.format(Locale.ROOT, "\\%03d", octet);
    }
    return octet == '"' || octet == '\\' ? "\\" + (char) octet : Character.toString(octet);
  }

  private static String generic(Bytes rdata) {
    return rdata.isEmpty() ? "\\# 0" : "\\# " + rdata.length() + " " + rdata.toHex();
  }

  private static boolean isPrintable(String line) {
    return line.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  private static boolean readsAs(String line, Rr parsed) {
    try {
      return new RecordSyntax(ANY_NAME).parse(line).equals(parsed);
    } catch (RegistryException e) {
      return false;
    }
  }
}
