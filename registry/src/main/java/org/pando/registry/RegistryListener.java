package org.pando.registry;

/** Hears of changes. Called on the writer thread after the change is stored and published. */
@FunctionalInterface
public interface RegistryListener {
  /** A name was added or changed. */
  void changed(Network network, PublishedName name);
}
