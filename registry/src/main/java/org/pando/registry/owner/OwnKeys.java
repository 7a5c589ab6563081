package org.pando.registry.owner;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.keys.KeyKind;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.record.Config;
import org.pando.registry.record.Holder;
import org.pando.registry.record.Signer;
import org.pando.registry.rule.InvalidException;

/** Which of this node's keys signs what; makes those that are missing. Writer thread. */
public final class OwnKeys {
  /** The label of the owner key that is used when none is named. */
  public static final String DEFAULT = "default";

  /** What follows an owner key's label in the label of its recovery key. */
  public static final String RECOVERY = ".recovery";

  private static final String WITNESS = "witness";
  private static final String NODE = "node";

  private final KeyStore store;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Map<Bytes, SigningKey> opened = new HashMap<>();
  private @Nullable Passphrase passphrase;

  public OwnKeys(KeyStore store, InstantSource clock, SecureRandom random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /** A part of a request that may sign. */
  @FunctionalInterface
  public interface Task<T> {
    T run() throws RegistryException;
  }

  /**
   * Runs a task in which keys under this passphrase can sign; each is opened once.
   *
   * @param passphrase of the request that the task belongs to; null when it has none
   */
  public <T> T using(@Nullable Passphrase passphrase, Task<T> task) throws RegistryException {
    this.passphrase = passphrase;
    try {
      return task.run();
    } finally {
      this.passphrase = null;
      opened.clear();
    }
  }

  /** As {@link #create(String, Passphrase)}, without passphrase. */
  public StoredKey create(String label) throws RegistryException {
    return create(label, null);
  }

  /**
   * Makes an owner key and its recovery key. The recovery key comes first: no owner key is ever
   * without one. A recovery key that an interrupted attempt left is used.
   *
   * @param protection the passphrase that both are put under; null for none
   * @throws RegistryException of kind INVALID when the label is malformed, CONFLICT when it is
   *     taken
   */
  public StoredKey create(String label, @Nullable Passphrase protection) throws RegistryException {
    if (store.findByLabel(label).isPresent()) {
      throw new RegistryException(
          Kind.CONFLICT, "there is a key '" + label + "' already; choose another label");
    }
    StoredKey recovery = existingOrNew(label + RECOVERY, KeyKind.RECOVERY, protection);
    if (protection != null && !recovery.isProtected()) {
      store.rewrite(recovery, recovery.seed(null), protection);
    }
    return store.create(label, KeyKind.OWNER, clock.instant(), recovery.publicKey(), protection);
  }

  /** The keys on this node, and what is wrong with key files that cannot be read. */
  public KeyStore.Listing list() throws RegistryException {
    return store.list();
  }

  /** The label of this node's key with a public key. */
  public Optional<String> labelOf(PublicKey key) throws RegistryException {
    return store.list().keys().stream()
        .filter(stored -> stored.publicKey().equals(key.bytes()))
        .map(StoredKey::label)
        .findFirst();
  }

  /** Whether the owner key that is used when none is named is there. */
  public boolean hasDefault() throws RegistryException {
    return store.findByLabel(DEFAULT).isPresent();
  }

  /** The key that certifies claims for the network this node founds. */
  SigningKey witness() throws RegistryException {
    return signing(existingOrNew(WITNESS, KeyKind.WITNESS, null));
  }

  /** The key that this node is known by among nodes. */
  public SigningKey node() throws RegistryException {
    return signing(existingOrNew(NODE, KeyKind.NODE, null));
  }

  /**
   * The key of a network's one witness; empty when another node is that.
   *
   * @throws RegistryException of kind NO_KEY when this node is, and the key is missing
   */
  Optional<SigningKey> witnessOf(Network network, Config config) throws RegistryException {
    if (find(config.witnesses().getFirst().node()).isEmpty()) {
      return Optional.empty();
    }
    Optional<StoredKey> stored = find(config.witnesses().getFirst().key());
    if (stored.isEmpty()) {
      throw new RegistryException(
          Kind.NO_KEY,
          network.suffixText()
              + ": its witness key is not on this node, so nothing can be claimed here; put the"
              + " file "
              + WITNESS
              + ".key back into the folder keys of the data directory");
    }
    return Optional.of(signing(stored.get()));
  }

  /**
   * The owner key of a label.
   *
   * @throws RegistryException of kind NO_KEY when it is missing or no owner key
   */
  StoredKey owner(String label) throws RegistryException {
    Optional<StoredKey> stored = store.findByLabel(label);
    if (stored.isEmpty()) {
      throw new RegistryException(
          Kind.NO_KEY, "no key '" + label + "' on this node; make it with: pando key new " + label);
    }
    if (stored.get().kind() != KeyKind.OWNER) {
      throw new RegistryException(
          Kind.NO_KEY, "key '" + label + "' is no owner key; choose another one: pando key list");
    }
    return stored.get();
  }

  /** A key as {@link #create} would make it, kept nowhere: for trying a claim out. */
  StoredKey unkept() {
    SigningKey owner = SigningKey.generate(random);
    Bytes recovery = SigningKey.generate(random).publicKey().bytes();
    return StoredKey.of(DEFAULT, KeyKind.OWNER, clock.instant(), recovery, owner.seed());
  }

  /**
   * The first of a name's keys that is on this node and signs now.
   *
   * @param order which of them may sign, the preferred one first
   * @throws RegistryException of kind NO_KEY when none of them is on this node, LOCKED as {@link
   *     #signing}
   */
  Signatory signatory(String fullName, Holder holder, List<Signer> order) throws RegistryException {
    RegistryException failure = null;
    for (Signer signer : order) {
      PublicKey key = holder.key(signer);
      Optional<StoredKey> stored = key == null ? Optional.empty() : find(key);
      if (stored.isPresent()) {
        try {
          return new Signatory(signer, signing(stored.get()));
        } catch (RegistryException e) {
          if (e.kind() != Kind.LOCKED) {
            throw e;
          }
          failure = failure == null ? e : failure;
        }
      }
    }
    throw failure == null ? missing(fullName, holder, order) : failure;
  }

  private static RegistryException missing(String fullName, Holder holder, List<Signer> order) {
    String remedy = "; bring it here with: pando key import FILE";
    String what;
    if (order.contains(Signer.OWNER)) {
      what =
          order.contains(Signer.RECOVERY)
              ? ": neither its owner key nor its recovery key is on this node" + remedy
              : " belongs to a key that is not on this node" + remedy;
    } else if (holder.recovery() == null) {
      what = " has no recovery key, and nothing else can do this";
    } else {
      what = ": its recovery key is not on this node" + remedy;
    }
    return new RegistryException(Kind.NO_KEY, fullName + what);
  }

  /** The public keys of all keys on this node. */
  Set<Bytes> publicKeys() throws RegistryException {
    return store.list().keys().stream().map(StoredKey::publicKey).collect(Collectors.toSet());
  }

  /** Who holds a name that a key owns: with the recovery key it was made with, and locked. */
  static Holder holder(StoredKey key) throws RegistryException {
    PublicKey recovery = recoveryOf(key);
    try {
      return new Holder(
          PublicKey.decode(key.publicKey(), "key '" + key.label() + "'"),
          recovery,
          recovery != null);
    } catch (InvalidException e) {
      throw new RegistryException(Kind.NO_KEY, String.valueOf(e.getMessage()), e);
    }
  }

  /** The first label that no key has: the given one, else with a number after it. */
  String freeLabel(String label) throws RegistryException {
    Set<String> taken =
        store.list().keys().stream().map(StoredKey::label).collect(Collectors.toSet());
    String free = label;
    for (int i = 2; taken.contains(free) || taken.contains(free + RECOVERY); i++) {
      free = label + "-" + i;
    }
    return free;
  }

  /** The key on this node with a label. */
  Optional<StoredKey> byLabel(String label) throws RegistryException {
    return store.findByLabel(label);
  }

  /** The key on this node with a public key. */
  Optional<StoredKey> find(PublicKey key) throws RegistryException {
    return store.findByPublicKey(key.bytes());
  }

  /**
   * A key that signs.
   *
   * @throws RegistryException of kind LOCKED when the passphrase of the task under way ({@link
   *     #using}) is missing or does not open it
   */
  SigningKey signing(StoredKey key) throws RegistryException {
    SigningKey known = opened.get(key.publicKey());
    if (known != null) {
      return known;
    }
    SigningKey signing = SigningKey.ofSeed(key.seed(passphrase));
    if (key.isProtected()) {
      opened.put(key.publicKey(), signing);
    }
    return signing;
  }

  /** The public key that can take a key's names back; null when it has none. */
  private static @Nullable PublicKey recoveryOf(StoredKey key) throws RegistryException {
    Bytes recovery = key.recovery();
    try {
      return recovery == null ? null : PublicKey.decode(recovery, "recovery key");
    } catch (InvalidException e) {
      throw new RegistryException(
          Kind.NO_KEY,
          "key '" + key.label() + "': its recovery key is no public key; restore a backup of it",
          e);
    }
  }

  /** The passphrase of the task under way. */
  @Nullable Passphrase passphrase() {
    return passphrase;
  }

  private StoredKey existingOrNew(String label, KeyKind kind, @Nullable Passphrase protection)
      throws RegistryException {
    Optional<StoredKey> stored = store.findByLabel(label);
    return stored.isPresent()
        ? stored.get()
        : store.create(label, kind, clock.instant(), null, protection);
  }
}
