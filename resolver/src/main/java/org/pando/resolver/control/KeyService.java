package org.pando.resolver.control;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.RegistryException;

/** The owner keys of this node. Called on a thread that may block. */
public interface KeyService {
  /**
   * Makes an owner key and its recovery key; both are on disk when the call returns.
   *
   * @param label one word; null = {@code default} when there is no such key yet
   * @throws RegistryException INVALID for a label that is no word, CONFLICT when it exists
   */
  KeyInfo create(@Nullable String label) throws RegistryException;

  /** All keys, the default one first. */
  List<KeyInfo> list() throws RegistryException;
}
