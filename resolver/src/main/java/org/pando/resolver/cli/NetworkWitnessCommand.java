package org.pando.resolver.cli;

import picocli.CommandLine.Command;

/** Owned by the thread that runs it: {@code pando network witness} without a command. */
@Command(name = "witness", description = "This node as a witness, which decides who owns names.")
final class NetworkWitnessCommand extends CommandGroup {}
