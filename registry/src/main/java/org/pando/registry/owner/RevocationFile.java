package org.pando.registry.owner;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.record.RevokeItem;
import org.pando.registry.rule.RecordException;

/**
 * A revocation that was signed in advance, as it is kept in a file.
 *
 * @param name the full name, without the final dot
 */
record RevocationFile(String name, NetworkId network, RevokeItem item) {
  private static final String KIND = "pando-revocation";
  private static final List<String> WORDS = List.of("name", "network", "item");

  static RevocationFile decode(String where, String text) throws RegistryException {
    SignedText file = SignedText.decode(where, text, KIND, WORDS);
    try {
      return new RevocationFile(
          file.value("name"), file.network(), RevokeItem.decode(file.bytes("item")));
    } catch (RecordException e) {
      throw file.damaged(e);
    }
  }

  String encode() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", name);
    values.put("network", network.toString());
    values.put("item", item.encode().toHex());
    return SignedText.encode(
        KIND,
        List.of(
            "Signed in advance on " + Instant.ofEpochSecond(item.at()) + ".",
            "Whoever has this file can take the name out of service, and nothing else.",
            "Keep a copy where a thief of the key cannot delete it. To use it:",
            "  pando revoke " + name + " --file THIS-FILE"),
        values);
  }
}
