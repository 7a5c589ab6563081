package org.pando.resolver.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.ZBase32;
import org.pando.registry.keys.KeyKind;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.owner.OwnKeys;
import org.pando.resolver.control.KeyInfo;
import org.pando.resolver.control.KeyService;

/** {@code pando key}: the owner keys, by way of the writer thread. Virtual threads. */
final class ControlKeys implements KeyService {
  private final OwnKeys keys;
  private final WriterThread writer;
  private final Path directory;

  /**
   * @param directory where the key files lie
   */
  ControlKeys(OwnKeys keys, WriterThread writer, Path directory) {
    this.keys = keys;
    this.writer = writer;
    this.directory = directory;
  }

  @Override
  public KeyInfo create(@Nullable String label) throws RegistryException {
    return info(writer.call(() -> keys.create(label == null ? OwnKeys.DEFAULT : label)));
  }

  @Override
  public List<KeyInfo> list() throws RegistryException {
    return writer.call(keys::list).keys().stream()
        .filter(key -> key.kind() == KeyKind.OWNER)
        .sorted(Comparator.comparing((StoredKey key) -> !key.label().equals(OwnKeys.DEFAULT)))
        .map(this::info)
        .toList();
  }

  /** A key as people see it, without its secret. */
  KeyInfo info(StoredKey key) {
    Bytes recovery = key.recovery();
    Path recoveryFile = file(key.label() + OwnKeys.RECOVERY);
    return new KeyInfo(
        key.label(),
        ZBase32.encode(key.publicKey()),
        file(key.label()).toString(),
        recovery == null ? null : ZBase32.encode(recovery),
        Files.exists(recoveryFile) ? recoveryFile.toString() : null);
  }

  private Path file(String label) {
    return directory.resolve(label + ".key");
  }
}
