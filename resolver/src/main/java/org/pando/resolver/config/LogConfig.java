package org.pando.resolver.config;

/** {@code [log]}: what goes to stderr. */
public record LogConfig(LogLevel level, LogFormat format) {
  static final Section<LogConfig> SECTION =
      Section.of(
          LogConfig.class,
          Row.Key.of(
              "level",
              Types.oneOf(LogLevel.class),
              LogLevel.INFO,
              "debug, info, warn or error; question names never above debug"),
          Row.Key.of("format", Types.oneOf(LogFormat.class), LogFormat.TEXT, "text or json"));
}
