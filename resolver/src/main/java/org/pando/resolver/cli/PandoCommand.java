package org.pando.resolver.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Owned by the thread that runs it: {@code pando} without a command. */
@Command(
    name = "pando",
    description =
        "A decentralized DNS resolver: your own names, and everybody's, without one provider.",
    footer = "%nMore about one of them: pando COMMAND --help")
final class PandoCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }
}
