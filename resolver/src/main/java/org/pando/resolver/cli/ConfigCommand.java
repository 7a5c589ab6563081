package org.pando.resolver.cli;

import picocli.CommandLine.Command;

/** Owned by the thread that runs it: {@code pando config} without a command. */
@Command(name = "config", description = "The configuration file.")
final class ConfigCommand extends CommandGroup {}
