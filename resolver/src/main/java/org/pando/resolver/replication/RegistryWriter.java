package org.pando.resolver.replication;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.pando.registry.RegistryException;

/** The thread that writes the registry. */
public interface RegistryWriter extends Executor {
  /** Runs a task there and waits for what it gives. */
  <T> T call(Callable<T> task) throws RegistryException;
}
