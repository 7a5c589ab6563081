package org.pando.registry.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pando.registry.Bytes;
import org.pando.registry.rule.InvalidException;

/**
 * Edge cases published by others (C2SP/CCTV and novifinancial/ed25519-speccheck), which are no part
 * of this project. They are looked for in {@code -Dpando.foreign-vectors=DIR}, else in {@code
 * ../../shared/interop/foreign} beside the checkout; without them the tests are skipped.
 */
final class ForeignEd25519Test {
  /** Flags of CCTV under which full validation must refuse the key. */
  private static final Set<String> BAD_KEY =
      Set.of("non_canonical_A", "low_order_A", "low_order_component_A");

  /** The one CCTV signature that every replica accepts: ordinary, without any flag. */
  private static final Set<Integer> CCTV_ACCEPTED = Set.of(305);

  /** The speccheck cases that every replica accepts: none of the twelve. */
  private static final Set<Integer> SPECCHECK_ACCEPTED = Set.of();

  private static JsonArray load(String name) throws IOException {
    Path file =
        Path.of(System.getProperty("pando.foreign-vectors", "../../shared/interop/foreign"))
            .resolve("ed25519")
            .resolve(name);
    if (!Files.exists(file)) {
      String message =
          "skipped: "
              + file.toAbsolutePath().normalize()
              + " is not there; -Dpando.foreign-vectors=DIR says where the published vectors are";
      System.out.println(message);
      Assumptions.abort(message);
    }
    return JsonParser.parseString(Files.readString(file)).getAsJsonArray();
  }

  private static boolean accepts(String key, Bytes message, String signature) {
    try {
      return SignatureVerifier.PINNED.verify(
          PublicKey.decode(Bytes.fromHex(key), "test"), message, Bytes.fromHex(signature));
    } catch (InvalidException e) {
      return false;
    }
  }

  private static boolean isKey(String key) {
    try {
      PublicKey unused = PublicKey.decode(Bytes.fromHex(key), "test");
      return unused.bytes().length() == 32;
    } catch (InvalidException e) {
      return false;
    }
  }

  @Test
  @Tag("case-24")
  void cctv() throws Exception {
    Set<Integer> accepted = new TreeSet<>();
    for (JsonElement element : load("cctv-ed25519vectors.json")) {
      JsonObject vector = element.getAsJsonObject();
      int number = vector.get("number").getAsInt();
      String key = vector.get("key").getAsString();
      Set<String> flags = new HashSet<>();
      if (!vector.get("flags").isJsonNull()) {
        vector.getAsJsonArray("flags").forEach(flag -> flags.add(flag.getAsString()));
      }
      boolean badKey = flags.stream().anyMatch(BAD_KEY::contains);
      assertEquals(!badKey, isKey(key), "vector " + number + " " + flags);
      Bytes message = Bytes.of(vector.get("msg").getAsString().getBytes(StandardCharsets.UTF_8));
      if (accepts(key, message, vector.get("sig").getAsString())) {
        accepted.add(number);
        assertFalse(flags.contains("low_order_residue"), "vector " + number + " " + flags);
        assertFalse(flags.contains("low_order_component_R"), "vector " + number + " " + flags);
        assertFalse(flags.contains("non_canonical_R"), "vector " + number + " " + flags);
      }
    }
    assertEquals(new TreeSet<>(CCTV_ACCEPTED), accepted);
  }

  @Test
  @Tag("case-24")
  void speccheck() throws Exception {
    Set<Integer> accepted = new TreeSet<>();
    List<JsonElement> cases = load("speccheck-cases.json").asList();
    for (int i = 0; i < cases.size(); i++) {
      JsonObject vector = cases.get(i).getAsJsonObject();
      Bytes message = Bytes.fromHex(vector.get("message").getAsString());
      if (accepts(
          vector.get("pub_key").getAsString(), message, vector.get("signature").getAsString())) {
        accepted.add(i);
      }
    }
    assertEquals(new TreeSet<>(SPECCHECK_ACCEPTED), accepted);
  }
}
