package org.pando.resolver.app;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;
import org.pando.registry.backup.Restore;
import org.pando.resolver.cli.CommandException;
import org.pando.resolver.cli.ExitCode;
import org.pando.resolver.cli.Restorer;
import org.pando.resolver.config.ConfigResult;

/** {@code pando restore}, in this process: no node is asked. */
final class Restoring implements Restorer {
  private final Configuration configuration;
  private final SecureRandom random;

  Restoring(Configuration configuration, SecureRandom random) {
    this.configuration = configuration;
    this.random = random;
  }

  @Override
  public Report restore(Path file, @Nullable Path config, @Nullable Path dataDirectory)
      throws CommandException {
    Path directory = directory(config, dataDirectory);
    try {
      Restore.Restored restored = new Restore(file, random).into(directory);
      return new Report(
          directory.toString(),
          restored.program(),
          restored.created(),
          restored.names(),
          restored.damaged(),
          restored.keys().labels(),
          restored.keys().unprotectedLabels(),
          restored.keys().problems());
    } catch (RegistryException e) {
      throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private Path directory(@Nullable Path config, @Nullable Path option) throws CommandException {
    try {
      return switch (configuration.read(config, true)) {
        case ConfigResult.Loaded loaded -> configuration.dataDirectory(loaded.config(), option);
        case ConfigResult.Failed failed ->
            throw new CommandException(ExitCode.USAGE, Configuration.text(failed));
      };
    } catch (StartException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
