package org.pando.resolver.conformance;

/** A server did not do what a rule says. */
final class Violation extends Exception {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }

  /**
   * @param what is expected, said when it is not so
   */
  static void unless(boolean condition, String what) throws Violation {
    if (!condition) {
      throw new Violation(what);
    }
  }

  static void unlessEqual(Object expected, Object actual, String what) throws Violation {
    unless(expected.equals(actual), what + ": " + actual + " instead of " + expected);
  }
}
