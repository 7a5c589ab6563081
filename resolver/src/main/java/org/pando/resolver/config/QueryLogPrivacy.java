package org.pando.resolver.config;

/** What the query log remembers of a question. */
public enum QueryLogPrivacy implements Keyword {
  /** The whole name. */
  NAMES("names"),
  /** The domain it is in. */
  DOMAINS("domains"),
  /** Only that there was one. */
  COUNTS("counts");

  private final String text;

  QueryLogPrivacy(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
