package org.pando.registry.replica;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;

/**
 * Verifies what the store holds by every rule, signatures included, a few names at a time, and
 * takes out of service what fails. Belongs to the writer thread; {@link #report} is for any.
 */
public final class Audit {
  /**
   * How far it is.
   *
   * @param verified how many names this round has verified
   * @param completed when the last round was complete; null when none was since the start
   */
  public record Report(long verified, @Nullable Instant completed) {}

  private final Replica replica;
  private final InstantSource clock;
  private volatile Report report = new Report(0, null);
  private int network;
  private String verifiedTo = "";

  public Audit(Replica replica, InstantSource clock) {
    this.replica = replica;
    this.clock = clock;
  }

  /** How far it is. Any thread. */
  public Report report() {
    return report;
  }

  /**
   * Verifies the next names.
   *
   * @param count how many at most
   * @return whether more are left in this round; if not, the next call begins another one
   * @throws RegistryException of kind STORE when the store cannot be read there; the round is over
   */
  public boolean step(int count) throws RegistryException {
    List<Network> networks = replica.networks();
    if (network >= networks.size()) {
      begin();
    }
    List<String> verified;
    try {
      verified = replica.verify(networks.get(network), verifiedTo, count);
    } catch (RegistryException e) {
      network = networks.size();
      throw e;
    }
    report = new Report(report.verified() + verified.size(), report.completed());
    if (verified.size() == count) {
      verifiedTo = verified.getLast();
      return true;
    }
    verifiedTo = "";
    network++;
    if (network < networks.size()) {
      return true;
    }
    report = new Report(report.verified(), clock.instant());
    return false;
  }

  private void begin() {
    network = 0;
    verifiedTo = "";
    report = new Report(0, report.completed());
  }
}
