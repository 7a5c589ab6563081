package org.pando.resolver.conformance;

/**
 * One rule and how it is tried.
 *
 * @param text what a server has to do; the rule's name
 * @param source where that is written
 * @param trial fails with {@link Violation} when the server does not
 */
record Rule(String text, String source, Trial trial) {
  /** Talks to a server and judges. */
  @FunctionalInterface
  interface Trial {
    void run(Client client) throws Exception;
  }

  static Rule of(String text, String source, Trial trial) {
    return new Rule(text, source, trial);
  }

  /** Its name and source, as printed. */
  String title() {
    return text + " (" + source + ")";
  }
}
