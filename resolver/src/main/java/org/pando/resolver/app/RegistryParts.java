package org.pando.resolver.app;

import org.pando.registry.RegistryException;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.keys.Argon2Cost;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.owner.KeyCustody;
import org.pando.registry.owner.OwnKeys;
import org.pando.registry.owner.Registrar;
import org.pando.registry.replica.Audit;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.DataDirectory;
import org.pando.registry.store.SqliteStore;

/**
 * The registry of a running node.
 *
 * @param replica read by any thread, written on the writer thread
 * @param registrar on the writer thread
 * @param keys on the writer thread
 * @param custody on the writer thread
 * @param audit on the writer thread
 * @param health any thread
 */
record RegistryParts(
    Replica replica,
    Registrar registrar,
    OwnKeys keys,
    KeyCustody custody,
    Audit audit,
    StoreHealth health) {
  /**
   * Opens the store, of which nothing is loaded yet, and founds the first network on a new node.
   */
  static RegistryParts open(DataDirectory directory, WriterThread writer, NodeClock clock)
      throws RegistryException {
    return writer.call(() -> onWriterThread(directory, writer, clock));
  }

  private static RegistryParts onWriterThread(
      DataDirectory directory, WriterThread writer, NodeClock clock) throws RegistryException {
    SqliteStore store = SqliteStore.open(directory.database());
    Replica replica = Replica.open(store, SignatureVerifier.PINNED, clock.random().nextLong());
    KeyStore keyStore = new KeyStore(directory.keys(), clock.random(), Argon2Cost.RECOMMENDED);
    OwnKeys keys = new OwnKeys(keyStore, clock.wall(), clock.random());
    Registrar registrar = new Registrar(replica, keys, clock.wall(), clock.random());
    registrar.foundHome();
    return new RegistryParts(
        replica,
        registrar,
        keys,
        new KeyCustody(keyStore, keys, clock.wall()),
        new Audit(replica, clock.wall()),
        new StoreHealth(store, writer));
  }
}
