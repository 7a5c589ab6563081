package org.pando.resolver.control;

import com.google.gson.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Passphrase;

/**
 * A request without its transport.
 *
 * @param parameters path and query parameters, percent-decoded
 * @param body an empty object when there was none
 * @param passphrases what opens and protects keys while the request is carried out
 */
record ControlRequest(Map<String, String> parameters, JsonObject body, Passphrases passphrases) {
  /** What opens the key that signs; null when none came. */
  @Nullable Passphrase passphrase() {
    return passphrases.opening();
  }

  /** What is to protect a key from now on; null when none came. */
  @Nullable Passphrase nextPassphrase() {
    return passphrases.next();
  }

  /**
   * As {@link #nextPassphrase}, for what makes no sense without.
   *
   * @throws ControlException INVALID when none came
   */
  Passphrase requiredNextPassphrase() throws ControlException {
    Passphrase next = passphrases.next();
    if (next == null) {
      throw new ControlException(
          ControlException.Kind.INVALID, "header " + Passphrases.NEXT + " is missing; add it");
    }
    return next;
  }

  /**
   * @throws ControlException INVALID when it is missing
   */
  String required(String parameter) throws ControlException {
    String value = parameters.get(parameter);
    if (value == null || value.isEmpty()) {
      throw new ControlException(
          ControlException.Kind.INVALID, "parameter '" + parameter + "' is missing; add it");
    }
    return value;
  }

  @Nullable String optional(String parameter) {
    return parameters.get(parameter);
  }

  /** A whole number of zero or more; null when absent. */
  @Nullable Long number(String parameter) throws ControlException {
    String value = parameters.get(parameter);
    if (value != null && !value.matches("[0-9]{1,18}")) {
      throw new ControlException(
          ControlException.Kind.INVALID,
          "parameter '" + parameter + "' is '" + value + "'; use a whole number");
    }
    return value == null ? null : Long.valueOf(value);
  }

  /** A yes or no; no when absent. */
  boolean flag(String parameter) throws ControlException {
    String value = parameters.getOrDefault(parameter, "false");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new ControlException(
              ControlException.Kind.INVALID,
              "parameter '" + parameter + "' is '" + value + "'; use true or false");
    };
  }

  /**
   * The body as a record.
   *
   * @throws ControlException INVALID with the field that is wrong
   */
  <T> T body(Class<T> type) throws ControlException {
    return Json.read(body, type, Json.Unknown.REFUSE);
  }
}
