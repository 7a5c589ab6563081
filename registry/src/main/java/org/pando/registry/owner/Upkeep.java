package org.pando.registry.owner;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.record.BundleSummary;
import org.pando.registry.replica.Replica;

/**
 * Looks after this node's names without being asked, in steps: other work of the writer thread
 * comes in between. Writer thread.
 */
public final class Upkeep {
  /** How many names are read in one step. */
  private static final int STEP = 500;

  /** How many names are looked after in one step: each may cost signatures and flushed files. */
  private static final int OURS_IN_A_STEP = 10;

  /** A name is renewed when less than this part of its lease is left. */
  private static final long DUE_PART = 4;

  private final Replica replica;
  private final Names names;
  private final OwnKeys keys;
  private final Means means;

  /** The operations it uses. */
  record Means(Leases leases, Offers offers, Revocations revocations) {}

  Upkeep(Replica replica, Names names, OwnKeys keys, Means means) {
    this.replica = replica;
    this.names = names;
    this.keys = keys;
    this.means = means;
  }

  /**
   * How far a round got.
   *
   * @param network its index
   * @param after the last name looked at
   */
  public record Place(int network, String after) {
    public static final Place BEGIN = new Place(0, "");
  }

  /**
   * A name that could not be renewed.
   *
   * @param name in full, without the final dot
   * @param leaseUntil seconds since 1970
   * @param reason with the remedy
   */
  public record Unrenewed(String name, long leaseUntil, String reason) {}

  /**
   * A name whose renewal a witness elsewhere has to be asked for.
   *
   * @param name in full, without the final dot
   * @param leaseUntil seconds since 1970
   */
  public record Unasked(String name, long leaseUntil, Progress.Asks progress) {
    /** The renewal failed. */
    public Unrenewed failed(RegistryException why) {
      return new Unrenewed(name, leaseUntil, String.valueOf(why.getMessage()));
    }
  }

  /**
   * What a step did.
   *
   * @param renewed names in full, without the final dot
   * @param unasked goes on when the witnesses were asked
   * @param next where the next step begins; null when the round is over
   */
  public record Step(
      List<String> renewed,
      List<Unasked> unasked,
      List<Unrenewed> unrenewed,
      @Nullable Place next) {
    public Step {
      renewed = List.copyOf(renewed);
      unasked = List.copyOf(unasked);
      unrenewed = List.copyOf(unrenewed);
    }
  }

  Step step(Place from) throws RegistryException {
    List<Network> networks = replica.networks();
    if (from.network() >= networks.size()) {
      return new Step(List.of(), List.of(), List.of(), null);
    }
    Network network = networks.get(from.network());
    List<Replica.Entry> page = replica.page(network, from.after(), STEP);
    Set<Bytes> ours = keys.publicKeys();
    List<String> renewed = new ArrayList<>();
    List<Unasked> unasked = new ArrayList<>();
    List<Unrenewed> unrenewed = new ArrayList<>();
    int ofOurs = 0;
    for (Replica.Entry entry : page) {
      BundleSummary summary = entry.summary();
      String full = Names.full(network, entry.key());
      if (summary != null && mayBeOurs(full, summary, ours)) {
        try {
          switch (lookAfter(names.held(network, entry.key()), ours)) {
            case null -> {}
            case Progress.Done done -> renewed.add(full);
            case Progress.Asks asks -> unasked.add(new Unasked(full, summary.leaseUntil(), asks));
          }
        } catch (RegistryException e) {
          unrenewed.add(new Unrenewed(full, summary.leaseUntil(), String.valueOf(e.getMessage())));
        }
        if (++ofOurs == OURS_IN_A_STEP) {
          return new Step(renewed, unasked, unrenewed, new Place(from.network(), entry.key()));
        }
      }
    }
    Place next =
        page.size() < STEP
            ? new Place(from.network() + 1, "")
            : new Place(from.network(), page.getLast().key());
    return new Step(renewed, unasked, unrenewed, next);
  }

  private boolean mayBeOurs(String full, BundleSummary summary, Set<Bytes> ours) {
    Bytes owner = summary.owner();
    return owner != null
        && (ours.contains(owner)
            || (summary.recovery() != null && ours.contains(summary.recovery()))
            || means.revocations().hasFile(full));
  }

  /** The renewal; null when it is not due. */
  private @Nullable Progress lookAfter(Present present, Set<Bytes> ours) throws RegistryException {
    if (!isOurs(present, ours)) {
      return null;
    }
    means.revocations().signMissing(present);
    return !isDue(present) || means.offers().open(present).isPresent()
        ? null
        : means.leases().renew(present.network(), present.name().key(), false);
  }

  /** One of its keys is here, or was: then the revocation of its tenure was signed in advance. */
  private boolean isOurs(Present present, Set<Bytes> ours) throws RegistryException {
    PublicKey recovery = present.holder().recovery();
    return ours.contains(present.holder().owner().bytes())
        || (recovery != null && ours.contains(recovery.bytes()))
        || means.revocations().find(present).isPresent();
  }

  private boolean isDue(Present present) {
    long lease = names.config(present.network()).terms().lease();
    return !present.isKeyName()
        && present.name().state() == NameState.ACTIVE
        && present.name().leaseUntil() - names.now() < lease / DUE_PART;
  }
}
