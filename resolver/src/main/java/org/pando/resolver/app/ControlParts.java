package org.pando.resolver.app;

import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.CacheContents;
import org.pando.resolver.control.ControlRoutes;
import org.pando.resolver.control.Routes;
import org.pando.resolver.server.Connections;
import org.pando.resolver.server.Listeners;

/** What the control socket's commands reach: one service for each kind. */
final class ControlParts {
  private ControlParts() {}

  static Routes routes(
      NodeSettings settings,
      NodeClock clock,
      Parts parts,
      StoreParts store,
      Answering answering,
      Served served) {
    RegistryParts registry = store.registry();
    WriterThread writer = store.writer();
    ControlKeys keys = new ControlKeys(registry, writer);
    NameOperations operations = new NameOperations(registry, served.network().decisions(), keys);
    StampSearch stamps = parts.add(new StampSearch(clock.random()));
    AnswerCache cache = answering.cache();
    ControlStatus status =
        new ControlStatus(
            settings,
            clock,
            served.listeners(),
            new RegistryReport(
                registry, writer, served.network().upkeep(), served.network().replication(), clock),
            answering.upstreams().line(),
            new ControlStatus.Answers(answering.localAnswers(), cache),
            served.connections(),
            answering.metrics());
    return ControlRoutes.of(
        new ControlRoutes.Services(
            status,
            new ControlUpstreams(answering.upstreams()),
            new ControlQuestions(answering.questions()),
            served.drill(),
            new ControlLookups(served.lookup(), registry.replica(), clock),
            new ControlCache(
                new CacheContents(cache, clock.seconds()), clock.wall(), answering.flushed()),
            new ControlNames(registry, writer, operations, stamps, clock),
            new ControlNameLife(operations),
            keys,
            new ControlNetworks(registry, writer, served.network().replication()),
            new ControlWitness(registry.registrar(), writer),
            new ControlBackup(store.directory(), registry.keys(), writer, store.readers(), clock)));
  }

  /** What else they look at. */
  record Served(
      Listeners listeners,
      Connections connections,
      ControlDrill drill,
      InternalLookup lookup,
      NetworkParts network) {}
}
