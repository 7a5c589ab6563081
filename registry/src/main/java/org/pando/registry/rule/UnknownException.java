package org.pando.registry.rule;

/**
 * An object that this replica cannot judge: of a higher version, or of an epoch whose configuration
 * it does not have. It is neither stored nor forwarded, and its sender did nothing wrong.
 */
public final class UnknownException extends RecordException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what what is not known, and what would make it known
   */
  public UnknownException(String where, String what) {
    super(where + ": " + what);
  }
}
