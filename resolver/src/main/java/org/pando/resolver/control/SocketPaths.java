package org.pando.resolver.control;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the control socket is. A node and a program started with the same options and environment
 * meet; a program started without options also finds the user's and the system's usual node.
 *
 * <p>Order: {@code --socket}, {@code $PANDO_SOCKET}, what {@code -c} or {@code --data-dir} lead to,
 * then (for the program only, one after the other) {@code control.socket} of the usual
 * configuration file, {@code $XDG_RUNTIME_DIR/pando/}, the data directory, {@code /run/pando/}.
 */
public final class SocketPaths {
  /** The environment variable that names the socket. */
  public static final String VARIABLE = "PANDO_SOCKET";

  static final String FILE_NAME = "control.sock";
  static final Path SERVICE = Path.of("/run/pando", FILE_NAME);

  private final Map<String, String> environment;
  private final SocketSettings settings;

  public SocketPaths(Map<String, String> environment, SocketSettings settings) {
    this.environment = Map.copyOf(environment);
    this.settings = settings;
  }

  /** Where a node listens. */
  public Path listenPath(SocketChoice choice) throws ControlException {
    Path named = named(choice);
    if (named != null) {
      return named;
    }
    SocketSettings.Found found = settings.read(choice.config(), choice.dataDirectory());
    if (found.socket() != null) {
      return found.socket();
    }
    Path runtime = runtime();
    return choice.namesNode() || runtime == null
        ? found.dataDirectory().resolve(FILE_NAME)
        : runtime;
  }

  /** Where to look for a node, best first, at least one. */
  public List<Path> candidates(SocketChoice choice) throws ControlException {
    if (named(choice) != null || choice.namesNode()) {
      return List.of(listenPath(choice));
    }
    Set<Path> candidates = new LinkedHashSet<>();
    Path dataDirectory = null;
    try {
      SocketSettings.Found found = settings.read(null, null);
      if (found.socket() != null) {
        candidates.add(found.socket());
      }
      dataDirectory = found.dataDirectory();
    } catch (ControlException e) {
      // A broken usual configuration must not keep the program from a node that runs.
      if (runtime() == null) {
        throw e;
      }
    }
    Path runtime = runtime();
    if (runtime != null) {
      candidates.add(runtime);
    }
    if (dataDirectory != null) {
      candidates.add(dataDirectory.resolve(FILE_NAME));
    }
    candidates.add(SERVICE);
    return new ArrayList<>(candidates);
  }

  private @Nullable Path named(SocketChoice choice) {
    if (choice.socket() != null) {
      return choice.socket();
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    return variable.isEmpty() ? null : Path.of(variable);
  }

  private @Nullable Path runtime() {
    String directory = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return directory.isEmpty() ? null : Path.of(directory, "pando", FILE_NAME);
  }
}
