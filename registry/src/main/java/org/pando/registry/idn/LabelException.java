package org.pando.registry.idn;

/** A label beyond ASCII that cannot be a name. */
public final class LabelException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  LabelException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** What is wrong and what to do about it, without the label and a final dot. */
  public String problem() {
    return problem;
  }
}
