package org.pando.resolver.config;

import java.nio.file.Path;
import java.util.List;

/**
 * {@code [hosts]}: names from hosts files.
 *
 * @param files in the order in which they count
 */
public record HostsConfig(List<Path> files) {
  static final Section<HostsConfig> SECTION =
      Section.of(
          HostsConfig.class,
          Row.Key.of(
                  "files",
                  Types.listOf(Types.path()),
                  List.of(Path.of("/etc/hosts")),
                  "hosts files whose names are answered")
              .needs(Capability.HOSTS_FILES));
}
