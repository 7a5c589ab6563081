package org.pando.registry.owner;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.keys.Argon2Cost;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.record.Bundle;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.RecordException;
import org.pando.registry.store.DataDirectory;
import org.pando.registry.store.SqliteStore;
import org.pando.registry.store.SqliteVoteLog;
import org.pando.registry.store.StoredClaim;
import org.pando.registry.witness.ClaimState;

/**
 * The victim of {@link NodeCrashTest}: says in which state it finds every name, then changes names
 * for ever, and says of each change when it begins and when it is done.
 */
final class CrashNode {
  private static final int NAMES = 12;

  private final DataDirectory directory;
  private final Replica replica;
  private final Registrar registrar;
  private final Network home;
  private final Random random;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private CrashNode(DataDirectory directory, long seed) throws RegistryException {
    this.directory = directory;
    SecureRandom secure = new SecureRandom();
    this.replica =
        Replica.open(SqliteStore.open(directory.database()), SignatureVerifier.PINNED, 1);
    SqliteVoteLog votes =
        SqliteVoteLog.open(directory.votes(), "here", SqliteVoteLog.Past.MAY_BE_NEW);
    KeyStore keyStore = new KeyStore(directory.keys(), secure, Argon2Cost.RECOMMENDED);
    OwnKeys keys = new OwnKeys(keyStore, () -> now, secure);
    this.registrar =
        new Registrar(
            new Registrar.Surroundings(replica, keys, votes, directory.path()), () -> now, secure);
    registrar.foundHome();
    for (String label : List.of(OwnKeys.DEFAULT, "alice")) {
      if (keyStore.findByLabel(label).isEmpty()) {
        var _ = keys.create(label);
      }
    }
    this.home = replica.networks().getFirst();
    this.random = new Random(seed);
  }

  /** Arguments: the data directory, a seed. */
  public static void main(String[] args) throws Exception {
    CrashNode node = new CrashNode(DataDirectory.open(Path.of(args[0])), Long.parseLong(args[1]));
    node.catchUp();
    for (String problem : node.registrar.resume()) {
      say("problem " + problem);
    }
    node.catchUp();
    for (int i = 0; i < NAMES; i++) {
      say("found name" + i + " " + node.state("name" + i));
    }
    say("ready");
    while (true) {
      node.change("name" + node.random.nextInt(NAMES));
    }
  }

  /** The clock goes on from the newest time in the registry, unfinished operations included. */
  private void catchUp() throws RegistryException, RecordException {
    for (int i = 0; i < NAMES; i++) {
      Bundle bundle = replica.get(home, "name" + i);
      if (bundle != null) {
        catchUp(bundle.timestamp());
      }
    }
    for (StoredClaim claim : replica.unfinished(home)) {
      catchUp(ClaimState.decode(claim.state()).submission().op().op().at());
    }
  }

  private void catchUp(long seconds) {
    if (seconds > now.getEpochSecond()) {
      now = Instant.ofEpochSecond(seconds);
    }
  }

  /** Everything that counts of a name; an entry that is not valid has no good state. */
  private String state(String name) throws RegistryException {
    Bundle bundle = replica.get(home, name);
    if (bundle == null) {
      return "nothing";
    }
    BundleRules rules = new BundleRules(replica.rules(home), SignatureVerifier.PINNED);
    if (!(rules.check(bundle.encode()) instanceof Validity.Valid)) {
      return "invalid";
    }
    return describe(Ownership.of(bundle));
  }

  private static String describe(Ownership name) {
    String records = name.records() == null ? "-" : name.records().encode().toHex();
    String owner = name.owner() == null ? "-" : name.owner().toString();
    return name.state() + "," + name.g() + "," + name.seq() + "," + owner + "," + records;
  }

  private void change(String name) throws RegistryException {
    now = now.plus(Duration.ofDays(30));
    Bundle bundle = replica.get(home, name);
    int choice = random.nextInt(6);
    int octet = random.nextInt(250);
    if (bundle == null || Ownership.of(bundle).owner() == null) {
      begin(name, "register");
      done(name, TestNode.done(registrar.register(home, name, TestNode.zone(octet), key(), false)));
    } else if (choice == 0) {
      begin(name, "renew");
      done(name, TestNode.done(registrar.renew(home, name, false)));
    } else if (choice == 1) {
      begin(name, "recover");
      Registrar.Recovery how = new Registrar.Recovery(key(), Optional.empty());
      done(name, TestNode.done(registrar.recover(home, name, how, Optional.empty(), false)));
    } else if (choice == 2) {
      begin(name, "release");
      done(name, TestNode.done(registrar.release(home, name, Optional.empty(), false)));
    } else {
      begin(name, "update");
      done(
          name, registrar.update(home, name, old -> TestNode.zone(octet), Optional.empty(), false));
    }
  }

  private Optional<String> key() {
    return Optional.of(random.nextBoolean() ? OwnKeys.DEFAULT : "alice");
  }

  private static void begin(String name, String what) {
    say("begin " + name + " " + what);
  }

  private void done(String name, Registrar.Outcome outcome) {
    Objects.requireNonNull(directory, "held while it is used");
    say("done " + name + " " + describe(outcome.name()));
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
