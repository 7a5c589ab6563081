package org.pando.resolver.cli;

import picocli.CommandLine.Command;

/** Owned by the thread that runs it: {@code pando key} without a command. */
@Command(name = "key", description = "The keys that own your names.")
final class KeyCommand extends CommandGroup {}
