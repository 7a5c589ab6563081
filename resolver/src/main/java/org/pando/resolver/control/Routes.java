package org.pando.resolver.control;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;

/** The table of what a node can be asked; any listener can serve it. Immutable, any thread. */
public final class Routes {
  private final List<Route> table;

  Routes(List<Route> table) {
    this.table = List.copyOf(table);
  }

  /**
   * Finds the route and carries the request out, on the calling thread.
   *
   * @param path decoded segments, without the empty one in front
   * @param query decoded query parameters; path parameters win over them
   * @param passphrases the caller's, to be closed by it
   * @throws ControlException also in place of every {@link RegistryException}
   */
  JsonObject dispatch(
      String method,
      List<String> path,
      Map<String, String> query,
      JsonObject body,
      Passphrases passphrases)
      throws ControlException {
    boolean pathKnown = false;
    for (Route route : table) {
      Map<String, String> found = match(route.template(), path);
      if (found == null) {
        continue;
      }
      pathKnown = true;
      if (route.method().equals(method)) {
        Map<String, String> parameters = new LinkedHashMap<>(query);
        parameters.putAll(found);
        return call(route, new ControlRequest(parameters, body, passphrases));
      }
    }
    String shown = "/" + String.join("/", path);
    if (pathKnown) {
      throw new ControlException(
          ControlException.Kind.METHOD, method + " is not possible on " + shown);
    }
    throw new ControlException(
        ControlException.Kind.UNSUPPORTED,
        "this node does not know "
            + shown
            + "; it may be older than the program that asks: restart it");
  }

  private static JsonObject call(Route route, ControlRequest request) throws ControlException {
    try {
      return route.handler().handle(request);
    } catch (RegistryException e) {
      throw new ControlException(kind(e.kind()), String.valueOf(e.getMessage()), e);
    }
  }

  private static ControlException.Kind kind(RegistryException.Kind kind) {
    return switch (kind) {
      case INVALID -> ControlException.Kind.INVALID;
      case UNKNOWN_NETWORK -> ControlException.Kind.UNKNOWN_NETWORK;
      case NOT_FOUND -> ControlException.Kind.NOT_FOUND;
      case TAKEN -> ControlException.Kind.TAKEN;
      case NO_KEY -> ControlException.Kind.NO_KEY;
      case LOCKED -> ControlException.Kind.LOCKED;
      case CONFLICT -> ControlException.Kind.CONFLICT;
      case REFUSED -> ControlException.Kind.REFUSED;
      case UNREACHABLE -> ControlException.Kind.WITNESS_UNREACHABLE;
      case PENDING -> ControlException.Kind.PENDING;
      case STORE -> ControlException.Kind.STORE;
    };
  }

  private static @Nullable Map<String, String> match(String template, List<String> path) {
    String[] wanted = template.substring(1).split("/", -1);
    if (wanted.length != path.size()) {
      return null;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        parameters.put(wanted[i].substring(1, wanted[i].length() - 1), path.get(i));
      } else if (!wanted[i].equals(path.get(i))) {
        return null;
      }
    }
    return parameters;
  }
}
