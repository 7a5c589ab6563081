package org.pando.resolver.control;

import java.util.List;
import org.pando.registry.RegistryException;

/** The node as a witness. Called on a thread that may block. */
public interface WitnessService {
  /**
   * Signs again after a suspension.
   *
   * @throws RegistryException REFUSED when it is not suspended
   */
  Resumed resume(Resumption how) throws RegistryException;

  /**
   * How.
   *
   * @param dryRun check everything, change nothing
   */
  record Resumption(boolean dryRun) {}

  /**
   * What was done.
   *
   * @param suspension why the node did not sign
   * @param problems interrupted operations that could not be finished, and why
   */
  record Resumed(boolean dryRun, String suspension, List<String> problems) {
    public Resumed {
      problems = List.copyOf(problems);
    }
  }
}
