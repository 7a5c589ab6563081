package org.pando.resolver.config;

/** What a line of the log looks like. */
public enum LogFormat implements Keyword {
  /** For people. */
  TEXT("text"),
  /** One JSON object. */
  JSON("json");

  private final String text;

  LogFormat(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
