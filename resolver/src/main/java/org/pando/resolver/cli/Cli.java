package org.pando.resolver.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The program's command line: every command, and how failures end. Immutable, any thread. */
public final class Cli {
  private static final int HELP_WIDTH = 100;

  private final CliContext context;

  public Cli(CliContext context) {
    this.context = context;
  }

  /** Carries one command out and returns the exit code; writes all that is to be written. */
  public int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** A fresh command line: picocli keeps the values of the last run in the command objects. */
  CommandLine commandLine() {
    GlobalOptions options = new GlobalOptions();
    boolean colourAllowed = context.environment().getOrDefault("NO_COLOR", "").isEmpty();
    Output output = new Output(context.console(), options, colourAllowed);
    CommandLine pando =
        new CommandLine(new PandoCommand())
            .addSubcommand(new RunCommand(context.runner(), options))
            .addSubcommand(new RegisterCommand(context, output))
            .addSubcommand(new UpdateCommand(context, output))
            .addSubcommand(new ShowCommand(context, output))
            .addSubcommand(new ListCommand(context, output))
            .addSubcommand(new VerifyCommand(context, output))
            .addSubcommand(new RenewCommand(context, output))
            .addSubcommand(
                new CommandLine(new TransferCommand())
                    .addSubcommand(new TransferOfferCommand(context, output))
                    .addSubcommand(new TransferAcceptCommand(context, output)))
            .addSubcommand(new ReleaseCommand(context, output))
            .addSubcommand(new RevokeCommand(context, output))
            .addSubcommand(new RecoverCommand(context, output))
            .addSubcommand(
                new CommandLine(new KeyCommand())
                    .addSubcommand(new KeyNewCommand(context, output))
                    .addSubcommand(new KeyListCommand(context, output))
                    .addSubcommand(new KeyPassphraseCommand(context, output))
                    .addSubcommand(new KeyExportCommand(context, output))
                    .addSubcommand(new KeyImportCommand(context, output)))
            .addSubcommand(
                new CommandLine(new NetworkCommand())
                    .addSubcommand(new NetworkCreateCommand(context, output))
                    .addSubcommand(new NetworkInviteCommand(context, output))
                    .addSubcommand(new NetworkJoinCommand(context, output))
                    .addSubcommand(new NetworkLeaveCommand(context, output))
                    .addSubcommand(new NetworkListCommand(context, output))
                    .addSubcommand(new NetworkShowCommand(context, output))
                    .addSubcommand(
                        new CommandLine(new NetworkWitnessCommand())
                            .addSubcommand(new NetworkWitnessResumeCommand(context, output))))
            .addSubcommand(new PeersCommand(context, output))
            .addSubcommand(new ResolveCommand(context, output))
            .addSubcommand(
                new CommandLine(new CacheCommand())
                    .addSubcommand(new CacheShowCommand(context, output))
                    .addSubcommand(new CacheFlushCommand(context, output)))
            .addSubcommand(new StatusCommand(context, output))
            .addSubcommand(new UpstreamsCommand(context, output))
            .addSubcommand(new LogCommand(context, output))
            .addSubcommand(new DrillCommand(context, output))
            .addSubcommand(new BackupCommand(context, output))
            .addSubcommand(new RestoreCommand(context.restorer(), output))
            .addSubcommand(
                new CommandLine(new ConfigCommand())
                    .addSubcommand(new ConfigCheckCommand(context.checker(), output)));
    pando.addMixin("global", options);
    configure(pando, output);
    return pando;
  }

  private void configure(CommandLine pando, Output output) {
    addHelp(pando);
    pando
        .getCommandSpec()
        .addOption(
            CommandLine.Model.OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Print the version.")
                .build())
        .version("pando " + context.version());
    pando.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
    pando.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandGroups());
    Failures failures = new Failures(output);
    pando
        .setOut(new PrintWriter(context.console().out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(context.console().err(), true, StandardCharsets.UTF_8))
        // '@ A 192.0.2.10' is a record, not the name of a file with arguments.
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH)
        .setExecutionStrategy(
            parsed -> {
              // Only now is it known whether --no-color was given.
              pando.setColorScheme(CommandLine.Help.defaultColorScheme(output.colour()));
              return new CommandLine.RunLast().execute(parsed);
            })
        .setParameterExceptionHandler(failures::usage)
        .setExecutionExceptionHandler(failures::execution);
  }

  private static void addHelp(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    spec.addOption(
        CommandLine.Model.OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Print this help.")
            .build());
    spec.usageMessage().sortOptions(false).abbreviateSynopsis(false);
    command.getSubcommands().values().forEach(Cli::addHelp);
  }
}
