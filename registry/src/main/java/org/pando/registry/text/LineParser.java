package org.pando.registry.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.registry.zone.Rr;
import org.xbill.DNS.Name;
import org.xbill.DNS.TTL;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Tokenizer.Token;
import org.xbill.DNS.Type;

/**
 * Reads one line {@code [owner] [TTL] [class] type data}; immutable.
 *
 * <p>A first word that is a type may also be an owner ({@code mx A 192.0.2.1}), and so may a number
 * ({@code 10 PTR host}). The line is read with an owner when that makes a valid record, and without
 * one otherwise; in an argument a number right before the type is a TTL.
 */
final class LineParser {
  private static final Set<String> OTHER_CLASSES = Set.of("CH", "CHAOS", "HS", "HESIOD", "NONE");

  /** Owner, TTL, class and type at most, and one more. */
  private static final int HEAD_WORDS = 5;

  private static final String FORM = "a record is [owner] [TTL] type data";

  private final Name apex;
  private final boolean numberIsTtl;

  /** One way to read a line: the words before the data. */
  private record Head(Optional<String> owner, Optional<String> ttl, String type, int words) {}

  /**
   * @param apex the name that owners are relative to in the result, absolute
   * @param numberIsTtl whether a number before the type is a TTL (arguments) or an owner (files)
   */
  LineParser(Name apex, boolean numberIsTtl) {
    this.apex = apex;
    this.numberIsTtl = numberIsTtl;
  }

  /**
   * @param origin what relative names in the line are relative to, absolute
   * @param owner who owns the record when the line names no owner, absolute
   * @param ttl seconds, when the line has no TTL
   */
  Rr parse(LogicalLine line, Name origin, Name owner, int ttl) throws MalformedRecordException {
    List<Token> words = words(line);
    Head without = head(words, 0);
    Head with = line.indented() && !numberIsTtl ? null : head(words, 1);
    if (without != null && (with == null || (numberIsTtl && isTtl(words.getFirst())))) {
      return record(line, without, origin, owner, ttl);
    }
    if (with == null) {
      throw new MalformedRecordException(typeProblem(words));
    }
    if (without == null) {
      return record(line, with, origin, owner, ttl);
    }
    try {
      return record(line, with, origin, owner, ttl);
    } catch (MalformedRecordException withOwner) {
      try {
        return record(line, without, origin, owner, ttl);
      } catch (MalformedRecordException withoutOwner) {
        throw words.size() > with.words() ? withOwner : withoutOwner;
      }
    }
  }

  /** The absolute owner that a line names, or the given one. */
  private static Name owner(Head head, Name origin, Name otherwise)
      throws MalformedRecordException {
    if (head.owner().isEmpty()) {
      return otherwise;
    }
    String written = head.owner().get();
    try {
      return Name.fromString(written, origin);
    } catch (TextParseException e) {
      throw new MalformedRecordException(
          "owner '" + written + "': " + RecordData.reason(e) + "; example: www A 192.0.2.10");
    }
  }

  private static boolean isAscii(Name name) {
    for (byte octet : name.toWire()) {
      if (octet < 0) {
        return false;
      }
    }
    return true;
  }

  private Rr record(LogicalLine line, Head head, Name origin, Name otherwise, int ttl)
      throws MalformedRecordException {
    Name owner = owner(head, origin, otherwise);
    if (!isAscii(owner)) {
      throw new MalformedRecordException(
          "owner '" + owner.relativize(apex) + "' is not ASCII; write it in its xn-- form");
    }
    if (!owner.subdomain(apex)) {
      throw new MalformedRecordException(
          "owner '"
              + owner
              + "' is not below "
              + apex.toString(true)
              + "; write owners relative to it, such as www, or @ for the name itself");
    }
    int seconds = head.ttl().isPresent() ? ttl(head.ttl().get()) : ttl;
    int type = Type.value(head.type());
    RecordData data = new RecordData(type, head.type(), line);
    return new Rr(RelativeOwner.of(owner, apex), type, seconds, data.read(head.words(), origin));
  }

  private static List<Token> words(LogicalLine line) throws MalformedRecordException {
    List<Token> words = new ArrayList<>();
    try (Tokenizer tokens = new Tokenizer(line.text())) {
      Token token = tokens.get();
      while (token.isString() && words.size() < HEAD_WORDS) {
        words.add(token);
        token = tokens.get();
      }
      return words;
    } catch (IOException e) {
      throw new MalformedRecordException(RecordData.reason(e) + "; " + FORM);
    }
  }

  /** The head with the TTL, class or type at an index, or null when there is no type. */
  private static @Nullable Head head(List<Token> words, int from) throws MalformedRecordException {
    Optional<String> ttl = Optional.empty();
    boolean classSeen = false;
    for (int i = from; i < words.size(); i++) {
      Token word = words.get(i);
      if (word.type() != Tokenizer.IDENTIFIER) {
        return null;
      }
      if (ttl.isEmpty() && isTtl(word)) {
        ttl = Optional.of(word.value());
      } else if (!classSeen && word.value().equalsIgnoreCase("IN")) {
        classSeen = true;
      } else if (Type.value(word.value()) >= 0) {
        Optional<String> owner =
            from == 0 ? Optional.empty() : Optional.of(words.getFirst().value());
        return new Head(owner, ttl, word.value(), i + 1);
      } else {
        return null;
      }
    }
    return null;
  }

  private static boolean isTtl(Token word) {
    if (word.type() != Tokenizer.IDENTIFIER || !Character.isDigit(word.value().charAt(0))) {
      return false;
    }
    try {
      TTL.parseTTL(word.value());
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /**
   * @param written seconds or units, such as 3600 or 1h30m
   */
  static int ttl(String written) throws MalformedRecordException {
    long seconds;
    try {
      seconds = TTL.parseTTL(written);
    } catch (NumberFormatException e) {
      throw new MalformedRecordException(
          "'" + written + "' is not a TTL; write seconds or units, such as 3600 or 1h");
    }
    if (seconds < Rr.MIN_TTL || seconds > Rr.MAX_TTL) {
      throw new MalformedRecordException(
          "TTL '"
              + written
              + "' is out of range: "
              + Rr.MIN_TTL
              + " to "
              + Rr.MAX_TTL
              + " seconds (30s to 1d); example: www 1h A 192.0.2.10");
    }
    return (int) seconds;
  }

  /** Why no word is a type. A word in capitals is more likely meant as one than an owner. */
  private static String typeProblem(List<Token> words) {
    List<String> candidates =
        words.stream()
            .filter(word -> word.type() == Tokenizer.IDENTIFIER && !isTtl(word))
            .map(Token::value)
            .filter(word -> !word.equalsIgnoreCase("IN"))
            .limit(2)
            .toList();
    List<String> capitals =
        candidates.stream().filter(word -> word.equals(word.toUpperCase(Locale.ROOT))).toList();
    return misspelled(capitals)
        .or(() -> addressOnly(candidates))
        .or(() -> misspelled(candidates))
        .or(() -> otherClass(candidates))
        .orElse(
            "no known record type in it; "
                + FORM
                + ". Example: www A 192.0.2.10 (types without a name: TYPE731 \\# 4 0a000001)");
  }

  private static Optional<String> misspelled(List<String> candidates) {
    for (String word : candidates.reversed()) {
      Optional<String> meant = Suggestion.forType(word);
      if (meant.isPresent()) {
        return Optional.of(
            "'"
                + word
                + "' is not a record type; did you mean "
                + meant.get()
                + "? Example: "
                + RecordExample.valueOf(meant.get()).line());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> addressOnly(List<String> candidates) {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    String owner = candidates.size() == 1 ? "" : candidates.getFirst() + " ";
    return Addresses.typeOf(candidates.getLast())
        .map(
            type ->
                "no record type before the address; write: "
                    + owner
                    + type
                    + " "
                    + candidates.getLast());
  }

  private static Optional<String> otherClass(List<String> candidates) {
    return candidates.stream()
        .filter(word -> OTHER_CLASSES.contains(word.toUpperCase(Locale.ROOT)))
        .map(word -> "class '" + word + "' is not kept here, all records are IN; leave it out")
        .findFirst();
  }
}
