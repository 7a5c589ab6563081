/**
 * The command line: one thin picocli class per command. {@link org.pando.resolver.cli.Cli} lists
 * them all; what they need from the process they run in comes through {@link
 * org.pando.resolver.cli.CliContext}.
 */
@NullMarked
package org.pando.resolver.cli;

import org.jspecify.annotations.NullMarked;
