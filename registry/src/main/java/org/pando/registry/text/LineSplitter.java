package org.pando.registry.text;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Owned by the caller: cuts a zone file's text into logical lines (RFC 1035, section 5.1). */
final class LineSplitter {
  private static final int END = -1;

  private final String text;
  private int position;
  private int number = 1;

  private int first = 1;
  private StringBuilder line = new StringBuilder();
  private String foreign = "";
  private boolean commented;
  private int parentheses;

  /**
   * @param text lines that end with LF, CRLF or CR
   */
  LineSplitter(String text) {
    this.text = text;
  }

  /** Where the line that {@link #next} gave, or failed in, begins. */
  int first() {
    return first;
  }

  /**
   * The next line that is not blank, or null at the end.
   *
   * @throws MalformedRecordException when one breaks a rule; a further call goes on behind it
   */
  @Nullable LogicalLine next() throws MalformedRecordException {
    while (position < text.length()) {
      first = number;
      line = new StringBuilder();
      foreign = "";
      commented = false;
      parentheses = 0;
      boolean indented = Character.isWhitespace(text.charAt(position));
      readLine();
      if (!line.toString().isBlank()) {
        return new LogicalLine(first, line.toString(), indented, commented, foreign);
      }
    }
    return null;
  }

  private void readLine() throws MalformedRecordException {
    for (int c = read(); c != END; c = read()) {
      switch (c) {
        case '\n' -> {
          if (parentheses == 0) {
            return;
          }
          line.append(' ');
        }
        case ';' -> {
          commented = true;
          skipLine();
        }
        case '"' -> readQuoted();
        case '(' -> {
          parentheses++;
          line.append(' ');
        }
        case ')' -> {
          if (parentheses == 0) {
            skipLine();
            throw new MalformedRecordException("a ')' without its '('");
          }
          parentheses--;
          line.append(' ');
        }
        default -> append(c);
      }
    }
    if (parentheses > 0) {
      throw new MalformedRecordException("a '(' without its ')'");
    }
  }

  private void readQuoted() throws MalformedRecordException {
    line.append('"');
    for (int c = read(); c != END && c != '\n'; c = read()) {
      if (c == '"') {
        line.append('"');
        return;
      }
      append(c);
    }
    throw new MalformedRecordException(
        "a quote that is not closed on its line; example: TXT \"text\"");
  }

  /** Appends a character; one behind a backslash with it. */
  private void append(int c) throws MalformedRecordException {
    int character = c;
    if (c == '\\') {
      character = read();
      if (character == END || character == '\n') {
        throw new MalformedRecordException(
            "a backslash at the end of the line; write \\\\ for one");
      }
    }
    if (character < 0x80) {
      line.append(c == '\\' ? "\\" : "").append((char) character);
      return;
    }
    String written = Character.toString(character);
    foreign = foreign.isEmpty() ? written : foreign;
    for (byte octet : written.getBytes(StandardCharsets.UTF_8)) {
      line.append('\\').append(octet & 0xff);
    }
  }

  /** The next code point, every kind of line end as LF. */
  private int read() {
    if (position >= text.length()) {
      return END;
    }
    int c = text.codePointAt(position);
    position += Character.charCount(c);
    if (c == '\r') {
      if (position < text.length() && text.charAt(position) == '\n') {
        position++;
      }
      c = '\n';
    }
    if (c == '\n') {
      number++;
    }
    return c;
  }

  /** Up to the line's end, not over it. */
  private void skipLine() {
    while (position < text.length() && "\r\n".indexOf(text.charAt(position)) < 0) {
      position++;
    }
  }
}
