package org.pando.resolver.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** One file, read as far as it is TOML. */
final class TomlFile {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final Path file;
  private final Reading reading;

  TomlFile(Path file, Reading reading) {
    this.file = file;
    this.reading = reading;
  }

  /** What the file says; what is wrong with it is reported. */
  static Raw.Table read(Path file, Reading reading) {
    return new TomlFile(file, reading).read();
  }

  private Raw.Table read() {
    if (Files.isDirectory(file)) {
      unreadable("is a directory", "write the path of a file");
      return Raw.Table.none();
    }
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      unreadable("there is no such file", "write the path of one that is there");
    } catch (AccessDeniedException e) {
      unreadable("may not be read", "give the user who runs pando the right to read it");
    } catch (CharacterCodingException e) {
      unreadable("is not UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      unreadable("cannot be read: " + e.getMessage(), "check the file");
    }
    return Raw.Table.none();
  }

  private void unreadable(String what, String fix) {
    reading.markIncomplete();
    reading.problem(new Place.WholeFile(file), what, fix);
  }

  Raw.Table parse(String text) {
    TomlParseResult result =
        Toml.parse(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    for (TomlParseError error : result.errors()) {
      reading.markIncomplete();
      String message = String.valueOf(error.getMessage());
      reading.problem(place(error.position()), "not TOML: " + message, fix(message));
    }
    return table(result, new Place.InFile(file, 1, 1));
  }

  private static String fix(String message) {
    if (message.contains("previously defined")) {
      return "keep one of them";
    }
    if (message.contains("nexpected") && message.matches(".*expected (a value|\\]|a newline).*")) {
      return "text stands in \"quotes\", a list in [brackets]";
    }
    return "correct this line";
  }

  private Raw.Table table(TomlTable table, Place place) {
    SequencedMap<String, Raw> entries = new LinkedHashMap<>();
    for (String key : table.keySet()) {
      List<String> path = List.of(key);
      Object value = table.get(path);
      TomlPosition position = table.inputPositionOf(path);
      if (value != null && position != null) {
        entries.put(key, raw(value, place(position)));
      }
    }
    return new Raw.Table(entries, place);
  }

  private Raw raw(Object value, Place place) {
    return switch (value) {
      case TomlTable table -> table(table, place);
      case TomlArray array -> {
        List<Raw> items = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
          items.add(raw(array.get(i), place(array.inputPositionOf(i))));
        }
        yield new Raw.Items(List.copyOf(items), place);
      }
      case Object scalar -> new Raw.Scalar(scalar, place);
    };
  }

  private Place place(TomlPosition position) {
    return new Place.InFile(file, position.line(), position.column());
  }
}
