package org.pando.resolver.app;

import org.pando.registry.Network;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.keys.Argon2Cost;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.owner.KeyCustody;
import org.pando.registry.owner.OwnKeys;
import org.pando.registry.owner.Registrar;
import org.pando.registry.replica.Audit;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.BrokenVoteLog;
import org.pando.registry.store.DataDirectory;
import org.pando.registry.store.SqliteStore;
import org.pando.registry.store.SqliteVoteLog;
import org.pando.registry.store.VoteLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry of a running node. Belongs to the writer thread, as all of its parts do.
 *
 * @param replica read by any thread
 * @param audit its report is for any thread
 * @param health any thread
 */
record RegistryParts(
    Replica replica,
    VoteLog votes,
    Registrar registrar,
    OwnKeys keys,
    KeyCustody custody,
    Audit audit,
    StoreHealth health)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryParts.class);

  /**
   * Opens the store, of which nothing is loaded yet, founds the first network on a new node, and
   * finishes what a crash interrupted.
   *
   * @param machine which computer this is; empty when that is not known
   */
  static RegistryParts open(
      DataDirectory directory, String machine, WriterThread writer, NodeClock clock)
      throws RegistryException {
    return writer.call(() -> onWriterThread(directory, machine, writer, clock));
  }

  private static RegistryParts onWriterThread(
      DataDirectory directory, String machine, WriterThread writer, NodeClock clock)
      throws RegistryException {
    SqliteStore store = SqliteStore.open(directory.database());
    Replica replica = Replica.open(store, SignatureVerifier.PINNED, clock.random().nextLong());
    VoteLog votes = openVotes(directory, machine, replica);
    directory.upgrade();
    KeyStore keyStore = new KeyStore(directory.keys(), clock.random(), Argon2Cost.RECOMMENDED);
    OwnKeys keys = new OwnKeys(keyStore, clock.wall(), clock.random());
    Registrar registrar =
        new Registrar(
            new Registrar.Surroundings(replica, keys, votes, directory.path()),
            clock.wall(),
            clock.random());
    registrar.foundHome();
    votes.suspension().ifPresent(LOG::warn);
    registrar.resume().forEach(LOG::warn);
    return new RegistryParts(
        replica,
        votes,
        registrar,
        keys,
        new KeyCustody(keyStore, keys, clock.wall()),
        new Audit(replica, clock.wall()),
        new StoreHealth(store, writer));
  }

  /**
   * A directory of the format before vote logs gets an empty one; so does one in which nothing was
   * ever decided. Otherwise a missing log is a lost one.
   */
  private static VoteLog openVotes(DataDirectory directory, String machine, Replica replica)
      throws RegistryException {
    SqliteVoteLog.Past past =
        directory.hasVotes() && hasNames(replica)
            ? SqliteVoteLog.Past.MUST_EXIST
            : SqliteVoteLog.Past.MAY_BE_NEW;
    try {
      return SqliteVoteLog.open(directory.votes(), machine, past);
    } catch (RegistryException e) {
      return new BrokenVoteLog(directory.votes(), e);
    }
  }

  private static boolean hasNames(Replica replica) throws RegistryException {
    for (Network network : replica.networks()) {
      if (!replica.page(network, "", 1).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws RegistryException {
    try {
      votes.close();
    } finally {
      replica.close();
    }
  }
}
