package org.pando.registry.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.Bytes;
import org.pando.registry.NameState;
import org.pando.registry.Network;
import org.pando.registry.Published;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.idn.InternationalLabel;
import org.pando.registry.keys.Argon2Cost;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.policy.BundleRules;
import org.pando.registry.policy.Validity;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.Terms;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.SqliteStore;
import org.pando.registry.store.SqliteVoteLog;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;

class RegistrarTest {
  private static final int TYPE_A = 1;
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;
  private Instant now = BEGIN;
  private Replica replica;
  private OwnKeys keys;
  private SqliteVoteLog votes;
  private Registrar registrar;
  private Network home;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(directory.resolve("keys"));
    open();
  }

  private void open() throws RegistryException {
    SecureRandom random = new SecureRandom();
    replica =
        Replica.open(
            SqliteStore.open(directory.resolve("registry.db")), SignatureVerifier.PINNED, 1);
    assertFalse(replica.load(Integer.MAX_VALUE));
    keys =
        new OwnKeys(
            new KeyStore(directory.resolve("keys"), random, Argon2Cost.RECOMMENDED),
            () -> now,
            random);
    votes =
        SqliteVoteLog.open(
            directory.resolve("witness.db"), "this computer", SqliteVoteLog.Past.MAY_BE_NEW);
    registrar =
        new Registrar(
            new Registrar.Surroundings(replica, keys, votes, directory), () -> now, random);
    registrar.foundHome();
    home = replica.networks().getFirst();
  }

  private void close() throws RegistryException {
    votes.close();
    replica.close();
  }

  private static ZoneBody zone(int lastOctet) throws Exception {
    Bytes address = Bytes.of((byte) 192, (byte) 0, (byte) 2, (byte) lastOctet);
    return ZoneBody.of(List.of(new Rr(Rr.APEX, TYPE_A, 300, address)));
  }

  private Registrar.Outcome register(String label) throws Exception {
    return TestNode.done(registrar.register(home, label, zone(1), Optional.empty(), false));
  }

  private static Kind refusal(Executable attempt) {
    return assertThrows(RegistryException.class, attempt).kind();
  }

  private Published.Served published(String label) {
    byte[] wire = new byte[1 + label.length()];
    wire[0] = (byte) label.length();
    System.arraycopy(label.getBytes(StandardCharsets.US_ASCII), 0, wire, 1, label.length());
    return (Published.Served) replica.find(home, wire, 0, false);
  }

  @Test
  void aNewNodeFoundsItsNetworkOnce() throws Exception {
    assertEquals("home.alt", home.suffixText());
    assertEquals(1, home.witnesses());
    close();
    open();
    assertEquals(List.of(home), replica.networks());
  }

  @Test
  void aRegisteredNameIsValidPublishedAndSurvivesARestart() throws Exception {
    Registrar.Outcome outcome = register("blog");
    assertTrue(outcome.changed());
    assertNotNull(outcome.created(), "the first key is made and said to be");
    assertEquals(BEGIN.getEpochSecond() + Terms.CLOSED.lease(), outcome.name().leaseUntil());
    Bundle bundle = Objects.requireNonNull(replica.get(home, "blog"));
    BundleRules rules = new BundleRules(replica.rules(home), SignatureVerifier.PINNED);
    assertEquals(new Validity.Valid(bundle), rules.check(bundle.encode()));
    close();
    open();
    assertEquals(NameState.ACTIVE, published("blog").state());
    assertEquals(zone(1).encode(), published("blog").body());
    assertNull(register("wiki").created(), "the key is there already");
  }

  @Test
  void theRecoveryKeyCanLeaveTheComputer() throws Exception {
    register("blog");
    Files.delete(directory.resolve("keys/default.recovery.key"));
    register("wiki");
    assertEquals(
        Ownership.of(Objects.requireNonNull(replica.get(home, "blog"))).holder(),
        Ownership.of(Objects.requireNonNull(replica.get(home, "wiki"))).holder());
  }

  @Test
  @Tag("I1")
  void aHeldNameIsTaken() throws Exception {
    register("blog");
    assertEquals(Kind.TAKEN, refusal(() -> register("blog")));
    keys.create("other");
    assertEquals(
        Kind.TAKEN,
        refusal(() -> registrar.register(home, "blog", zone(2), Optional.of("other"), false)));
    assertEquals(zone(1).encode(), published("blog").body());
  }

  /** Rule A4: claimable only when lease and grace are over. */
  @Test
  @Tag("case-37")
  void aLapsedNameCanBeClaimedAfterTheGraceTime() throws Exception {
    register("blog");
    keys.create("other");
    now = BEGIN.plusSeconds(Terms.CLOSED.lease() + Terms.CLOSED.grace());
    assertEquals(
        Kind.TAKEN,
        refusal(() -> registrar.register(home, "blog", zone(2), Optional.of("other"), false)));
    assertEquals(NameState.ACTIVE, published("blog").state(), "a lapse stops no answer");
    now = now.plusSeconds(1);
    Registrar.Outcome outcome =
        TestNode.done(registrar.register(home, "blog", zone(2), Optional.of("other"), false));
    assertEquals(1, outcome.name().g());
    assertEquals(1, outcome.name().tenure());
    assertEquals(zone(2).encode(), published("blog").body());
  }

  @Test
  void anUpdatePublishesTheNextSequenceNumber() throws Exception {
    register("blog");
    Registrar.Outcome outcome =
        registrar.update(home, "blog", present -> zone2(), Optional.of(1L), false);
    assertEquals(2, outcome.name().seq());
    assertEquals(zone(2).encode(), published("blog").body());
    Registrar.Outcome same =
        registrar.update(home, "blog", present -> present, Optional.empty(), false);
    assertFalse(same.changed());
    assertEquals(2, published("blog").seq());
  }

  private static ZoneBody zone2() {
    try {
      return zone(2);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anUpdateThatExpectsAnotherSequenceNumberIsAConflict() throws Exception {
    register("blog");
    assertEquals(
        Kind.CONFLICT,
        refusal(() -> registrar.update(home, "blog", p -> zone2(), Optional.of(7L), false)));
    assertEquals(1, published("blog").seq());
  }

  @Test
  void onlyTheOwnersKeyUpdates() throws Exception {
    register("blog");
    Files.delete(directory.resolve("keys/default.key"));
    assertEquals(
        Kind.NO_KEY,
        refusal(() -> registrar.update(home, "blog", p -> zone2(), Optional.empty(), false)));
    assertEquals(
        Kind.NOT_FOUND,
        refusal(() -> registrar.update(home, "no", p -> zone2(), Optional.empty(), false)));
  }

  @Test
  void withoutTheWitnessKeyNothingCanBeClaimed() throws Exception {
    Files.delete(directory.resolve("keys/witness.key"));
    assertEquals(Kind.NO_KEY, refusal(() -> register("blog")));
  }

  @Test
  void aDryRunChangesNothing() throws Exception {
    Registrar.Outcome outcome =
        TestNode.done(registrar.register(home, "blog", zone(1), Optional.empty(), true));
    assertEquals(1, outcome.name().seq());
    assertNull(replica.get(home, "blog"));
    assertFalse(keys.hasDefault());
    register("blog");
    registrar.update(home, "blog", p -> zone2(), Optional.empty(), true);
    assertEquals(1, published("blog").seq());
  }

  @Test
  void keysThatAreMissingOrOfAnotherKindAreNamed() {
    assertEquals(
        Kind.NO_KEY,
        refusal(() -> registrar.register(home, "blog", zone(1), Optional.of("nokey"), false)));
    assertEquals(
        Kind.NO_KEY,
        refusal(() -> registrar.register(home, "blog", zone(1), Optional.of("witness"), false)));
  }

  @Test
  void namesAreListedAndShown() throws Exception {
    register("a");
    register("b");
    assertEquals(2, replica.extent(home).names());
    assertEquals("a", registrar.show(home, "a").key());
    assertEquals(Kind.NOT_FOUND, refusal(() -> registrar.show(home, "c")));
  }

  private String refusalToRegister(String label) throws Exception {
    RegistryException e = assertThrows(RegistryException.class, () -> register(label), label);
    assertEquals(Kind.TAKEN, e.kind());
    return String.valueOf(e.getMessage());
  }

  @Test
  @Tag("case-36")
  void aNameThatLooksLikeAHeldOneIsRefused() throws Exception {
    register("paere");
    assertEquals(
        "xn--pre-yla.home.alt (pære.home.alt) looks like paere.home.alt, which is registered;"
            + " choose a label that cannot be mistaken for it",
        refusalToRegister(ascii("pære")));
    register(ascii("sınır"));
    assertEquals(
        "sinir.home.alt looks like xn--snr-juab.home.alt (sınır.home.alt), which is registered;"
            + " choose a label that cannot be mistaken for it",
        refusalToRegister("sinir"));
    register(ascii("カラ"));
    refusalToRegister(ascii("力ラ"));
    replica.close();
    open();
    refusalToRegister("sinir");
  }

  private static String ascii(String label) throws Exception {
    return InternationalLabel.of(label).ascii();
  }

  /** Nobody is shown such a label in its own letters, so it must not keep others from theirs. */
  @Test
  void whatIsNeverShownLooksLikeNothing() throws Exception {
    register(ascii("сосо"));
    register("xn--ls8h");
    register("coco");
    register("rnodern");
    register("modern");
  }
}
