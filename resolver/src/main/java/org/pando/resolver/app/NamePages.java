package org.pando.resolver.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.record.BundleSummary;
import org.pando.registry.replica.Replica;
import org.pando.registry.text.NameArgument;
import org.pando.resolver.control.NameService.NameList;
import org.pando.resolver.control.NameService.NameSummary;

/**
 * {@code pando list}: the names page by page, by way of the writer thread, which does other work
 * between the steps of a page. Virtual threads.
 */
final class NamePages {
  /** A page ends with the step that makes it this long. */
  private static final int PAGE = 1000;

  private static final int STEP = 500;

  private final RegistryParts registry;
  private final WriterThread writer;
  private final NodeClock clock;

  NamePages(RegistryParts registry, WriterThread writer, NodeClock clock) {
    this.registry = registry;
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * The page behind a name.
   *
   * @param start null for the first page
   * @param mine only names whose owner key is on this node
   */
  NameList after(@Nullable NameArgument start, boolean mine) throws RegistryException {
    Set<Bytes> own = writer.call(this::ownKeys);
    List<NameSummary> names = new ArrayList<>();
    List<Network> networks = registry.replica().networks();
    int first = start == null ? 0 : networks.indexOf(start.network());
    String key = start == null ? "" : start.key();
    for (Network network : networks.subList(first, networks.size())) {
      List<Replica.Entry> step = step(network, key);
      while (!step.isEmpty()) {
        step.stream()
            .map(entry -> summary(network, entry, own))
            .filter(name -> name.mine() || !mine)
            .forEach(names::add);
        key = step.getLast().key();
        if (names.size() >= PAGE) {
          return new NameList(names, key + "." + network.suffixText());
        }
        step = step.size() < STEP ? List.of() : step(network, key);
      }
      key = "";
    }
    return new NameList(names, null);
  }

  private List<Replica.Entry> step(Network network, String after) throws RegistryException {
    return writer.call(() -> registry.replica().page(network, after, STEP));
  }

  private Set<Bytes> ownKeys() throws RegistryException {
    return registry.keys().list().keys().stream()
        .map(StoredKey::publicKey)
        .collect(Collectors.toSet());
  }

  private NameSummary summary(Network network, Replica.Entry entry, Set<Bytes> own) {
    String name = entry.key() + "." + network.suffixText();
    String unicode = NameOperations.unicodeName(network, entry.key());
    BundleSummary summary = entry.summary();
    if (summary == null) {
      return new NameSummary(name, unicode, null, 0, null, null, false);
    }
    Bytes owner = summary.owner();
    Instant until = NameOperations.time(summary.leaseUntil());
    return new NameSummary(
        name,
        unicode,
        summary.state(),
        summary.seq(),
        until,
        until == null ? null : NameOperations.daysUntil(until, clock.wall().instant()),
        owner != null && own.contains(owner));
  }
}
