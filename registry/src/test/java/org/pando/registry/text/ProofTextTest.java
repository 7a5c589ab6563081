package org.pando.registry.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pando.registry.Bytes;
import org.pando.registry.TestKeys;
import org.pando.registry.TestNetwork;
import org.pando.registry.crypto.SignatureVerifier;
import org.pando.registry.policy.ProofRules;
import org.pando.registry.policy.ProofRules.Verdict;
import org.pando.registry.record.Bundle;
import org.pando.registry.record.CertItem;
import org.pando.registry.record.Certificate;
import org.pando.registry.record.ConfigLink;
import org.pando.registry.record.HumanBundle;
import org.pando.registry.record.Op;
import org.pando.registry.record.Proof;
import org.pando.registry.record.SignedOp;
import org.pando.registry.record.Signer;
import org.pando.registry.rule.InvalidException;

/** Proofs as text, and what they prove. */
class ProofTextTest {
  private static final TestNetwork HOME = TestNetwork.home();
  private static final TestNetwork CLUB = TestNetwork.of(4, "club.alt", 0);
  private static final String BEGIN = "-----BEGIN PANDO PROOF-----\n";

  private static final String ACTIVE = "active";

  /** A name in each of its states. */
  private static final Map<String, Proof> SAMPLES =
      Map.of(
          ACTIVE,
          proof(HOME, HOME.bundle("blog", 3)),
          "frozen",
          proof(HOME, frozen()),
          "vacant",
          proof(CLUB, vacant()),
          "of a key",
          proof(CLUB, CLUB.keyBundle(TestKeys.OWNER, 1)),
          "without a zone",
          proof(CLUB, new HumanBundle("wiki", CLUB.certify(CLUB.claim("wiki")), null, null, null)));

  static Set<String> samples() {
    return SAMPLES.keySet();
  }

  private static Proof sample(String name) {
    return Objects.requireNonNull(SAMPLES.get(name));
  }

  private static Proof proof(TestNetwork network, Bundle bundle) {
    return new Proof(network.genesis(), List.of(), bundle);
  }

  private static HumanBundle frozen() {
    SignedOp<Op.TenureOp> claim = HOME.claim("blog");
    Bytes tenure = claim.opHash(HOME.id());
    return HOME.withZone(
        new HumanBundle(
            "blog",
            HOME.certify(claim),
            HOME.certify(HOME.renew(claim, 1, Signer.OWNER, TestKeys.OWNER)),
            null,
            HOME.revoke(tenure, Signer.RECOVERY, TestKeys.RECOVERY)),
        2);
  }

  private static HumanBundle vacant() {
    SignedOp<Op.TenureOp> release = CLUB.release(CLUB.claim("blog"), TestKeys.OWNER);
    return new HumanBundle("blog", CLUB.certify(release), null, null, null);
  }

  private static Verdict verdict(Proof proof) {
    return ProofRules.check(proof.encode(), SignatureVerifier.PINNED);
  }

  /** What a text proves; null when it proves nothing. */
  private static @Nullable Proof proved(String text) {
    try {
      Optional<Bytes> read = ProofText.read(text);
      return read.isPresent()
              && ProofRules.check(read.get(), SignatureVerifier.PINNED)
                  instanceof Verdict.Proved(Proof proof)
          ? proof
          : null;
    } catch (InvalidException e) {
      return null;
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aWrittenProofIsProved(String sample) {
    String text = ProofText.write(sample(sample));
    assertEquals(sample(sample), proved(text));
    assertEquals(sample(sample), proved(text.replace("\n", "\r\n")));
    assertEquals(sample(sample), proved("\n# a note\n" + text + "\n#another\n\n"));
    assertTrue(text.lines().allMatch(line -> line.length() < 100), text);
  }

  @Test
  void itSaysWhatItIsAndWhatIsNotPartOfIt() throws Exception {
    String text = ProofText.write(proof(HOME, HOME.bundle("xn--bcher-kva", 1)));
    assertEquals(
        """
        # A proof about the name xn--bcher-kva.home.alt (bücher.home.alt)
        # in the network 81d748c103810a4cb20ec90cc32e16766d48c7bf4ba22b1460bbb55dfe1c2c7e.
        # To check it, without a node and without a network: pando verify FILE --network ID
        # Take the network's ID from somebody you trust, not from here.
        # The proof is what stands between the two marks. These lines are not part of it: they
        # are for people and prove nothing.
        -----BEGIN PANDO PROOF-----
        """,
        text.substring(0, text.indexOf(BEGIN) + BEGIN.length()));
  }

  /** Every bit of what is between the marks, of the marks, and of what makes a line a comment. */
  @Tag("I6")
  @ParameterizedTest
  @MethodSource("samples")
  void anyChangedBitIsRefused(String sample) {
    byte[] octets = ProofText.write(sample(sample)).getBytes(StandardCharsets.ISO_8859_1);
    int proofBegins = new String(octets, StandardCharsets.ISO_8859_1).indexOf(BEGIN);
    Random random = new Random(sample.length());
    for (int at = 0; at < octets.length; at++) {
      if (at > 0 && octets[at - 1] != '\n' && at < proofBegins) {
        continue; // a comment's own text
      }
      for (int bit = 0; bit < 8; bit++) {
        if (!sample.equals(ACTIVE) && random.nextInt(8) > 0) {
          continue;
        }
        byte[] changed = octets.clone();
        changed[at] ^= (byte) (1 << bit);
        boolean endOfText = at == octets.length - 1 && changed[at] == '\r';
        String text = new String(changed, StandardCharsets.ISO_8859_1);
        assertFalse(proved(text) != null && !endOfText, "octet " + at + " bit " + bit);
      }
    }
  }

  @Test
  void everyTruncationIsRefused() {
    String text = ProofText.write(sample(ACTIVE));
    for (int length = 0; length < text.length() - 1; length++) {
      assertEquals(null, proved(text.substring(0, length)), "at " + length);
    }
    assertEquals(sample(ACTIVE), proved(text.strip()));
  }

  private static String problem(String text) {
    return String.valueOf(
        assertThrows(InvalidException.class, () -> ProofText.read(text), text).getMessage());
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    String text = ProofText.write(sample(ACTIVE));
    String line =
        text.substring(text.indexOf(BEGIN) + BEGIN.length()).lines().findFirst().orElseThrow();
    assertEquals(
        "line 1: it stands outside of the marks and does not begin with #; get the text again as a"
            + " whole (V1)",
        problem("Hello!\n" + text));
    assertEquals(
        "line 8: it has 63 characters, not 64; get the text again as a whole (V1)",
        problem(text.replace(line, line.substring(1))));
    assertEquals(
        "line 8: it has 0 characters, not 64; get the text again as a whole (V1)",
        problem(text.replace(BEGIN, BEGIN + "\n")));
    assertEquals(
        "proof: what stands between the marks is not base64; get the text again as a whole (V1)",
        problem(text.replace(line, "!" + line.substring(1))));
    assertEquals(
        "line 20: the text ends before the line -----END PANDO PROOF-----; get the text again as a"
            + " whole (V1)",
        problem(text.substring(0, text.indexOf("-----END"))));
    assertEquals(
        "proof: not in its canonical base64; get the text again as a whole (V1)",
        problem(BEGIN + "AB==\n-----END PANDO PROOF-----\n"));
    for (String other :
        List.of("", "blog", "# a comment\n", BEGIN.strip() + "x", "x".repeat(1 << 19))) {
      assertEquals(Optional.empty(), ProofText.read(other));
    }
  }

  @Test
  void aBrokenRuleIsNamed() {
    HumanBundle blog = HOME.bundle("blog", 1);
    TestNetwork other = TestNetwork.of(1, "home.alt", 0);
    assertEquals(
        new Verdict.Refused("blog: its zone is one of another tenure (V12)"),
        verdict(proof(other, blog)));
    CertItem<Op.TenureOp> item = blog.tenure();
    Certificate forged =
        new Certificate(0, 1, item.certificate().bitmap(), item.certificate().signatures());
    HumanBundle bundle =
        new HumanBundle("blog", new CertItem<>(item.signed(), forged), null, blog.zone(), null);
    assertEquals(
        new Verdict.Refused("blog: witness 0 did not sign its certificate (V10)"),
        verdict(proof(HOME, bundle)));
    assertInstanceOf(
        Verdict.Refused.class, ProofRules.check(Bytes.EMPTY, SignatureVerifier.PINNED));
  }

  /**
   * Nobody can make such a network with this program; one that can must not be believed blindly.
   */
  @Test
  void aNetworkWithOtherWitnessesThanAtItsBeginningIsNotJudged() {
    Bytes hash = HOME.id().bytes();
    Bytes signature = Bytes.of(new byte[64]);
    Certificate before = new Certificate(0, 0, 1, List.of(signature));
    Certificate after = new Certificate(1, 0, 1, List.of(signature));
    Op.ConfigOp config = new Op.ConfigOp(1, hash, 0, TestNetwork.config(1, hash, 1));
    ConfigLink link =
        new ConfigLink(
            new CertItem<>(new SignedOp<>(config, List.of(signature)), before),
            new CertItem<>(new SignedOp<>(new Op.Carry(1, hash, 0, hash), List.of()), after));
    assertEquals(
        new Verdict.Refused(
            "proof: its network has changed its witnesses; this program judges networks that have"
                + " not, update it"),
        verdict(new Proof(HOME.genesis(), List.of(link), HOME.bundle("blog", 1))));
  }
}
