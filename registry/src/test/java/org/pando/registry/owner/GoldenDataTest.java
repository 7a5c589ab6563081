package org.pando.registry.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pando.registry.Network;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.keys.Argon2Cost;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.replica.Audit;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.DataDirectory;
import org.pando.registry.store.Sharing;
import org.pando.registry.store.SqliteStore;
import org.pando.registry.store.SqliteVoteLog;

/**
 * Data directories of every format that was ever released open forever: what they hold is the same,
 * verifies, and can be worked on. The directory of a new format is made by {@code
 * golden/make-data.sh}; what is expected of it is written by running this test with {@code
 * -Dpando.golden=write}. Read it, and commit both; what is committed is never changed.
 */
class GoldenDataTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  /** After they were made, before the first of their leases ends. */
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-27T00:00:00Z"));

  @TempDir private Path home;

  static Stream<String> directories() throws IOException {
    try (Stream<Path> children = Files.list(GOLDEN)) {
      return children
          .map(child -> child.getFileName().toString())
          .filter(name -> name.startsWith("data-") && !name.endsWith(".txt"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("directories")
  void opens(String name) throws Exception {
    Path path = copy(GOLDEN.resolve(name), home.resolve(name));
    try (DataDirectory directory = DataDirectory.open(path);
        Replica replica =
            Replica.open(SqliteStore.open(directory.database()), SignatureVerifier.PINNED, 1);
        SqliteVoteLog votes = openVotes(directory)) {
      assertFalse(replica.load(Integer.MAX_VALUE));
      OwnKeys keys = keys(directory);
      Registrar registrar =
          new Registrar(
              new Registrar.Surroundings(replica, keys, votes, path), CLOCK, new SecureRandom());
      expect(name, describe(replica, keys));
      verifyAll(replica);
      goOn(directory, registrar, replica, keys);
    }
  }

  private static SqliteVoteLog openVotes(DataDirectory directory) throws RegistryException {
    return SqliteVoteLog.open(
        directory.votes(),
        "another",
        directory.hasVotes() ? SqliteVoteLog.Past.MUST_EXIST : SqliteVoteLog.Past.MAY_BE_NEW);
  }

  private static OwnKeys keys(DataDirectory directory) {
    SecureRandom random = new SecureRandom();
    return new OwnKeys(
        new KeyStore(directory.keys(), random, Argon2Cost.RECOMMENDED), CLOCK, random);
  }

  private static List<String> describe(Replica replica, OwnKeys keys) throws RegistryException {
    List<String> lines = new ArrayList<>();
    for (Network network : replica.networks()) {
      lines.add(network.suffix() + " " + network.id());
      Sharing sharing = replica.sharing(network);
      if (sharing != null) {
        lines.add(sharing.toString());
      }
      for (Replica.Entry entry : replica.page(network, "", 99)) {
        lines.add(
            describe(
                Ownership.of(Objects.requireNonNull(replica.get(network, entry.key()))), keys));
      }
    }
    return lines;
  }

  private static String describe(Ownership name, OwnKeys keys) throws RegistryException {
    PublicKey owner = name.owner();
    return String.join(
        " ",
        name.key(),
        name.state().toString(),
        "g" + name.g(),
        "tenure" + name.tenure(),
        "until" + name.leaseUntil(),
        "seq" + name.seq(),
        owner == null ? "nobody" : keys.labelOf(owner).orElse("foreign"),
        name.records() == null ? "-" : name.records().encode().toHex());
  }

  private static void expect(String directory, List<String> lines) throws IOException {
    Path expected = GOLDEN.resolve(directory + ".txt");
    if ("write".equals(System.getProperty("pando.golden")) && !Files.exists(expected)) {
      Path _ = Files.write(expected, lines);
    }
    assertEquals(Files.readAllLines(expected), lines);
  }

  private static void verifyAll(Replica replica) throws RegistryException {
    Audit audit = new Audit(replica, CLOCK);
    boolean more = true;
    while (more) {
      more = audit.step(10);
    }
    List<Replica.Extent> extents = replica.networks().stream().map(replica::extent).toList();
    assertEquals(0, extents.stream().mapToInt(Replica.Extent::damaged).sum());
    assertEquals(extents.stream().mapToInt(Replica.Extent::names).sum(), audit.report().verified());
  }

  /** Its owner's keys sign, and its witness does once it is told that this is the only copy. */
  private static void goOn(
      DataDirectory directory, Registrar registrar, Replica replica, OwnKeys keys)
      throws RegistryException {
    Network network = replica.networks().getFirst();
    long seq = registrar.show(network, "blog").seq();
    Registrar.Outcome _ =
        registrar.update(network, "blog", _ -> TestNode.zone(1), Optional.empty(), false);
    assertEquals(seq + 1, registrar.show(network, "blog").seq());
    assertEquals(directory.hasVotes(), registrar.suspension().isPresent());
    if (directory.hasVotes()) {
      List<String> _ = registrar.resumeWitness();
    }
    String key =
        keys.list().keys().stream()
            .map(StoredKey::label)
            .filter("locked"::equals)
            .findAny()
            .orElse(OwnKeys.DEFAULT);
    try (Passphrase passphrase = Passphrase.of("golden".toCharArray())) {
      Progress _ =
          keys.using(
              passphrase,
              () -> registrar.register(network, "more", TestNode.zone(2), Optional.of(key), false));
    }
    assertEquals(1, registrar.show(network, "more").seq());
  }

  /** With the rights that such files have. */
  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Path target = to.resolve(from.relativize(file));
              Path _ = Files.copy(file, target);
              Path _ =
                  Files.setPosixFilePermissions(
                      target,
                      PosixFilePermissions.fromString(
                          Files.isDirectory(file) ? "rwx------" : "rw-------"));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return to;
  }
}
