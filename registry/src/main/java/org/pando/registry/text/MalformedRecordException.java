package org.pando.registry.text;

/** What is wrong with a written record and how it should look, without saying which record. */
final class MalformedRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRecordException(String message) {
    super(message);
  }

  /** The message; never null, unlike that of {@link Throwable}. */
  String problem() {
    return String.valueOf(getMessage());
  }
}
