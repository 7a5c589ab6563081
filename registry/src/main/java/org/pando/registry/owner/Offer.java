package org.pando.registry.owner;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pando.registry.Bytes;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.record.Op;
import org.pando.registry.rule.RecordException;
import org.pando.registry.witness.WitnessPolicy;

/**
 * A transfer that its new owner has not accepted yet.
 *
 * @param name the full name, without the final dot
 * @param signature of whoever offers it, kind op
 */
public record Offer(String name, NetworkId network, Op.Transfer op, Bytes signature) {
  private static final String KIND = "pando-offer";
  private static final List<String> WORDS = List.of("name", "network", "payload", "signature");

  /**
   * Reads an offer's text (package documentation).
   *
   * @param where the file, for messages
   * @throws RegistryException of kind INVALID when it is none
   */
  static Offer decode(String where, String text) throws RegistryException {
    SignedText file = SignedText.decode(where, text, KIND, WORDS);
    try {
      if (Op.decode(file.bytes("payload")) instanceof Op.Transfer transfer) {
        return new Offer(file.value("name"), file.network(), transfer, file.bytes("signature"));
      }
      throw new RegistryException(
          RegistryException.Kind.INVALID, where + " offers no transfer; give another file");
    } catch (RecordException e) {
      throw file.damaged(e);
    }
  }

  /** The text of its file. */
  public String encode() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", name);
    values.put("network", network.toString());
    values.put("payload", op.encode().toHex());
    values.put("signature", signature.toHex());
    return SignedText.encode(
        KIND,
        List.of(
            "Offered to the key " + op.holder().owner().text(),
            "until " + Instant.ofEpochSecond(expires()) + ". The owner of that key accepts with:",
            "  pando transfer accept " + name + " --offer THIS-FILE"),
        values);
  }

  /** The last moment at which it can be accepted, in seconds since 1970. */
  public long expires() {
    return op.at() + WitnessPolicy.MAX_TRANSFER_AGE;
  }
}
