package org.pando.registry.owner;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.ZBase32;
import org.pando.registry.keys.KeyKind;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.keys.Mnemonic;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.rule.InvalidException;

/**
 * What people do with the keys themselves: protect them, take copies, bring them here. Writer
 * thread; a protected key is opened as {@link OwnKeys#using} says.
 */
public final class KeyCustody {
  private final KeyStore store;
  private final OwnKeys keys;
  private final InstantSource clock;

  public KeyCustody(KeyStore store, OwnKeys keys, InstantSource clock) {
    this.store = store;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Puts an owner or recovery key under another passphrase.
   *
   * @param next null for none
   * @throws RegistryException of kind NO_KEY when it is not here, LOCKED when it cannot be opened,
   *     INVALID when it is of another kind
   */
  public StoredKey protect(String label, @Nullable Passphrase next) throws RegistryException {
    StoredKey key = find(label);
    if (!isForPeople(key.kind())) {
      throw new RegistryException(
          Kind.INVALID,
          "key '"
              + label
              + "' signs when nobody is there to type a passphrase; only owner and recovery keys"
              + " can have one");
    }
    return store.rewrite(key, seed(key), next);
  }

  /**
   * The text of a key's file; a protected key stays under its passphrase.
   *
   * @throws RegistryException of kind NO_KEY when it is not here
   */
  public String fileText(String label) throws RegistryException {
    return find(label).fileText();
  }

  /**
   * The words of an owner or recovery key.
   *
   * @throws RegistryException as {@link #protect}
   */
  public List<String> words(String label) throws RegistryException {
    StoredKey key = find(label);
    if (!isForPeople(key.kind())) {
      throw new RegistryException(
          Kind.INVALID,
          "key '"
              + label
              + "': only owner and recovery keys are written as words; copy its file with: pando"
              + " key export "
              + label);
    }
    return Mnemonic.words(seed(key));
  }

  /**
   * Keeps the key of a file. A protected one is opened, which shows that it is whole, and stays
   * under its passphrase.
   *
   * @param name the file's, for messages
   * @param label what to call it here; none: as in the file
   * @throws RegistryException of kind INVALID when it is no usable key file, CONFLICT when the key
   *     or its label is here, LOCKED when it cannot be opened
   */
  public StoredKey addFile(String name, String text, Optional<String> label)
      throws RegistryException {
    StoredKey key = StoredKey.ofFile(name, text);
    if (key.isProtected() && !isForPeople(key.kind())) {
      throw new RegistryException(
          Kind.INVALID,
          name
              + ": is under a passphrase, but only owner and recovery keys can be; export the key"
              + " from its own node again");
    }
    if (key.recovery() != null) {
      checkRecovery(key.recovery(), name + ", line 'recovery'");
    }
    String called = label.orElse(key.label());
    store.checkAbsent(key, called);
    Passphrase kept = key.isProtected() ? keys.passphrase() : null;
    return store.add(key, called, seed(key), kept);
  }

  /**
   * Keeps the key of 24 words, without passphrase.
   *
   * @param label what to call it here; none: as the first key of its kind is called
   * @param recovery the public key that can take its names back, z-base-32; only for an owner key
   * @throws RegistryException of kind INVALID when a word or another argument is wrong, CONFLICT
   *     when the key or its label is here
   */
  public StoredKey addWords(
      String words, KeyKind kind, Optional<String> label, Optional<String> recovery)
      throws RegistryException {
    boolean owner =
        switch (kind) {
          case OWNER -> true;
          case RECOVERY -> false;
          case WITNESS, NODE ->
              throw new RegistryException(
                  Kind.INVALID, "only owner and recovery keys come from words; give a key file");
        };
    if (!owner && recovery.isPresent()) {
      throw new RegistryException(
          Kind.INVALID, "a recovery key has no recovery key of its own; leave it out");
    }
    Bytes seed = Mnemonic.seed(words);
    Bytes recoveryKey = recovery.isPresent() ? recoveryKey(recovery.get()) : null;
    String usual = owner ? OwnKeys.DEFAULT : OwnKeys.DEFAULT + OwnKeys.RECOVERY;
    String called = label.orElse(usual);
    StoredKey key = StoredKey.of(called, kind, clock.instant(), recoveryKey, seed);
    if (recoveryKey != null && key.publicKey().equals(recoveryKey)) {
      throw new RegistryException(
          Kind.INVALID, "the words are those of the recovery key itself; give the owner key's");
    }
    return store.add(key, called, seed, null);
  }

  private Bytes seed(StoredKey key) throws RegistryException {
    return keys.signing(key).seed();
  }

  private static Bytes recoveryKey(String text) throws RegistryException {
    try {
      Bytes key = ZBase32.decode(text);
      checkRecovery(key, "recovery key " + text);
      return key;
    } catch (InvalidException e) {
      throw new RegistryException(
          Kind.INVALID,
          "recovery key " + e.getMessage() + "; give the 52 characters that pando show prints",
          e);
    }
  }

  private static void checkRecovery(Bytes key, String where) throws RegistryException {
    try {
      PublicKey.decode(key, where);
    } catch (InvalidException e) {
      throw new RegistryException(Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  /** Whether a person is there when the key is needed. */
  private static boolean isForPeople(KeyKind kind) {
    return switch (kind) {
      case OWNER, RECOVERY -> true;
      case WITNESS, NODE -> false;
    };
  }

  private StoredKey find(String label) throws RegistryException {
    Optional<StoredKey> key = store.findByLabel(label);
    if (key.isEmpty()) {
      throw new RegistryException(
          Kind.NO_KEY, "no key '" + label + "' on this node; see: pando key list");
    }
    return key.get();
  }
}
