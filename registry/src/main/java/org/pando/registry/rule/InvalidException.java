package org.pando.registry.rule;

/** An object breaks a rule, for every replica and for ever. */
public final class InvalidException extends RecordException {
  private static final long serialVersionUID = 1L;

  private final Rule rule;

  /**
   * The message reads {@code where: what (rule)}.
   *
   * @param where the object and the place in it, or the owner of a record
   * @param what what is wrong, and the remedy where there is one
   */
  public InvalidException(Rule rule, String where, String what) {
    super(where + ": " + what + " (" + rule + ")");
    this.rule = rule;
  }

  public Rule rule() {
    return rule;
  }
}
