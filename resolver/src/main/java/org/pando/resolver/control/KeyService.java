package org.pando.resolver.control;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;

/**
 * The keys of this node. Called on a thread that may block; a change is on disk when the call
 * returns. A key that cannot be opened is LOCKED, one that is not there NO_KEY.
 */
public interface KeyService {
  /**
   * What there is.
   *
   * @param keys owner keys first, the default one before the others, then those of other kinds
   * @param problems one message for each key file that cannot be used
   */
  record KeyList(List<KeyInfo> keys, List<String> problems) {}

  /**
   * Makes an owner key and its recovery key.
   *
   * @param label one word; null = {@code default} when there is no such key yet
   * @param protection the passphrase to put both under; null for none
   * @throws RegistryException INVALID for a label that is no word, CONFLICT when it exists
   */
  KeyInfo create(@Nullable String label, @Nullable Passphrase protection) throws RegistryException;

  /** All keys. */
  KeyList list() throws RegistryException;

  /**
   * Puts an owner or recovery key under another passphrase.
   *
   * @param present what opens it now; null when nothing was given
   * @param next what is to open it from now on; null for nothing
   * @throws RegistryException INVALID for a key of another kind
   */
  KeyInfo protect(String label, @Nullable Passphrase present, @Nullable Passphrase next)
      throws RegistryException;

  /** The text of a key's file; a protected key stays under its passphrase. */
  KeySecret exportFile(String label) throws RegistryException;

  /**
   * An owner or recovery key as 24 words.
   *
   * @param passphrase of the key; null when none was given
   * @throws RegistryException INVALID for a key of another kind
   */
  KeySecret exportWords(String label, @Nullable Passphrase passphrase) throws RegistryException;

  /**
   * Keeps a key from elsewhere. A protected one is opened, to see that it is whole, and stays under
   * its passphrase.
   *
   * @param passphrase of the key; null when none was given
   * @throws RegistryException INVALID when the secret is malformed, CONFLICT when the key or its
   *     label is here
   */
  KeyInfo add(KeyImport secret, @Nullable Passphrase passphrase) throws RegistryException;
}
