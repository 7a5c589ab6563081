package org.pando.resolver.app;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.owner.Progress;
import org.pando.registry.owner.Registrar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with operations that a witness on another node was asked for and has not confirmed, once
 * it is connected. One virtual thread at a time.
 */
final class UnfinishedNames {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedNames.class);

  private final RegistryParts registry;
  private final WriterThread writer;
  private final Decisions decisions;
  private final Predicate<Network> reachable;

  /** What was said of a name last. */
  private final Map<String, String> said = new HashMap<>();

  /**
   * @param reachable whether the witness of a network is on another node that is connected now
   */
  UnfinishedNames(
      RegistryParts registry,
      WriterThread writer,
      Decisions decisions,
      Predicate<Network> reachable) {
    this.registry = registry;
    this.writer = writer;
    this.decisions = decisions;
    this.reachable = reachable;
  }

  /** From time to time. */
  synchronized void tick() {
    Registrar registrar = registry.registrar();
    for (Network network : registry.replica().networks()) {
      try {
        if (reachable.test(network)) {
          for (String name : writer.call(() -> registrar.unfinished(network))) {
            finish(network, name);
          }
        }
      } catch (RegistryException e) {
        say(network.suffixText(), "operations that were begun are not finished: " + e.getMessage());
      }
    }
  }

  private void finish(Network network, String name) {
    String full = name + "." + network.suffixText();
    try {
      Optional<Progress> progress = writer.call(() -> registry.registrar().finish(network, name));
      if (progress.isPresent()) {
        Registrar.Outcome _ = decisions.finish(null, progress.get());
        LOG.info("{}: the operation that was begun is done", full);
      }
      said.remove(full);
    } catch (RegistryException e) {
      say(full, "the operation on " + full + " that was begun is not done: " + e.getMessage());
    }
  }

  /** The same is said once. */
  private void say(String about, String text) {
    if (!text.equals(said.put(about, text))) {
      LOG.warn("{}", text);
    }
  }
}
