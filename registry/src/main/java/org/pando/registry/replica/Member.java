package org.pando.registry.replica;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.Published;
import org.pando.registry.RegistryException;
import org.pando.registry.policy.NetworkRules;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.BundleSummary;
import org.pando.registry.record.Genesis;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.store.Sharing;
import org.pando.registry.store.StoredBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One network of the replica. Belongs to the writer thread; its published names and counts are read
 * by any.
 */
final class Member {
  private static final Logger LOG = LoggerFactory.getLogger(Member.class);

  /** Of how many damaged names the log and the status tell. */
  private static final int TOLD = 10;

  private final Network network;
  private final int number;
  private final Genesis genesis;
  private final NetworkRules rules;
  private final PublishedNames names;
  private final LabelsBeyondAscii beyondAscii = new LabelsBeyondAscii();
  private volatile List<String> damaged = List.of();
  private volatile @Nullable Sharing sharing;
  private String loadedTo = "";

  /**
   * @param number the store's
   * @param names none of them loaded yet
   */
  Member(Network network, int number, Genesis genesis, PublishedNames names) {
    this.network = network;
    this.number = number;
    this.genesis = genesis;
    this.rules = NetworkRules.of(genesis);
    this.names = names;
  }

  Network network() {
    return network;
  }

  int number() {
    return number;
  }

  Genesis genesis() {
    return genesis;
  }

  NetworkRules rules() {
    return rules;
  }

  PublishedNames names() {
    return names;
  }

  LabelsBeyondAscii beyondAscii() {
    return beyondAscii;
  }

  @Nullable Sharing sharing() {
    return sharing;
  }

  void share(@Nullable Sharing sharing) {
    this.sharing = sharing;
  }

  /** The first names found damaged, at most ten; {@link PublishedNames#damaged} counts all. */
  List<String> damaged() {
    return damaged;
  }

  /** The key up to which everything is loaded. */
  String loadedTo() {
    return loadedTo;
  }

  /**
   * Publishes a page of the store.
   *
   * @param last whether no other follows
   */
  void load(List<StoredBundle> page, boolean last) {
    page.forEach(this::publish);
    if (last) {
      names.complete();
    } else {
      loadedTo = page.getLast().key();
    }
  }

  /** Publishes what the store holds of a name, or takes the name out of service. */
  Published publish(StoredBundle stored) {
    try {
      BundleSummary summary = Stored.summary(stored);
      return publish(
          stored.key(), new Published.Served(summary.state(), summary.seq(), summary.body()));
    } catch (RegistryException e) {
      return withdraw(stored.key(), String.valueOf(e.getMessage()));
    }
  }

  /** Publishes a name's new state. */
  void publish(Bundle bundle) {
    beyondAscii.add(bundle.key());
    ZoneItem zone = bundle.zone();
    publish(
        bundle.key(),
        zone == null
            ? new Published.Served(bundle.state(), 0, Bytes.EMPTY)
            : new Published.Served(bundle.state(), zone.seq(), zone.body().encode()));
  }

  private Published publish(String key, Published.Served name) {
    names.publish(key, name);
    return name;
  }

  /** Serves a name no longer: its entry in the store is damaged. */
  Published withdraw(String key, String why) {
    if (names.withdraw(key) && damaged.size() < TOLD) {
      LOG.error("{}", why);
      List<String> more = new ArrayList<>(damaged);
      more.add(key);
      damaged = List.copyOf(more);
      if (more.size() == TOLD) {
        LOG.error("more damaged names are only counted: see pando status");
      }
    }
    return new Published.Damaged();
  }
}
