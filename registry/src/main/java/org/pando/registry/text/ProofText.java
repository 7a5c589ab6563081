package org.pando.registry.text;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pando.registry.Bytes;
import org.pando.registry.idn.InternationalLabel;
import org.pando.registry.record.Proof;
import org.pando.registry.rule.InvalidException;
import org.pando.registry.rule.Rule;

/**
 * Proofs as text: base64 (RFC 4648, section 4) between two marks, and around them lines for people
 * that begin with {@code #}. Owned by the caller, for one reading.
 */
public final class ProofText {
  /** In characters; no proof is longer. */
  public static final int MAX_SIZE = 1 << 18;

  private static final String BEGIN = "-----BEGIN PANDO PROOF-----";
  private static final String END = "-----END PANDO PROOF-----";
  private static final String COMMENT = "#";
  private static final int LINE = 64;
  private static final String ADVICE = "; get the text again as a whole";

  private final String[] lines;
  private final StringBuilder base64 = new StringBuilder();

  private ProofText(String[] lines) {
    this.lines = lines;
  }

  /** The text of a proof. */
  public static String write(Proof proof) {
    String unicode =
        InternationalLabel.shown(proof.bundle().key())
            .map(label -> " (" + label + "." + proof.genesis().suffix() + ")")
            .orElse("");
    StringBuilder text = new StringBuilder();
    for (String comment :
        List.of(
            "A proof about the name " + proof.fullName() + unicode,
            "in the network " + proof.genesis().networkId() + ".",
            "To check it, without a node and without a network: pando verify FILE --network ID",
            "Take the network's ID from somebody you trust, not from here.",
            "The proof is what stands between the two marks. These lines are not part of it: they",
            "are for people and prove nothing.")) {
      text.append(COMMENT).append(' ').append(comment).append('\n');
    }
    text.append(BEGIN).append('\n');
    String encoded = Base64.getEncoder().encodeToString(proof.encode().toArray());
    for (int at = 0; at < encoded.length(); at += LINE) {
      text.append(encoded, at, Math.min(encoded.length(), at + LINE)).append('\n');
    }
    return text.append(END).append('\n').toString();
  }

  /**
   * Takes the proof out of a text; whether it holds is for {@code ProofRules} to say.
   *
   * @return nothing when it is no such text
   * @throws InvalidException when it is one that was damaged
   */
  public static Optional<Bytes> read(String text) throws InvalidException {
    if (text.length() > MAX_SIZE) {
      return Optional.empty();
    }
    String[] lines = text.replace("\r\n", "\n").split("\n", -1);
    return List.of(lines).contains(BEGIN)
        ? Optional.of(new ProofText(lines).read())
        : Optional.empty();
  }

  private Bytes read() throws InvalidException {
    if (!List.of(lines).contains(END)) {
      throw damaged(lines.length - 1, "the text ends before the line " + END);
    }
    int at = skipComments(0, BEGIN) + 1;
    while (!lines[at].equals(END)) {
      boolean last = lines[at + 1].equals(END);
      int length = lines[at].length();
      if (length == 0 || length > LINE || (length < LINE && !last)) {
        throw damaged(at, "it has " + length + " characters, not " + LINE);
      }
      base64.append(lines[at]);
      at++;
    }
    skipComments(at + 1, null);
    return decode();
  }

  /** The index of the line that is looked for, or behind the last one when there is none. */
  private int skipComments(int from, @Nullable String wanted) throws InvalidException {
    int at = from;
    while (at < lines.length && !lines[at].equals(wanted)) {
      if (!lines[at].isEmpty() && !lines[at].startsWith(COMMENT)) {
        throw damaged(at, "it stands outside of the marks and does not begin with " + COMMENT);
      }
      at++;
    }
    return at;
  }

  private Bytes decode() throws InvalidException {
    try {
      byte[] octets = Base64.getDecoder().decode(base64.toString());
      byte[] again = Base64.getEncoder().encode(octets);
      if (new String(again, StandardCharsets.US_ASCII).contentEquals(base64)) {
        return Bytes.of(octets);
      }
      throw new InvalidException(Rule.V1, "proof", "not in its canonical base64" + ADVICE);
    } catch (IllegalArgumentException e) {
      throw new InvalidException(
          Rule.V1, "proof", "what stands between the marks is not base64" + ADVICE);
    }
  }

  private static InvalidException damaged(int line, String what) {
    return new InvalidException(Rule.V1, "line " + (line + 1), what + ADVICE);
  }
}
