package org.pando.resolver.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;
import org.pando.resolver.control.ShortPaths;
import org.pando.resolver.control.SocketPaths;

/**
 * What the commands need from the process they run in.
 *
 * @param version as {@code --version} prints it
 * @param environment the environment variables
 * @param temporary the folder for temporary files
 * @param nanoTime as of {@link System#nanoTime}
 */
public record CliContext(
    String version,
    Console console,
    Map<String, String> environment,
    Path temporary,
    LongSupplier nanoTime,
    SocketPaths socketPaths,
    ShortPaths shortPaths,
    NodeRunner runner,
    ConfigChecker checker,
    ProofChecker proofs,
    Restorer restorer,
    Editor editor,
    HiddenPrompt hiddenPrompt) {}
