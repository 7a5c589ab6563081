package org.pando.resolver.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.ZBase32;
import org.pando.registry.keys.KeyKind;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.owner.KeyCustody;
import org.pando.registry.owner.OwnKeys;
import org.pando.resolver.control.KeyImport;
import org.pando.resolver.control.KeyInfo;
import org.pando.resolver.control.KeySecret;
import org.pando.resolver.control.KeyService;

/** {@code pando key}, by way of the writer thread. Virtual threads. */
final class ControlKeys implements KeyService {
  private static final int WORDS_PER_LINE = 6;

  private final OwnKeys keys;
  private final KeyCustody custody;
  private final WriterThread writer;

  ControlKeys(RegistryParts registry, WriterThread writer) {
    this.keys = registry.keys();
    this.custody = registry.custody();
    this.writer = writer;
  }

  @Override
  public KeyInfo create(@Nullable String label, @Nullable Passphrase protection)
      throws RegistryException {
    return open(null, () -> info(keys.create(label == null ? OwnKeys.DEFAULT : label, protection)));
  }

  @Override
  public KeyList list() throws RegistryException {
    KeyStore.Listing listing = writer.call(keys::list);
    List<KeyInfo> infos = new ArrayList<>();
    listing.files().forEach((file, key) -> infos.add(info(file, key, listing)));
    infos.sort(
        Comparator.comparing(KeyInfo::kind)
            .thenComparing(key -> !key.label().equals(OwnKeys.DEFAULT)));
    return new KeyList(infos, listing.problems());
  }

  @Override
  public KeyInfo protect(String label, @Nullable Passphrase present, @Nullable Passphrase next)
      throws RegistryException {
    return open(present, () -> info(custody.protect(label, next)));
  }

  @Override
  public KeySecret exportFile(String label) throws RegistryException {
    return open(null, () -> new KeySecret(label, custody.fileText(label)));
  }

  @Override
  public KeySecret exportWords(String label, @Nullable Passphrase passphrase)
      throws RegistryException {
    List<String> words = open(passphrase, () -> custody.words(label));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words.size(); i++) {
      text.append(words.get(i)).append((i + 1) % WORDS_PER_LINE == 0 ? '\n' : ' ');
    }
    return new KeySecret(label, text.toString());
  }

  @Override
  public KeyInfo add(KeyImport secret, @Nullable Passphrase passphrase) throws RegistryException {
    return open(passphrase, () -> info(add(secret)));
  }

  private StoredKey add(KeyImport secret) throws RegistryException {
    return switch (secret) {
      case KeyImport.File file ->
          custody.addFile(file.name(), file.text(), Optional.ofNullable(file.label()));
      case KeyImport.Words words ->
          custody.addWords(
              words.words(),
              kind(words.kind()),
              Optional.ofNullable(words.label()),
              Optional.ofNullable(words.recovery()));
    };
  }

  /** A key that was just made, as people see it. */
  KeyInfo made(StoredKey key) throws RegistryException {
    return writer.call(() -> info(key));
  }

  /** Runs a task that may open a key, on the writer thread. */
  private <T> T open(@Nullable Passphrase passphrase, OwnKeys.Task<T> task)
      throws RegistryException {
    return writer.call(() -> keys.using(passphrase, task));
  }

  private KeyInfo info(StoredKey key) throws RegistryException {
    KeyStore.Listing listing = keys.list();
    for (Map.Entry<Path, StoredKey> file : listing.files().entrySet()) {
      if (file.getValue().publicKey().equals(key.publicKey())) {
        return info(file.getKey(), file.getValue(), listing);
      }
    }
    throw new IllegalStateException("no file of " + key);
  }

  /** A key as people see it, without its secret. */
  private static KeyInfo info(Path file, StoredKey key, KeyStore.Listing all) {
    Bytes recovery = key.recovery();
    return new KeyInfo(
        key.label(),
        kind(key.kind()),
        ZBase32.encode(key.publicKey()),
        file.toString(),
        key.isProtected(),
        recovery == null ? null : ZBase32.encode(recovery),
        recovery == null
            ? null
            : all.fileOf(other -> other.publicKey().equals(recovery))
                .map(Path::toString)
                .orElse(null));
  }

  private static KeyInfo.Kind kind(KeyKind kind) {
    return switch (kind) {
      case OWNER -> KeyInfo.Kind.OWNER;
      case RECOVERY -> KeyInfo.Kind.RECOVERY;
      case WITNESS -> KeyInfo.Kind.WITNESS;
      case NODE -> KeyInfo.Kind.NODE;
    };
  }

  private static KeyKind kind(KeyInfo.Kind kind) {
    return switch (kind) {
      case OWNER -> KeyKind.OWNER;
      case RECOVERY -> KeyKind.RECOVERY;
      case WITNESS -> KeyKind.WITNESS;
      case NODE -> KeyKind.NODE;
    };
  }
}
