package org.pando.registry.text;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Tokenizer.Token;
import org.xbill.DNS.Type;

/**
 * Reads the data of a record behind its type. Immutable.
 *
 * @param type the type's number
 * @param written the type as it stands in the line
 */
record RecordData(int type, String written, LogicalLine line) {
  /** Types whose data may hold text in any script. */
  private static final Set<Integer> TEXT = Set.of(Type.TXT, Type.SPF, Type.CAA, Type.URI);

  private static final Pattern WHERE = Pattern.compile("^<none>:[0-9]+: ");
  private static final Pattern TOKEN = Pattern.compile("<(?:identifier|quoted_string): ([^>]*)>");
  private static final Pattern LINE_END = Pattern.compile("<eo[lf]>");
  private static final Pattern SURPLUS =
      Pattern.compile("unexpected tokens at end of record \\(wanted EOL/EOF, got (.*)\\)");

  /**
   * @param words how many words of the line stand before the data
   * @param origin what relative names are relative to
   * @return the data, canonical
   */
  Bytes read(int words, Name origin) throws MalformedRecordException {
    if (!line.foreign().isEmpty() && !TEXT.contains(type)) {
      throw new MalformedRecordException(
          "'" + line.foreign() + "' is not ASCII; write names in their xn-- form" + example());
    }
    try (Tokenizer tokens = new Tokenizer(line.text())) {
      for (int i = 0; i < words; i++) {
        tokens.get();
      }
      Token first = tokens.get();
      if (!first.isString()) {
        throw new MalformedRecordException("no data after the type " + written + example());
      }
      boolean generic = first.type() == Tokenizer.IDENTIFIER && first.value().equals("\\#");
      if (generic && !RecordExample.isKnown(type)) {
        return opaque(tokens);
      }
      if (!generic) {
        checkAddress(first.value());
      }
      tokens.unget();
      return rdata(tokens, origin);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** RFC 3597, section 5. */
  private Bytes opaque(Tokenizer tokens) throws IOException, MalformedRecordException {
    int length = tokens.getUInt16();
    byte @Nullable [] octets = tokens.getHex();
    Bytes rdata = octets == null ? Bytes.EMPTY : Bytes.of(octets);
    if (rdata.length() != length) {
      throw new MalformedRecordException(
          "it says " + length + " octets, but there are " + rdata.length() + example());
    }
    return rdata;
  }

  private Bytes rdata(Tokenizer tokens, Name origin) throws IOException, MalformedRecordException {
    try {
      Record parsed = Record.fromString(Name.root, type, DClass.IN, 0, tokens, origin);
      return Bytes.of(parsed.rdataToWireCanonical());
    } catch (RuntimeException e) {
      // The library reports some malformed data with unchecked exceptions of many kinds.
      throw malformed(e);
    }
  }

  private void checkAddress(String text) throws MalformedRecordException {
    if (type == Type.A && !Addresses.isIpv4(text)) {
      throw new MalformedRecordException(
          Addresses.isIpv6(text)
              ? "'" + text + "' is an IPv6 address; write: AAAA " + text
              : "'" + text + "' is not an IPv4 address" + example());
    }
    if (type == Type.AAAA && !Addresses.isIpv6(text)) {
      throw new MalformedRecordException(
          Addresses.isIpv4(text)
              ? "'" + text + "' is an IPv4 address; write: A " + text
              : "'" + text + "' is not an IPv6 address" + example());
    }
  }

  private MalformedRecordException malformed(Exception e) {
    String reason = reason(e);
    if (reason.equals("invalid string") || reason.equals("text string too long")) {
      reason =
          "a string with a broken escape or more than 255 octets; split long text into several"
              + " strings: \"first\" \"second\"";
    }
    return new MalformedRecordException("the data of " + written + ": " + reason + example());
  }

  private String example() {
    return "; example: " + RecordExample.lineFor(type);
  }

  /** The library's message without what only makes sense inside it. */
  static String reason(Exception e) {
    String message = e.getMessage() == null ? "malformed" : e.getMessage();
    message = WHERE.matcher(message).replaceFirst("");
    message = TOKEN.matcher(message).replaceAll("'$1'");
    message = LINE_END.matcher(message).replaceAll("the end");
    return SURPLUS.matcher(message).replaceFirst("$1 is too much");
  }
}
