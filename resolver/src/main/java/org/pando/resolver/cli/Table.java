package org.pando.resolver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Owned by the thread of the command: rows in columns two spaces apart, printed in one go or in
 * parts; a later part's columns are as wide as the earlier ones' or wider. The last column is not
 * padded.
 */
final class Table {
  private final String indent;
  private final Consumer<String> lines;
  private final List<Integer> widths = new ArrayList<>();

  /**
   * @param lines takes each finished line
   */
  Table(String indent, Consumer<String> lines) {
    this.indent = indent;
    this.lines = lines;
  }

  void print(List<List<String>> rows) {
    rows.forEach(this::widen);
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        if (i < row.size() - 1) {
          line.append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
        }
      }
      lines.accept(line.toString().stripTrailing());
    }
  }

  private void widen(List<String> row) {
    for (int i = 0; i < row.size(); i++) {
      if (i == widths.size()) {
        widths.add(0);
      }
      widths.set(i, Math.max(widths.get(i), row.get(i).length()));
    }
  }
}
