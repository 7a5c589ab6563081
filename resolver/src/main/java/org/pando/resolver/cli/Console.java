package org.pando.resolver.cli;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * The standard streams.
 *
 * @param terminal whether a person sits there: input, output and errors are a terminal
 */
public record Console(InputStream in, PrintStream out, PrintStream err, boolean terminal) {}
