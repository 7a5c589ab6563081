package org.pando.resolver.cli;

import picocli.CommandLine.Command;

/** Owned by the thread that runs it: {@code pando transfer} without a command. */
@Command(name = "transfer", description = "Pass a name on to another key.")
final class TransferCommand extends CommandGroup {}
