package org.pando.resolver.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Owned by the thread that runs it: a word that only means something before a command. */
abstract class CommandGroup implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public final void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "a command is missing after '" + spec.name() + "'");
    }
  }
}
