package org.pando.resolver.config;

import java.util.List;

/**
 * {@code [[record]]}: a name that this node answers for by itself.
 *
 * @param records lines of a zone file without owner and class: {@code A 192.168.1.5}
 */
public record LocalRecord(String name, List<String> records) {
  static final Section<LocalRecord> SECTION =
      Section.of(
          LocalRecord.class,
          Row.Key.required("name", Types.domain(), "the name that is answered"),
          Row.Key.required(
              "records", Types.listOf(Types.text()), "its records, such as \"A 192.168.1.5\""));
}
