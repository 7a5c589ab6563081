package org.pando.resolver.app;

import java.util.ArrayList;
import java.util.List;
import org.pando.registry.zone.Rr;
import org.pando.resolver.answer.RegistryNames;
import org.pando.resolver.config.Config;
import org.pando.resolver.config.ConfigResult;
import org.pando.resolver.config.LocalRecord;
import org.pando.resolver.config.Problem;
import org.pando.resolver.local.LocalNamesLoader;
import org.pando.resolver.local.OwnedRr;
import org.xbill.DNS.Name;

/** What the configuration says about local names, checked against the joined networks. */
final class LocalNameSettings {
  private LocalNameSettings() {}

  /**
   * @throws StartException when a local record is under a joined network's suffix
   */
  static LocalNamesLoader.Settings of(ConfigResult.Loaded loaded, RegistryNames registry)
      throws StartException {
    Config config = loaded.config();
    List<OwnedRr> records = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < config.records().size(); i++) {
      LocalRecord block = config.records().get(i);
      for (Rr rr : block.rrs()) {
        OwnedRr record = new OwnedRr(block.owner(rr), rr);
        records.add(record);
        if (registry.contains(record.owner())) {
          problems.add(taken(record.owner(), "record[" + i + "].records", loaded));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new StartException(Configuration.text(problems));
    }
    return new LocalNamesLoader.Settings(
        config.dns().specialNames(),
        config.upstreams().stream()
            .flatMap(upstream -> upstream.domains().stream())
            .distinct()
            .map(domain -> Name.fromConstantString(domain + "."))
            .toList(),
        records,
        config.hosts().files(),
        loaded.isGiven("hosts.files"));
  }

  private static Problem taken(Name owner, String path, ConfigResult.Loaded loaded) {
    String name = owner.toString(true);
    return new Problem(
        loaded.placeOf(path),
        "[[record]] " + name + " is under the suffix of a network, whose names are in the registry",
        "remove it here and use: pando register, or pando update");
  }
}
