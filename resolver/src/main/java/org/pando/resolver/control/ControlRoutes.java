package org.pando.resolver.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node can be asked: the one table, in the order of the documentation. */
public final class ControlRoutes {
  private ControlRoutes() {}

  /** The routes over the node's parts. */
  public static Routes of(NodeStatus status, NameService names, KeyService keys, Lookups lookups) {
    return new Routes(
        List.of(
            new Route("GET", "/v1/status", r -> Json.reply(status.report())),
            new Route(
                "GET",
                "/v1/resolve",
                r ->
                    Json.reply(
                        lookups.resolve(r.required("name"), r.required("type"), r.flag("trace")))),
            new Route(
                "GET",
                "/v1/names",
                r -> Json.reply(names.list(r.flag("mine"), r.optional("after")))),
            new Route(
                "POST",
                "/v1/names",
                r -> Json.reply(names.register(r.body(RegisterRequest.class), r.passphrase()))),
            new Route("GET", "/v1/names/{name}", r -> Json.reply(names.show(r.required("name")))),
            new Route(
                "GET", "/v1/names/{name}/proof", r -> Json.reply(names.prove(r.required("name")))),
            new Route(
                "PATCH",
                "/v1/names/{name}",
                r ->
                    Json.reply(
                        names.update(
                            r.required("name"), r.body(ZoneChange.class), r.passphrase()))),
            new Route("GET", "/v1/keys", r -> Json.reply(keys.list())),
            new Route(
                "POST",
                "/v1/keys",
                r -> Json.reply(keys.create(r.body(KeyRequest.class).label(), r.nextPassphrase()))),
            new Route(
                "POST",
                "/v1/keys/file",
                r -> Json.reply(keys.add(r.body(KeyImport.File.class), r.passphrase()))),
            new Route(
                "POST",
                "/v1/keys/words",
                r -> Json.reply(keys.add(r.body(KeyImport.Words.class), r.passphrase()))),
            new Route(
                "PUT",
                "/v1/keys/{label}/passphrase",
                r ->
                    Json.reply(
                        keys.protect(
                            r.required("label"), r.passphrase(), r.requiredNextPassphrase()))),
            new Route(
                "DELETE",
                "/v1/keys/{label}/passphrase",
                r -> Json.reply(keys.protect(r.required("label"), r.passphrase(), null))),
            new Route(
                "POST",
                "/v1/keys/{label}/file",
                r -> Json.reply(keys.exportFile(r.required("label")))),
            new Route(
                "POST",
                "/v1/keys/{label}/words",
                r -> Json.reply(keys.exportWords(r.required("label"), r.passphrase())))));
  }

  /** The body of {@code POST /v1/keys}. */
  record KeyRequest(@Nullable String label) {}
}
