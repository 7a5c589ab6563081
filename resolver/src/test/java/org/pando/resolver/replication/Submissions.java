package org.pando.resolver.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.pando.gossip.Verdict;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.crypto.SignedKind;
import org.pando.registry.crypto.SigningKey;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.KeyBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.record.ZoneItem;

/**
 * What a stranger may put on a network's topic, valid and not, by kind, each with the verdict that
 * the registry specification has for it. The stranger holds one bundle of the network and no key of
 * it: what would need one is forged. The first four of each kind differ.
 */
final class Submissions {
  /**
   * A message.
   *
   * @param name fully qualified, that it is about; empty when it names none
   * @param address that its name resolves to when it is accepted; empty when it publishes none
   */
  record Submission(String kind, Verdict verdict, Bytes bytes, String name, String address) {}

  private final NetworkId network;
  private final String suffix;
  private final HumanBundle held;
  private final long at;

  /**
   * @param held a name that is served, as the network holds it
   */
  Submissions(NetworkId network, String suffix, HumanBundle held) {
    this.network = network;
    this.suffix = suffix;
    this.held = held;
    this.at = held.timestamp();
  }

  /**
   * Prints them, one a line: kind, verdict, name or {@code -}, address or {@code -}, the bytes in
   * hexadecimal. Arguments: the network's id, its suffix, the bundle of a name in it, how many
   * valid names, how many of every other kind.
   */
  public static void main(String[] arguments) throws Exception {
    HumanBundle held = (HumanBundle) Bundle.decode(Bytes.fromHex(arguments[2]));
    NetworkId network = new NetworkId(Bytes.fromHex(arguments[0]));
    new Submissions(network, arguments[1], held)
        .all(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]))
        .forEach(
            s ->
                System.out.println(
                    String.join(
                        " ",
                        s.kind(),
                        s.verdict().name(),
                        s.name().isEmpty() ? "-" : s.name(),
                        s.address().isEmpty() ? "-" : s.address(),
                        s.bytes().toHex())));
  }

  /**
   * All, in an order in which each verdict is the one it has.
   *
   * @param names how many valid ones, at most 250
   * @param count how many of every other kind, at most as many
   */
  List<Submission> all(int names, int count) {
    List<Submission> all = new ArrayList<>();
    IntStream.range(0, names).mapToObj(i -> keyName("new-name", i, 9)).forEach(all::add);
    IntStream.range(0, count).mapToObj(i -> keyName("newer", i, 10)).forEach(all::add);
    ignored().forEach((kind, make) -> add(all, kind, Verdict.IGNORE, make, count));
    rejected().forEach((kind, make) -> add(all, kind, Verdict.REJECT, make, count));
    return all;
  }

  private static void add(
      List<Submission> all, String kind, Verdict verdict, IntFunction<Bytes> make, int count) {
    IntStream.range(0, count)
        .mapToObj(i -> new Submission(kind, verdict, make.apply(i), "", ""))
        .forEach(all::add);
  }

  private Submission keyName(String kind, int number, long seq) {
    SigningKey key = RawBundles.key("guest" + number);
    KeyBundle bundle = keyBundle(key, seq, number);
    String address = "192.0." + seq + "." + (number + 1);
    return new Submission(
        kind, Verdict.ACCEPT, bundle.encode(), bundle.key() + "." + suffix, address);
  }

  private Map<String, IntFunction<Bytes>> ignored() {
    return Map.of(
        "old-seq",
        i -> keyBundle(RawBundles.key("guest" + i), 1 + i % 8, i).encode(),
        "unknown-version",
        i -> RawBundles.edit(held.encode(), 2, 2 + i % 20),
        "unknown-epoch",
        i -> withCertificate(c -> new Certificate(1 + i, c.round(), c.bitmap(), c.signatures())));
  }

  private Map<String, IntFunction<Bytes>> rejected() {
    return Map.ofEntries(
        Map.entry("junk", i -> RawBundles.hash("junk" + i)),
        Map.entry("truncated", i -> RawBundles.cut(held.encode(), held.encode().length() - 1 - i)),
        Map.entry("trailing", i -> RawBundles.cut(held.encode(), held.encode().length() + 1 + i)),
        Map.entry("oversized", i -> RawBundles.cut(held.encode(), Bundle.MAX_SIZE + 1 + i)),
        Map.entry("long-integer", this::longInteger),
        Map.entry("operation-signature", this::operationSignature),
        Map.entry("certificate-signature", this::certificateSignature),
        Map.entry("zone-signature", this::zoneSignature),
        Map.entry("zone-by-a-stranger", this::forgedZone),
        Map.entry(
            "zone-of-another-name",
            i -> ownZone(RawBundles.hash("x" + i), RawBundles.record(300, i), 1, i)),
        Map.entry("revocation-of-another-name", this::revocationOfAnother),
        Map.entry("revocation-by-a-stranger", this::forgedRevocation),
        Map.entry("tenure-of-another-name", this::renamed),
        Map.entry("another-network", this::ofAnotherNetwork),
        Map.entry("unsorted-records", i -> ownZone(unsorted(), 1, i)),
        Map.entry("ttl-too-short", i -> ownZone(RawBundles.record(i % 30, i), 1, i)),
        Map.entry("seq-zero", i -> ownZone(RawBundles.record(300, i), 0, i)),
        Map.entry("stamp-where-none-is-asked", this::stamped),
        Map.entry("small-order-key", this::smallOrderKey));
  }

  /** The version in one of the forms that are longer than the shortest. */
  private Bytes longInteger(int number) {
    byte[] form = new byte[1 + (1 << (number % 4))];
    form[0] = (byte) (0x18 + number % 4);
    form[form.length - 1] = 1;
    Bytes whole = held.encode();
    return RawBundles.join(
        RawBundles.cut(whole, 2), Bytes.of(form), Bytes.of(whole.toArray(), 3, whole.length()));
  }

  /** Of an operation that wins over the held one by its hash. */
  private Bytes operationSignature(int number) {
    SignedOp<Op.TenureOp> claim = held.tenure().signed();
    Function<Bytes, HumanBundle> with =
        signature ->
            new HumanBundle(
                held.name(),
                new CertItem<>(
                    new SignedOp<>(claim.op(), List.of(signature)), held.tenure().certificate()),
                null,
                null,
                null);
    Bytes opHash = claim.opHash(network);
    return forged(
        claim.signatures().getFirst(),
        with,
        bundle -> bundle.tenure().opHash(network).compareTo(opHash) < 0,
        number);
  }

  private Bytes certificateSignature(int number) {
    Bytes itemId = held.tenure().itemId();
    return forged(
        held.tenure().certificate().signatures().getFirst(),
        signature ->
            held(c -> new Certificate(c.epoch(), c.round(), c.bitmap(), List.of(signature))),
        bundle -> bundle.tenure().itemId().compareTo(itemId) < 0,
        number);
  }

  private Bytes zoneSignature(int number) {
    ZoneItem zone = zone();
    return forged(
        zone.signature(),
        signature -> held.withZone(new ZoneItem(zone.payload(), signature)),
        bundle -> zoneOf(bundle).itemId().compareTo(zone.itemId()) < 0,
        number);
  }

  /**
   * The bundle with a signature changed such that it wins over the held one, as the smaller of two
   * is taken: the number-th of these.
   */
  private static Bytes forged(
      Bytes signature, Function<Bytes, HumanBundle> with, Predicate<HumanBundle> wins, int number) {
    return IntStream.iterate(1, i -> i > 0, i -> i + 1)
        .mapToObj(change -> with.apply(RawBundles.changed(signature, change)))
        .filter(wins)
        .skip(number)
        .findFirst()
        .orElseThrow()
        .encode();
  }

  private ZoneItem zone() {
    return zoneOf(held);
  }

  private static ZoneItem zoneOf(HumanBundle bundle) {
    ZoneItem zone = bundle.zone();
    if (zone == null) {
      throw new IllegalArgumentException(bundle.name() + " has no records");
    }
    return zone;
  }

  private Bytes withCertificate(UnaryOperator<Certificate> change) {
    return held(change).encode();
  }

  private HumanBundle held(UnaryOperator<Certificate> change) {
    CertItem<Op.TenureOp> tenure = held.tenure();
    CertItem<Op.TenureOp> changed =
        new CertItem<>(tenure.signed(), change.apply(tenure.certificate()));
    return new HumanBundle(held.name(), changed, held.renew(), held.zone(), held.revoke());
  }

  private Bytes forgedZone(int number) {
    ZoneItem.Payload payload =
        new ZoneItem.Payload(
            held.subject(network), zone().seq() + 1 + number, at, RawBundles.body(9, number));
    return held.withZone(ZoneItem.sign(payload, RawBundles.key("thief"), network)).encode();
  }

  private Bytes revocationOfAnother(int number) {
    SigningKey key = RawBundles.key("careless" + number);
    RevokeItem.Payload payload =
        new RevokeItem.Payload(RawBundles.hash("x" + number), Signer.OWNER, at);
    RevokeItem revoke = RevokeItem.sign(payload, key, network);
    return new KeyBundle(key.publicKey(), null, revoke, null).encode();
  }

  private Bytes forgedRevocation(int number) {
    RevokeItem.Payload payload =
        new RevokeItem.Payload(held.subject(network), Signer.OWNER, at + number);
    return held.withRevoke(RevokeItem.sign(payload, RawBundles.key("thief"), network)).encode();
  }

  private Bytes renamed(int number) {
    return new HumanBundle("taken" + number, held.tenure(), null, held.zone(), null).encode();
  }

  private Bytes ofAnotherNetwork(int number) {
    NetworkId other = new NetworkId(RawBundles.hash("other network"));
    SigningKey key = RawBundles.key("guest of another" + number);
    Bytes subject = KeyBundle.subject(key.publicKey(), other);
    ZoneItem zone =
        ZoneItem.sign(new ZoneItem.Payload(subject, 1, at, RawBundles.body(9, number)), key, other);
    return new KeyBundle(key.publicKey(), zone, null, null).encode();
  }

  private Bytes stamped(int number) {
    KeyBundle bundle = keyBundle(RawBundles.key("stamped" + number), 1, number);
    return new KeyBundle(bundle.publicKey(), bundle.zone(), null, Bytes.of(new byte[8])).encode();
  }

  private Bytes smallOrderKey(int number) {
    Bytes payload = payload(RawBundles.hash("any"), 1 + number, RawBundles.record(300, number));
    return RawBundles.keyBundle(RawBundles.smallOrderKey(number), payload, Bytes.of(new byte[64]));
  }

  private KeyBundle keyBundle(SigningKey key, long seq, int number) {
    Bytes subject = KeyBundle.subject(key.publicKey(), network);
    ZoneItem.Payload payload = new ZoneItem.Payload(subject, seq, at, RawBundles.body(seq, number));
    return new KeyBundle(key.publicKey(), ZoneItem.sign(payload, key, network), null, null);
  }

  /** A key name whose owner signed what breaks a rule. */
  private Bytes ownZone(Bytes body, long seq, int number) {
    SigningKey key = RawBundles.key("careless" + number);
    return ownZone(KeyBundle.subject(key.publicKey(), network), body, seq, number);
  }

  private Bytes ownZone(Bytes subject, Bytes body, long seq, int number) {
    SigningKey key = RawBundles.key("careless" + number);
    Bytes payload = payload(subject, seq, body);
    return RawBundles.keyBundle(
        key.publicKey().bytes(), payload, key.sign(SignedKind.ZONE, network, payload));
  }

  private Bytes payload(Bytes subject, long seq, Bytes body) {
    return RawBundles.payload(subject, seq, at, body);
  }

  private static Bytes unsorted() {
    return RawBundles.join(RawBundles.record(300, 2), RawBundles.record(300, 1));
  }
}
