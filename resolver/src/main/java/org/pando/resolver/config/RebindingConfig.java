package org.pando.resolver.config;

import java.util.List;

/**
 * {@code [rebinding]}: whether public names may have private addresses.
 *
 * @param protect whether they may not
 * @param allow names below which they may
 */
public record RebindingConfig(boolean protect, List<String> allow) {
  static final Section<RebindingConfig> SECTION =
      Section.of(
          RebindingConfig.class,
          Row.Key.of("protect", Types.bool(), true, "public names may not have private addresses")
              .needs(Capability.REBINDING_PROTECTION),
          Row.Key.of("allow", Types.listOf(Types.domain()), List.of(), "names below which they may")
              .needs(Capability.REBINDING_PROTECTION));
}
