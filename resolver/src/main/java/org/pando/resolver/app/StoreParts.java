package org.pando.resolver.app;

import org.pando.registry.RegistryException;
import org.pando.registry.store.DataDirectory;

/**
 * The registry's parts: the store, the thread that writes to it, and what looks after it from time
 * to time. Started in this order, stopped in reverse.
 */
record StoreParts(
    DataDirectory directory,
    WriterThread writer,
    RegistryParts registry,
    Housekeeping housekeeping,
    ReaderThread readers) {
  static StoreParts open(NodeSettings settings, NodeClock clock, Parts parts)
      throws RegistryException, StartException {
    DataDirectory directory = parts.add(DataDirectory.open(settings.dataDirectory()));
    WriterThread writer = parts.add(new WriterThread());
    RegistryParts registry = RegistryParts.open(directory, settings.machine(), writer, clock);
    parts.add(() -> writer.run(registry::close));
    Housekeeping housekeeping = parts.add(new Housekeeping(Node.threads("housekeeping")));
    ReaderThread readers = parts.add(new ReaderThread(directory.database()));
    new RegistryLoading(registry.replica(), writer).begin();
    registry.health().check(readers);
    new RegistryAudit(registry.audit()::step, writer, housekeeping).begin();
    return new StoreParts(directory, writer, registry, housekeeping, readers);
  }
}
