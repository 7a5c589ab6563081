package org.pando.resolver.replication.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.Published;
import org.pando.registry.cbor.Encoded;
import org.pando.registry.crypto.Domain;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.rule.RecordException;

/**
 * What owners and the witness have signed, and what replicas must make of it (registry
 * specification, section 8): the join, written down once more and apart from the one that is
 * tested.
 */
final class Truth {
  private final NetworkId network;
  private final Set<Bytes> signed = new HashSet<>();
  private final Map<String, List<Bundle>> published = new TreeMap<>();
  private final Map<String, Bytes> states = new TreeMap<>();
  private final Map<Bytes, Boolean> judged = new HashMap<>();
  private final Map<Step, Boolean> steps = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  /** From one state of a name to another. */
  private record Step(Bytes before, Bytes after) {}

  Truth(NetworkId network) {
    this.network = network;
  }

  /** An owner publishes a bundle, all of which is signed in order. */
  void publish(Bundle bundle) {
    parts(bundle).forEach(part -> signed.add(Domain.sha256(part.encode())));
    List<Bundle> all = published.computeIfAbsent(bundle.key(), key -> new ArrayList<>());
    all.add(bundle);
    Bundle joined = joined(all);
    all.clear();
    all.add(joined);
    states.put(joined.key(), joined.encode());
  }

  /** The bytes that each name must come to. */
  Map<String, Bytes> states() {
    return states;
  }

  /** What is to be served of each name. */
  Map<String, Published.Served> served() {
    Map<String, Published.Served> served = new TreeMap<>();
    published.forEach((key, bundles) -> served.put(key, served(bundles.getFirst())));
    return served;
  }

  private static Published.Served served(Bundle bundle) {
    ZoneItem zone = bundle.zone();
    return new Published.Served(
        bundle.state(),
        zone == null ? 0 : zone.seq(),
        zone == null ? Bytes.EMPTY : zone.body().encode());
  }

  private static Stream<Encoded> parts(Bundle bundle) {
    return switch (bundle) {
      case HumanBundle human ->
          Stream.<@Nullable Encoded>of(human.tenure(), human.renew(), human.zone(), human.revoke())
              .filter(Objects::nonNull)
              .map(Objects::requireNonNull);
      case KeyBundle key ->
          Stream.<@Nullable Encoded>of(key.zone(), key.revoke())
              .filter(Objects::nonNull)
              .map(Objects::requireNonNull);
    };
  }

  /** Whether every part of a bundle was signed by whom it says. */
  boolean isSigned(Bytes bundle) {
    return judged.computeIfAbsent(
        bundle,
        bytes -> {
          try {
            return parts(Bundle.decode(bytes))
                .allMatch(part -> signed.contains(Domain.sha256(part.encode())));
          } catch (RecordException e) {
            return false;
          }
        });
  }

  /** An honest replica has changed what it holds of a name. */
  void changed(@Nullable Bytes before, Bytes after, String who) {
    if (!isSigned(after)) {
      violation(who + " holds what nobody has signed: " + after);
    } else if (before != null && !steps.computeIfAbsent(new Step(before, after), this::isForward)) {
      violation(who + " has gone back from " + before + " to " + after);
    }
  }

  void violation(String text) {
    violations.add(text);
  }

  /** What must never happen and did, in words. */
  List<String> violations() {
    return violations;
  }

  private boolean isForward(Step step) {
    try {
      Bundle joined = joined(List.of(Bundle.decode(step.before()), Bundle.decode(step.after())));
      return joined.encode().equals(step.after());
    } catch (RecordException e) {
      throw new IllegalStateException(e);
    }
  }

  private Bundle joined(List<Bundle> all) {
    return switch (all.getFirst()) {
      case HumanBundle first -> joinedOfPeople(all.stream().map(HumanBundle.class::cast).toList());
      case KeyBundle first ->
          new KeyBundle(
              first.publicKey(), newestZone(all.stream()), newestRevoke(all.stream()), null);
    };
  }

  /** The largest tenure, of equal ones that of the smallest opHash; of it the largest parts. */
  private HumanBundle joinedOfPeople(List<HumanBundle> all) {
    Comparator<HumanBundle> byTenure =
        Comparator.comparingLong((HumanBundle b) -> -b.tenure().op().step().tenure())
            .thenComparing(bundle -> bundle.tenure().opHash(network));
    HumanBundle best = all.stream().min(byTenure).orElseThrow();
    List<HumanBundle> same =
        all.stream().filter(bundle -> byTenure.compare(bundle, best) == 0).toList();
    Comparator<CertItem<Op.Renew>> byRenewal =
        Comparator.comparingLong((CertItem<Op.Renew> item) -> -item.op().g())
            .thenComparing(item -> item.opHash(network))
            .thenComparing(CertItem::itemId);
    return new HumanBundle(
        best.name(),
        same.stream()
            .map(HumanBundle::tenure)
            .min(Comparator.comparing(CertItem::itemId))
            .orElseThrow(),
        present(same.stream(), HumanBundle::renew).min(byRenewal).orElse(null),
        newestZone(same.stream()),
        newestRevoke(same.stream()));
  }

  private static @Nullable ZoneItem newestZone(Stream<? extends Bundle> all) {
    return present(all, Bundle::zone)
        .min(Comparator.comparingLong((ZoneItem z) -> -z.seq()).thenComparing(ZoneItem::itemId))
        .orElse(null);
  }

  private static @Nullable RevokeItem newestRevoke(Stream<? extends Bundle> all) {
    return present(all, Bundle::revoke).min(Comparator.comparing(RevokeItem::itemId)).orElse(null);
  }

  private static <B, T> Stream<T> present(Stream<B> all, Function<? super B, @Nullable T> part) {
    return all.map(part).filter(Objects::nonNull).map(Objects::requireNonNull);
  }
}
