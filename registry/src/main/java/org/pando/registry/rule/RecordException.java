package org.pando.registry.rule;

/** An object from outside that cannot be used: it breaks a rule, or is newer than this program. */
public abstract sealed class RecordException extends Exception
    permits InvalidException, UnknownException {
  private static final long serialVersionUID = 1L;

  RecordException(String message) {
    super(message);
  }
}
