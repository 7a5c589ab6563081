package org.pando.registry.owner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.keys.Argon2Cost;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.store.MemoryStore;
import org.pando.registry.store.SqliteVoteLog;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;

/** A node's registry from start to start, with keys {@code default} and {@code alice}. */
final class TestNode {
  private static final int TYPE_A = 1;

  private final FailingDisk disk;
  private final Path directory;
  private final MemoryStore store = new MemoryStore();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Replica replica;
  private SqliteVoteLog votes;
  private OwnKeys keys;
  private Registrar registrar;

  TestNode(FailingDisk disk, Path directory) throws Exception {
    this.disk = disk;
    this.directory = directory;
    Path _ = Files.createDirectories(directory.resolve("keys"));
    this.replica = Replica.open(disk.over(store), SignatureVerifier.PINNED, 1);
    this.votes = openVotes();
    this.keys = openKeys();
    this.registrar = open();
    registrar.foundHome();
    for (String label : new String[] {OwnKeys.DEFAULT, "alice"}) {
      var _ = keys.create(label);
    }
  }

  private SqliteVoteLog openVotes() throws RegistryException {
    return SqliteVoteLog.open(
        directory.resolve("witness.db"), "here", SqliteVoteLog.Past.MAY_BE_NEW);
  }

  private OwnKeys openKeys() {
    SecureRandom random = new SecureRandom();
    return new OwnKeys(
        new KeyStore(directory.resolve("keys"), random, Argon2Cost.RECOMMENDED), () -> now, random);
  }

  private Registrar open() {
    return new Registrar(
        new Registrar.Surroundings(replica, keys, disk.over(votes), directory),
        () -> now,
        new SecureRandom());
  }

  /** Becomes a member of the network that another node founded, in place of its own. */
  void join(TestNode founder) throws RegistryException {
    Networks.Joined _ =
        registrar
            .networks()
            .join(
                founder.registrar().networks().invite(founder.home(), List.of()), List.of(), false);
  }

  /** The process ends and starts again; what was interrupted is not finished yet. */
  void restart() throws RegistryException {
    votes.close();
    votes = openVotes();
    keys = openKeys();
    registrar = open();
  }

  void close() throws RegistryException {
    votes.close();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  long seconds() {
    return now.getEpochSecond();
  }

  Registrar registrar() {
    return registrar;
  }

  Replica replica() {
    return replica;
  }

  SqliteVoteLog votes() {
    return votes;
  }

  OwnKeys keys() {
    return keys;
  }

  Network home() {
    return replica.networks().getFirst();
  }

  Optional<HumanBundle> held(String name) throws RegistryException {
    return Optional.ofNullable((HumanBundle) replica.get(home(), name));
  }

  /** What an operation did that this node decides by itself. */
  static Registrar.Outcome done(Progress progress) {
    return switch (progress) {
      case Progress.Done(Registrar.Outcome outcome) -> outcome;
      case Progress.Asks asks -> throw new AssertionError("asks " + asks.witness().label());
    };
  }

  /** One A record at the apex. */
  static ZoneBody zone(int lastOctet) {
    try {
      Bytes address = Bytes.of((byte) 192, (byte) 0, (byte) 2, (byte) lastOctet);
      return ZoneBody.of(List.of(new Rr(Rr.APEX, TYPE_A, 300, address)));
    } catch (InvalidException e) {
      throw new IllegalStateException(e);
    }
  }
}
