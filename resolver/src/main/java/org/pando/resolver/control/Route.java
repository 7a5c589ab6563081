package org.pando.resolver.control;

import com.google.gson.JsonObject;
import org.pando.registry.RegistryException;

/**
 * One thing the node can be asked.
 *
 * @param method GET for what changes nothing
 * @param template a path whose segments in braces are parameters: {@code /v1/names/{name}}
 */
record Route(String method, String template, Handler handler) {
  /** Carries a request out. Knows nothing of HTTP; runs on a thread that may block. */
  @FunctionalInterface
  interface Handler {
    JsonObject handle(ControlRequest request) throws ControlException, RegistryException;
  }
}
