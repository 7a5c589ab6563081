package org.pando.resolver.config;

import java.util.List;

/**
 * {@code [[client-group]]}: clients that are treated alike.
 *
 * @param clients their addresses
 */
public record ClientGroupConfig(String name, List<Prefix> clients) {
  static final Section<ClientGroupConfig> SECTION =
      Section.of(
          ClientGroupConfig.class,
          Row.Key.required("name", Types.text(), "what the group is called"),
          Row.Key.of(
              "clients", Types.listOf(Types.prefix()), List.of(), "addresses or address prefixes"));
}
