package org.pando.registry.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.pando.registry.Bytes;
import org.pando.registry.Network;
import org.pando.registry.Passphrase;
import org.pando.registry.RegistryException;
import org.pando.registry.RegistryException.Kind;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.crypto.ZBase32;
import org.pando.registry.keys.Argon2Cost;
import org.pando.registry.keys.KeyKind;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.keys.StoredKey;
import org.pando.registry.replica.Replica;
import org.pando.registry.store.SqliteStore;
import org.pando.registry.store.SqliteVoteLog;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;

class KeyCustodyTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Optional<String> AS_USUAL = Optional.empty();

  @TempDir private Path directory;
  private KeyStore store;
  private OwnKeys keys;
  private KeyCustody custody;

  @BeforeEach
  void start() throws Exception {
    SecureRandom random = new SecureRandom();
    Path folder = Files.createDirectories(directory.resolve("keys"));
    store = new KeyStore(folder, random, new Argon2Cost(8, 1, 1));
    keys = new OwnKeys(store, () -> NOW, random);
    custody = new KeyCustody(store, keys, () -> NOW);
  }

  private static Passphrase passphrase(String text) throws RegistryException {
    return Passphrase.of(text.toCharArray());
  }

  private <T> T with(@Nullable String passphrase, OwnKeys.Task<T> task) throws RegistryException {
    return keys.using(passphrase == null ? null : passphrase(passphrase), task);
  }

  private StoredKey stored(String label) throws RegistryException {
    return store.findByLabel(label).orElseThrow();
  }

  private Path file(String label) {
    return directory.resolve("keys/" + label + ".key");
  }

  private static String refusal(Kind kind, Executable attempt) {
    RegistryException e = assertThrows(RegistryException.class, attempt);
    assertEquals(kind, e.kind(), e.getMessage());
    return String.valueOf(e.getMessage());
  }

  @Test
  void ownerAndRecoveryKeyAreMadeUnderOnePassphrase() throws Exception {
    keys.create("blog", passphrase("espe"));
    for (String label : List.of("blog", "blog.recovery")) {
      StoredKey key = stored(label);
      assertTrue(key.isProtected(), label);
      assertEquals(key.publicKey(), with("espe", () -> keys.signing(key)).publicKey().bytes());
    }
    assertFalse(keys.create("open").isProtected());
    assertFalse(stored("open.recovery").isProtected());
    refusal(Kind.CONFLICT, () -> keys.create("blog", passphrase("other")));
  }

  /** As an attempt leaves it that ended between the two files. */
  @Test
  void aRecoveryKeyThatIsThereIsPutUnderThePassphraseToo() throws Exception {
    StoredKey recovery = store.create("blog.recovery", KeyKind.RECOVERY, NOW, null, null);
    StoredKey owner = keys.create("blog", passphrase("espe"));
    assertEquals(recovery.publicKey(), owner.recovery());
    assertEquals(recovery.seed(null), stored("blog.recovery").seed(passphrase("espe")));
    assertTrue(stored("blog.recovery").isProtected());
  }

  @Test
  void aTaskSignsWithItsPassphraseOnly() throws Exception {
    StoredKey key = keys.create("blog", passphrase("espe"));
    refusal(Kind.LOCKED, () -> keys.signing(key));
    refusal(Kind.LOCKED, () -> with(null, () -> keys.signing(key)));
    refusal(Kind.LOCKED, () -> with("Espe", () -> keys.signing(key)));
    with("espe", () -> keys.signing(key));
    refusal(Kind.LOCKED, () -> keys.signing(key));
    refusal(Kind.LOCKED, () -> with(null, () -> keys.signing(key)));
    assertThrows(
        IllegalStateException.class,
        () ->
            with(
                "espe",
                () -> {
                  keys.signing(key);
                  throw new IllegalStateException("bug");
                }));
    refusal(Kind.LOCKED, () -> keys.signing(key));
  }

  @Test
  void aTaskOpensAKeyOnce() throws Exception {
    StoredKey key = keys.create("blog", passphrase("espe"));
    Passphrase passphrase = passphrase("espe");
    boolean same =
        keys.using(
            passphrase,
            () -> {
              SigningKey first = keys.signing(key);
              passphrase.close();
              return first == keys.signing(key);
            });
    assertTrue(same);
  }

  @Test
  void namesAreRegisteredAndUpdatedUnderAPassphrase() throws Exception {
    Replica replica =
        Replica.open(
            SqliteStore.open(directory.resolve("registry.db")), SignatureVerifier.PINNED, 1);
    SqliteVoteLog votes =
        SqliteVoteLog.open(
            directory.resolve("witness.db"), "this computer", SqliteVoteLog.Past.MAY_BE_NEW);
    Registrar registrar =
        new Registrar(
            new Registrar.Surroundings(replica, keys, votes, directory),
            () -> NOW,
            new SecureRandom());
    registrar.foundHome();
    Network home = replica.networks().getFirst();
    StoredKey key = keys.create("default", passphrase("espe"));
    ZoneBody none = ZoneBody.decode(Bytes.EMPTY);
    Bytes address = Bytes.of((byte) 192, (byte) 0, (byte) 2, (byte) 1);
    ZoneBody one = ZoneBody.of(List.of(new Rr(Rr.APEX, 1, 300, address)));
    refusal(Kind.LOCKED, () -> registrar.register(home, "blog", none, Optional.empty(), false));
    refusal(Kind.NOT_FOUND, () -> registrar.show(home, "blog"));
    with("espe", () -> registrar.register(home, "blog", none, Optional.empty(), false));
    refusal(
        Kind.LOCKED, () -> registrar.update(home, "blog", present -> one, Optional.empty(), false));
    with("espe", () -> registrar.update(home, "blog", present -> one, Optional.empty(), false));
    Ownership name = registrar.show(home, "blog");
    assertEquals(2, name.seq());
    assertEquals(key.publicKey(), Objects.requireNonNull(name.owner()).bytes());
    assertEquals(Optional.of("default"), keys.labelOf(name.owner()));
    votes.close();
    replica.close();
  }

  @Test
  void aPassphraseIsSetChangedAndRemoved() throws Exception {
    keys.create("blog");
    Bytes seed = stored("blog").seed(null);
    with(null, () -> custody.protect("blog", passphrase("one")));
    refusal(Kind.LOCKED, () -> custody.protect("blog", passphrase("two")));
    refusal(Kind.LOCKED, () -> with("two", () -> custody.protect("blog", null)));
    with("one", () -> custody.protect("blog", passphrase("two")));
    assertEquals(seed, stored("blog").seed(passphrase("two")));
    refusal(Kind.LOCKED, () -> stored("blog").seed(passphrase("one")));
    with("two", () -> custody.protect("blog", null));
    assertEquals(seed, stored("blog").seed(null));
    with(null, () -> custody.protect("blog.recovery", passphrase("three")));
    assertTrue(stored("blog.recovery").isProtected());
    assertFalse(stored("blog").isProtected());
  }

  @Test
  void keysThatSignAloneHaveNoPassphrase() throws Exception {
    store.create("witness", KeyKind.WITNESS, NOW, null, null);
    assertEquals(
        "key 'witness' signs when nobody is there to type a passphrase; only owner and recovery"
            + " keys can have one",
        refusal(Kind.INVALID, () -> custody.protect("witness", passphrase("one"))));
    assertEquals(
        "key 'witness': only owner and recovery keys are written as words; copy its file with:"
            + " pando key export witness",
        refusal(Kind.INVALID, () -> custody.words("witness")));
    assertFalse(stored("witness").isProtected());
    String text = custody.fileText("witness");
    Files.delete(file("witness"));
    assertEquals(KeyKind.WITNESS, custody.addFile("f", text, AS_USUAL).kind());
  }

  @Test
  void aFileComesBackAsItWas() throws Exception {
    StoredKey key = keys.create("blog");
    String text = custody.fileText("blog");
    assertEquals(Files.readString(file("blog")), text);
    Files.delete(file("blog"));
    assertEquals(key, custody.addFile("f", text, AS_USUAL));
    assertEquals(text, Files.readString(file("blog")));
    Files.delete(file("blog"));
    assertEquals("new", custody.addFile("f", text, Optional.of("new")).label());
    assertEquals(key.publicKey(), stored("new").publicKey());
  }

  @Test
  void aFileUnderAPassphraseIsOpenedBeforeItIsKept() throws Exception {
    keys.create("blog", passphrase("espe"));
    Bytes seed = stored("blog").seed(passphrase("espe"));
    String text = custody.fileText("blog");
    assertEquals(Files.readString(file("blog")), text);
    Files.delete(file("blog"));
    refusal(Kind.LOCKED, () -> custody.addFile("f", text, AS_USUAL));
    refusal(Kind.LOCKED, () -> with("Espe", () -> custody.addFile("f", text, AS_USUAL)));
    String altered = text.replace("created 2026", "created 2025");
    assertNotEquals(text, altered);
    refusal(Kind.LOCKED, () -> with("espe", () -> custody.addFile("f", altered, AS_USUAL)));
    assertFalse(Files.exists(file("blog")));
    with("espe", () -> custody.addFile("f", text, Optional.of("new")));
    assertEquals(seed, stored("new").seed(passphrase("espe")));
    assertTrue(stored("new").isProtected());
  }

  @Test
  void whatIsHereIsRefusedAndNamed() throws Exception {
    keys.create("blog");
    String text = custody.fileText("blog");
    assertTrue(
        refusal(Kind.CONFLICT, () -> custody.addFile("f", text, AS_USUAL))
            .contains(file("blog").toString()));
    assertEquals(
        "this key is here already, as 'blog': " + file("blog"),
        refusal(Kind.CONFLICT, () -> custody.addFile("f", text, Optional.of("new"))));
    keys.create("locked", passphrase("espe"));
    String locked = custody.fileText("locked");
    refusal(Kind.CONFLICT, () -> custody.addFile("f", locked, AS_USUAL));
    String words = String.join(" ", custody.words("blog"));
    assertEquals(
        "this key is here already, as 'blog': " + file("blog"),
        refusal(Kind.CONFLICT, () -> custody.addWords(words, KeyKind.OWNER, AS_USUAL, AS_USUAL)));
  }

  @Test
  void whatIsNoKeyFileIsRefused() throws Exception {
    StoredKey key = keys.create("blog", passphrase("espe"));
    String text = custody.fileText("blog");
    assertEquals(
        "f: the line 'pando-key ...' is missing or not in its place; give a complete key file that"
            + " this program or an older one wrote",
        refusal(Kind.INVALID, () -> custody.addFile("f", "", AS_USUAL)));
    assertEquals(
        "f: it was written by a newer Pando (format 3, this program knows 2); give a complete key"
            + " file that this program or an older one wrote",
        refusal(
            Kind.INVALID,
            () -> custody.addFile("f", text.replace("pando-key 2", "pando-key 3"), AS_USUAL)));
    assertEquals(
        "f: it is longer than 4096 bytes; give a complete key file that this program or an older"
            + " one wrote",
        refusal(Kind.INVALID, () -> custody.addFile("f", text + "#".repeat(4096), AS_USUAL)));
    assertEquals(
        "f: is under a passphrase, but only owner and recovery keys can be; export the key from"
            + " its own node again",
        refusal(
            Kind.INVALID,
            () -> custody.addFile("f", text.replace("kind owner", "kind witness"), AS_USUAL)));
    Files.delete(file("blog"));
    String recovery = Objects.requireNonNull(key.recovery()).toHex();
    String small = "01" + "00".repeat(31);
    assertEquals(
        "f, line 'recovery': " + small + " is not a valid Ed25519 public key (V4)",
        refusal(Kind.INVALID, () -> custody.addFile("f", text.replace(recovery, small), AS_USUAL)));
    assertTrue(
        refusal(
                Kind.INVALID,
                () -> with("espe", () -> custody.addFile("f", text, Optional.of("../x"))))
            .startsWith("key label '../x'"));
  }

  @Test
  void wordsComeBackAsTheSameKey() throws Exception {
    StoredKey owner = keys.create("default");
    StoredKey recovery = stored("default.recovery");
    String ownerWords = String.join(" ", custody.words("default"));
    String recoveryWords = String.join("\n", custody.words("default.recovery"));
    Files.delete(file("default"));
    Files.delete(file("default.recovery"));
    Optional<String> names = Optional.of(ZBase32.encode(recovery.publicKey()));
    assertEquals(owner, custody.addWords(ownerWords, KeyKind.OWNER, AS_USUAL, names));
    assertEquals(recovery, custody.addWords(recoveryWords, KeyKind.RECOVERY, AS_USUAL, AS_USUAL));
    assertEquals(owner, stored("default"));
    assertEquals(recovery, stored("default.recovery"));
  }

  @Test
  void wordsOfAProtectedKeyNeedItsPassphrase() throws Exception {
    StoredKey key = keys.create("blog", passphrase("espe"));
    refusal(Kind.LOCKED, () -> custody.words("blog"));
    String words = String.join(" ", with("espe", () -> custody.words("blog")));
    Files.delete(file("blog"));
    StoredKey added = custody.addWords(words, KeyKind.OWNER, Optional.of("blog"), AS_USUAL);
    assertEquals(key.publicKey(), added.publicKey());
    assertFalse(added.isProtected());
  }

  @Test
  void whatDoesNotBelongToWordsIsRefused() throws Exception {
    StoredKey key = keys.create("blog");
    String words = String.join(" ", custody.words("blog"));
    Files.delete(file("blog"));
    String own = ZBase32.encode(key.publicKey());
    assertEquals(
        "the words are those of the recovery key itself; give the owner key's",
        refusal(
            Kind.INVALID,
            () -> custody.addWords(words, KeyKind.OWNER, AS_USUAL, Optional.of(own))));
    assertEquals(
        "a recovery key has no recovery key of its own; leave it out",
        refusal(
            Kind.INVALID,
            () -> custody.addWords(words, KeyKind.RECOVERY, AS_USUAL, Optional.of(own))));
    assertEquals(
        "recovery key abc: 3 characters, the key in a key name has 52 (V3); give the 52 characters"
            + " that pando show prints",
        refusal(
            Kind.INVALID,
            () -> custody.addWords(words, KeyKind.OWNER, AS_USUAL, Optional.of("abc"))));
    String small = ZBase32.encode(Bytes.fromHex("01" + "00".repeat(31)));
    assertTrue(
        refusal(
                Kind.INVALID,
                () -> custody.addWords(words, KeyKind.OWNER, AS_USUAL, Optional.of(small)))
            .contains("is not a valid Ed25519 public key"));
    assertEquals(
        "only owner and recovery keys come from words; give a key file",
        refusal(Kind.INVALID, () -> custody.addWords(words, KeyKind.WITNESS, AS_USUAL, AS_USUAL)));
    assertTrue(
        refusal(Kind.INVALID, () -> custody.addWords("x", KeyKind.OWNER, AS_USUAL, AS_USUAL))
            .contains("a key has 24 words"));
    assertFalse(Files.exists(file("default")));
  }

  @Test
  void aKeyThatIsNotHereIsSaidSo() {
    String message = "no key 'x' on this node; see: pando key list";
    assertEquals(message, refusal(Kind.NO_KEY, () -> custody.fileText("x")));
    assertEquals(message, refusal(Kind.NO_KEY, () -> custody.words("x")));
    assertEquals(message, refusal(Kind.NO_KEY, () -> custody.protect("x", null)));
  }
}
