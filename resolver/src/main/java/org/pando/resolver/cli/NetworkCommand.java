package org.pando.resolver.cli;

import picocli.CommandLine.Command;

/** Owned by the thread that runs it: {@code pando network} without a command. */
@Command(name = "network", description = "The networks this node is in.")
final class NetworkCommand extends CommandGroup {}
