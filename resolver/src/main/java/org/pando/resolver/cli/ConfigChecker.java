package org.pando.resolver.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the configuration without starting anything. */
public interface ConfigChecker {
  /**
   * @param file null = the one that {@code pando run} would use
   * @param ignoreUnknown unknown keys are warnings
   */
  Checked check(@Nullable Path file, boolean ignoreUnknown);

  /** Every key with its default and its meaning, as a TOML file. */
  String schema();

  /**
   * What was found.
   *
   * @param files what was read, in order; empty when there is none and the defaults hold
   * @param effective the configuration in force as TOML; empty when there are errors
   */
  record Checked(List<String> files, List<Problem> problems, String effective) {
    boolean ok() {
      return problems.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
    }
  }

  /**
   * @param message {@code file:line:column: what; fix}
   */
  record Problem(Severity severity, String message) {}

  /** Whether a node would start. */
  enum Severity {
    ERROR,
    WARNING
  }
}
