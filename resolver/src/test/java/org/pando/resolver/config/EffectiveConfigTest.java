package org.pando.resolver.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectiveConfigTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "full-mapping.toml",
        "valid/contract-without-missing-parts.toml",
        "merge/append/pando.toml"
      })
  void effectiveConfigurationReadAgainIsTheSame(String name) throws Exception {
    ConfigResult.Loaded loaded = Cases.load(Cases.folder(name), Cases.EVERYTHING);
    assertEquals(loaded.config(), readAgain(loaded, Cases.EVERYTHING).config());
  }

  @Test
  void effectiveDefaultsReadAgainAreTheSame() throws Exception {
    for (Set<Capability> available : List.of(Capability.IN_THIS_VERSION, Cases.EVERYTHING)) {
      ConfigResult.Loaded defaults = Cases.defaults(available);
      assertEquals(defaults.config(), readAgain(defaults, available).config());
    }
  }

  private ConfigResult.Loaded readAgain(ConfigResult.Loaded loaded, Set<Capability> available)
      throws Exception {
    Path file = folder.resolve("pando.toml");
    Files.writeString(file, EffectiveConfig.toToml(loaded, available));
    return Cases.load(file, available);
  }

  @Test
  void effectiveConfigurationOfThisVersion() {
    assertEquals(
        Cases.text(Cases.folder("effective-defaults.toml")),
        EffectiveConfig.toToml(
            Cases.defaults(Capability.IN_THIS_VERSION), Capability.IN_THIS_VERSION));
  }
}
