package org.pando.resolver.control;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;

/** What a node can be asked: the one table, in the order of the documentation. */
public final class ControlRoutes {
  /** The node's parts. */
  public record Services(
      NodeStatus status,
      UpstreamService upstreams,
      QuestionFeed questions,
      DrillService drills,
      Lookups lookups,
      CacheService cache,
      NameService names,
      NameLife life,
      KeyService keys,
      NetworkService networks,
      WitnessService witness,
      BackupService backups) {}

  private ControlRoutes() {}

  /** The routes over the node's parts. */
  public static Routes of(Services services) {
    WitnessService witness = services.witness();
    BackupService backups = services.backups();
    List<Route> routes = new ArrayList<>();
    routes.addAll(general(services));
    routes.addAll(cache(services.cache()));
    routes.addAll(names(services.names()));
    routes.addAll(life(services.life()));
    routes.addAll(keys(services.keys()));
    routes.addAll(networks(services.networks()));
    routes.add(
        new Route(
            "POST",
            "/v1/witness/resume",
            r -> Json.reply(witness.resume(r.body(WitnessService.Resumption.class)))));
    routes.add(
        new Route(
            "POST",
            "/v1/backup",
            r -> Json.reply(backups.create(r.body(BackupService.BackupRequest.class)))));
    return new Routes(routes);
  }

  private static List<Route> general(Services services) {
    NodeStatus status = services.status();
    UpstreamService upstreams = services.upstreams();
    QuestionFeed questions = services.questions();
    Lookups lookups = services.lookups();
    return List.of(
        new Route("GET", "/v1/status", r -> Json.reply(status.report())),
        new Route("GET", "/v1/upstreams", r -> Json.reply(upstreams.upstreams())),
        new Route(
            "POST",
            "/v1/drill",
            r -> Json.reply(services.drills().drill(r.body(DrillService.Outage.class)))),
        new Route("GET", "/v1/questions", r -> Json.reply(questions.questions(r.number("from")))),
        new Route(
            "GET",
            "/v1/resolve",
            r ->
                Json.reply(
                    lookups.resolve(r.required("name"), r.required("type"), r.flag("trace")))));
  }

  private static List<Route> cache(CacheService cache) {
    return List.of(
        new Route("GET", "/v1/cache/{name}", r -> Json.reply(cache.held(r.required("name")))),
        new Route(
            "POST",
            "/v1/cache/flush",
            r -> Json.reply(cache.flush(r.body(CacheService.Flush.class)))));
  }

  private static List<Route> names(NameService names) {
    return List.of(
        new Route(
            "GET", "/v1/names", r -> Json.reply(names.list(r.flag("mine"), r.optional("after")))),
        new Route(
            "POST",
            "/v1/names",
            r -> Json.reply(names.register(r.body(RegisterRequest.class), r.passphrase()))),
        new Route(
            "POST",
            "/v1/key-names",
            r -> Json.reply(names.registerKeyName(r.body(KeyNameRequest.class), r.passphrase()))),
        new Route("GET", "/v1/names/{name}", r -> Json.reply(names.show(r.required("name")))),
        new Route(
            "GET", "/v1/names/{name}/proof", r -> Json.reply(names.prove(r.required("name")))),
        new Route(
            "PATCH",
            "/v1/names/{name}",
            r ->
                Json.reply(
                    names.update(r.required("name"), r.body(ZoneChange.class), r.passphrase()))));
  }

  private static List<Route> life(NameLife life) {
    return List.of(
        operation("renew", NameLife.Renewal.class, life::renew),
        operation("release", NameLife.Release.class, life::release),
        operation("revoke", NameLife.Revocation.class, life::revoke),
        operation("recover", NameLife.Recovery.class, life::recover),
        operation("offer", NameLife.NewOffer.class, life::offer),
        operation("accept", NameLife.Acceptance.class, life::accept));
  }

  /** What is done to a name, as its own path below it. */
  @FunctionalInterface
  private interface Operation<T, R extends Record> {
    R carryOut(String name, T how, @Nullable Passphrase passphrase) throws RegistryException;
  }

  private static <T, R extends Record> Route operation(
      String word, Class<T> how, Operation<T, R> operation) {
    return new Route(
        "POST",
        "/v1/names/{name}/" + word,
        r -> Json.reply(operation.carryOut(r.required("name"), r.body(how), r.passphrase())));
  }

  private static List<Route> keys(KeyService keys) {
    return List.of(
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
                    keys.protect(r.required("label"), r.passphrase(), r.requiredNextPassphrase()))),
        new Route(
            "DELETE",
            "/v1/keys/{label}/passphrase",
            r -> Json.reply(keys.protect(r.required("label"), r.passphrase(), null))),
        new Route(
            "POST", "/v1/keys/{label}/file", r -> Json.reply(keys.exportFile(r.required("label")))),
        new Route(
            "POST",
            "/v1/keys/{label}/words",
            r -> Json.reply(keys.exportWords(r.required("label"), r.passphrase()))));
  }

  private static List<Route> networks(NetworkService networks) {
    return List.of(
        new Route("GET", "/v1/networks", r -> Json.reply(networks.networks())),
        new Route(
            "GET",
            "/v1/networks/{suffix}",
            r -> Json.reply(networks.network(r.required("suffix")))),
        new Route(
            "POST",
            "/v1/networks",
            r -> Json.reply(networks.found(r.body(NetworkService.Foundation.class)))),
        new Route(
            "POST",
            "/v1/networks/invite",
            r -> Json.reply(networks.invite(r.body(NetworkService.Invitation.class)))),
        new Route(
            "POST",
            "/v1/networks/join",
            r -> Json.reply(networks.join(r.body(NetworkService.Joining.class)))),
        new Route(
            "POST",
            "/v1/networks/leave",
            r -> Json.reply(networks.leave(r.body(NetworkService.Leaving.class)))),
        new Route("GET", "/v1/peers", r -> Json.reply(networks.peers())));
  }

  /** The body of {@code POST /v1/keys}. */
  record KeyRequest(@Nullable String label) {}
}
