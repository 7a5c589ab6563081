package org.pando.resolver.config;

/** How much is logged; each level includes those below it. */
public enum LogLevel implements Keyword {
  DEBUG("debug"),
  INFO("info"),
  WARN("warn"),
  ERROR("error");

  private final String text;

  LogLevel(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
