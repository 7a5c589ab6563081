package org.pando.resolver.replication;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.keys.Argon2Cost;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.owner.OwnKeys;
import org.pando.registry.owner.Progress;
import org.pando.registry.owner.Registrar;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Invite;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.store.SqliteStore;
import org.pando.registry.store.SqliteVoteLog;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;

/** A node's registry with its thread. */
final class TestRegistry implements RegistryWriter, AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Replica replica;
  private final SqliteVoteLog votes;
  private final OwnKeys keys;
  private final Registrar registrar;

  TestRegistry(Path directory) throws Exception {
    SecureRandom random = new SecureRandom();
    Path keyFolder = Files.createDirectories(directory.resolve("keys"));
    replica =
        call(
            () ->
                Replica.open(
                    SqliteStore.open(directory.resolve("registry.db")),
                    SignatureVerifier.PINNED,
                    1));
    votes =
        call(
            () ->
                SqliteVoteLog.open(
                    directory.resolve("witness.db"), "here", SqliteVoteLog.Past.MAY_BE_NEW));
    keys =
        new OwnKeys(
            new KeyStore(keyFolder, random, Argon2Cost.RECOMMENDED),
            InstantSource.system(),
            random);
    registrar =
        new Registrar(
            new Registrar.Surroundings(replica, keys, votes, directory),
            InstantSource.system(),
            random);
    call(
        () -> {
          registrar.foundHome();
          return true;
        });
  }

  Replica replica() {
    return replica;
  }

  Registrar registrar() {
    return registrar;
  }

  Network home() {
    return replica.networks().getFirst();
  }

  Network found(String suffix, boolean closed) throws RegistryException {
    return call(() -> registrar.networks().found(suffix, closed, false));
  }

  Invite invite(Network network) throws RegistryException {
    return call(() -> registrar.networks().invite(network, List.of()));
  }

  Network join(Invite invite, List<String> peers) throws RegistryException {
    return call(() -> registrar.networks().join(invite, peers, false).network());
  }

  void leave(Network network) throws RegistryException {
    call(
        () -> {
          registrar.networks().leave(network);
          return true;
        });
  }

  /** Claims a name with one A record, and gives its bundle. */
  Bytes register(Network network, String name) throws RegistryException {
    return call(
        () -> {
          Progress _ = claim(network, name);
          return held(network, name);
        });
  }

  /** Begins to claim a name with one A record. Its thread. */
  Progress claim(Network network, String name) throws RegistryException {
    Rr address = new Rr(Rr.APEX, 1, 300, Bytes.of(new byte[] {(byte) 192, 0, 2, 1}));
    return registrar.register(network, name, zone(address), Optional.empty(), false);
  }

  /**
   * Replicates it over a node of gossip; everything happens on the thread that asks for it.
   *
   * @param nanos a clock that only goes forward
   */
  Replication replicate(Replication.Gossip gossip, LongSupplier nanos, InstantSource clock)
      throws RegistryException {
    Replication replication =
        new Replication(
            replica,
            this,
            gossip,
            registrar::answer,
            new Replication.Tools(Runnable::run, Runnable::run, nanos, clock, new Random(1)));
    replication.begin();
    return call(() -> replication); // behind the loading of the inventory
  }

  /** The public key that its node is known by. */
  Bytes node() throws RegistryException {
    return call(() -> keys.node().publicKey().bytes());
  }

  /** Publishes another record under a name. */
  void update(Network network, String name) throws RegistryException {
    Rr text = new Rr(Rr.APEX, 16, 300, Bytes.of(new byte[] {1, 'x'}));
    Registrar.Outcome _ =
        call(() -> registrar.update(network, name, present -> zone(text), Optional.empty(), false));
  }

  private static ZoneBody zone(Rr record) {
    try {
      return ZoneBody.of(List.of(record));
    } catch (InvalidException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is held of a name; empty when nothing is. */
  Bytes bundle(Network network, String name) throws RegistryException {
    return call(() -> held(network, name));
  }

  private Bytes held(Network network, String name) throws RegistryException {
    Bundle bundle = replica.get(network, name);
    return bundle == null ? Bytes.EMPTY : bundle.encode();
  }

  /** The keys of all names, ascending. */
  List<String> keys(Network network) throws RegistryException {
    return call(() -> replica.page(network, "", 10_000).stream().map(Replica.Entry::key).toList());
  }

  @Override
  public <T> T call(Callable<T> task) throws RegistryException {
    try {
      return thread.submit(task).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RegistryException known) {
        throw known;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void execute(Runnable task) {
    thread.execute(task);
  }

  @Override
  public void close() throws RegistryException {
    call(
        () -> {
          votes.close();
          replica.close();
          return true;
        });
    thread.close();
  }
}
