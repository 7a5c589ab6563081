package org.pando.registry.figures;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.PublicKey;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.crypto.ZBase32;
import org.pando.registry.keys.Argon2Cost;
import org.pando.registry.keys.KeyStore;
import org.pando.registry.owner.OwnKeys;
import org.pando.registry.owner.Registrar;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.Holder;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Lease;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.Step;
import org.pando.registry.record.Terms;
import org.pando.registry.record.Vote;
import org.pando.registry.record.ZoneItem;
import org.pando.registry.replica.Replica;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.store.BulkWriter;
import org.pando.registry.store.DataDirectory;
import org.pando.registry.store.SqliteStore;
import org.pando.registry.store.SqliteVoteLog;
import org.pando.registry.store.StoredBundle;
import org.pando.registry.zone.Rr;
import org.pando.registry.zone.ZoneBody;

/**
 * Makes a data directory whose {@code home.alt} has as many names as one likes, each with real
 * signatures: of a hundred names 92 are human ones that are served, 2 are revoked, 2 released, 4
 * are key names. Each has an owner and a recovery key of its own, none of which is kept. Arguments:
 * the directory, the number of names.
 *
 * <p>Human names are {@code host0000001} and so on; nine of ten have one address, the tenth has
 * addresses of both kinds, an alias and 200 octets of text.
 */
public final class LargeRegistry {
  private static final int BATCH = 5000;
  private static final int TYPE_A = 1;
  private static final int TYPE_CNAME = 5;
  private static final int TYPE_TXT = 16;
  private static final int TYPE_AAAA = 28;
  private static final Bytes WWW = Bytes.of(new byte[] {3, 'w', 'w', 'w', 0});

  private final NetworkId network;
  private final SigningKey witness;
  private final long now;

  private LargeRegistry(NetworkId network, SigningKey witness, long now) {
    this.network = network;
    this.witness = witness;
    this.now = now;
  }

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    try (DataDirectory directory = DataDirectory.open(Path.of(arguments[0]))) {
      found(directory).write(directory.database(), count);
    }
  }

  private static LargeRegistry found(DataDirectory directory) throws RegistryException {
    SecureRandom random = new SecureRandom();
    InstantSource clock = InstantSource.system();
    KeyStore keys = new KeyStore(directory.keys(), random, Argon2Cost.RECOMMENDED);
    OwnKeys own = new OwnKeys(keys, clock, random);
    try (Replica replica =
            Replica.open(SqliteStore.open(directory.database()), SignatureVerifier.PINNED, 1);
        SqliteVoteLog votes =
            SqliteVoteLog.open(directory.votes(), "", SqliteVoteLog.Past.MAY_BE_NEW)) {
      new Registrar(
              new Registrar.Surroundings(replica, own, votes, directory.path()), clock, random)
          .foundHome();
      return new LargeRegistry(
          replica.networks().getFirst().id(),
          signing(keys, "witness"),
          clock.instant().getEpochSecond());
    }
  }

  private static SigningKey signing(KeyStore keys, String label) throws RegistryException {
    return SigningKey.ofSeed(keys.findByLabel(label).orElseThrow().seed(null));
  }

  private void write(Path file, int count) throws RegistryException, SQLException {
    List<Map.Entry<String, Integer>> keys = List.copyOf(keys(count).entrySet());
    long signing = 0;
    long writing = 0;
    try (BulkWriter writer = new BulkWriter(file)) {
      for (int from = 0; from < count; from += BATCH) {
        long begin = System.nanoTime();
        List<StoredBundle> batch =
            keys.subList(from, Math.min(count, from + BATCH)).parallelStream()
                .map(key -> stored(key.getKey(), key.getValue()))
                .toList();
        long signed = System.nanoTime();
        writer.add(1, batch);
        signing += signed - begin;
        writing += System.nanoTime() - signed;
      }
      long begin = System.nanoTime();
      writer.finish();
      writing += System.nanoTime() - begin;
    }
    System.out.printf(
        "signed %d names in %d s; wrote them in %.1f s, %d names/s; %d MB%n",
        count,
        Duration.ofNanos(signing).toSeconds(),
        writing / 1e9,
        Math.round(count / (writing / 1e9)),
        file.toFile().length() / 1_000_000);
  }

  /** The storage keys, ascending, each with its number. */
  private static Map<String, Integer> keys(int count) {
    Map<String, Integer> keys = new TreeMap<>();
    IntStream.range(0, count)
        .parallel()
        .mapToObj(i -> Map.entry(key(i), i))
        .toList()
        .forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
    return keys;
  }

  private static boolean isKeyName(int number) {
    return number % 100 >= 96;
  }

  /** The storage key of a number's name. */
  private static String key(int number) {
    return isKeyName(number)
        ? ZBase32.encode(keyOf(number).publicKey().bytes()) + ".key"
        : "host%07d".formatted(number);
  }

  /** A human name that is served, near a number. */
  static String human(int number) {
    return key(number - number % 100 + number % 92);
  }

  private static SigningKey keyOf(int number) {
    byte[] seed = new byte[32];
    new Random(number).nextBytes(seed);
    return SigningKey.ofSeed(Bytes.of(seed));
  }

  private StoredBundle stored(String key, int number) {
    Bundle bundle = isKeyName(number) ? keyName(number) : humanName(key, number);
    return new StoredBundle(key, bundle.timestamp(), bundle.id(), bundle.encode());
  }

  private KeyBundle keyName(int number) {
    SigningKey key = keyOf(number);
    Bytes subject = KeyBundle.subject(key.publicKey(), network);
    return new KeyBundle(key.publicKey(), zone(subject, number, key), null, null);
  }

  private HumanBundle humanName(String name, int number) {
    long at = now - number % 10_000;
    SigningKey owner = keyOf(number);
    PublicKey recovery = keyOf(-1 - number).publicKey();
    SignedOp<Op.TenureOp> claim =
        SignedOp.sign(
            new Op.Claim(
                Step.first(name),
                new Holder(owner.publicKey(), recovery, true),
                new Lease(at, at + Terms.CLOSED.lease()),
                Bytes.of(new byte[16])),
            owner,
            network);
    if (number % 100 >= 94) {
      Step step = new Step(name, 1, claim.opHash(network), 1);
      Op.Release release = new Op.Release(step, at, owner.publicKey());
      return bundle(name, certify(SignedOp.sign(release, owner, network)), null, null);
    }
    Bytes subject = claim.opHash(network);
    RevokeItem revoke =
        number % 100 >= 92
            ? RevokeItem.sign(new RevokeItem.Payload(subject, Signer.OWNER, at), owner, network)
            : null;
    return bundle(name, certify(claim), zone(subject, number, owner), revoke);
  }

  private static HumanBundle bundle(
      String name,
      CertItem<Op.TenureOp> tenure,
      @Nullable ZoneItem zone,
      @Nullable RevokeItem revoke) {
    return new HumanBundle(name, tenure, null, zone, revoke);
  }

  private CertItem<Op.TenureOp> certify(SignedOp<Op.TenureOp> signed) {
    Vote vote = Vote.on(signed, 0, 0, network);
    return new CertItem<>(
        signed, Certificate.of(vote, Map.of(0, vote.sign(SignedKind.COMMIT, witness, network))));
  }

  private ZoneItem zone(Bytes subject, int number, SigningKey key) {
    return ZoneItem.sign(
        new ZoneItem.Payload(subject, 1 + number % 7, now - number % 10_000, body(number)),
        key,
        network);
  }

  private static ZoneBody body(int number) {
    List<Rr> rrs = new ArrayList<>();
    rrs.add(
        new Rr(
            Rr.APEX,
            TYPE_A,
            3600,
            Bytes.of((byte) 10, (byte) (number >> 16), (byte) (number >> 8), (byte) number)));
    if (number % 10 == 0) {
      byte[] text = new byte[200];
      text[0] = (byte) (text.length - 1);
      rrs.add(new Rr(Rr.APEX, TYPE_AAAA, 3600, Bytes.of(new byte[16])));
      rrs.add(new Rr(Rr.APEX, TYPE_TXT, 3600, Bytes.of(text)));
      rrs.add(new Rr(WWW, TYPE_CNAME, 3600, target(number)));
    }
    try {
      return ZoneBody.of(rrs);
    } catch (InvalidException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Bytes target(int number) {
    return Bytes.fromHex(
        "0b" + hex("host%07d".formatted(number)) + "04" + hex("home") + "03" + hex("alt") + "00");
  }

  private static String hex(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.US_ASCII)).toHex();
  }
}
