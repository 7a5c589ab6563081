package org.pando.resolver.answer;

/** The steps of the ladder, in the order in which a question climbs them. */
public enum Step {
  LOCAL("local names"),
  REGISTRY("registry"),
  CACHE("cache"),
  UPSTREAM("upstream"),
  SYSTEM_RESOLVER("system resolver"),
  STALE("stale answer");

  private final String text;

  Step(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }
}
