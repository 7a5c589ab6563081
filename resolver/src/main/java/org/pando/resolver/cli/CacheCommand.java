package org.pando.resolver.cli;

import picocli.CommandLine.Command;

/** Owned by the thread that runs it: {@code pando cache} without a command. */
@Command(name = "cache", description = "What the node remembers of public names.")
final class CacheCommand extends CommandGroup {}
