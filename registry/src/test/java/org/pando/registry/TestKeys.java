package org.pando.registry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.pando.registry.crypto.Domain;
import org.pando.registry.crypto.SigningKey;

/** The keys of the specification's examples: their seed is the hash of a text. */
public final class TestKeys {
  public static final SigningKey OWNER = of("owner");
  public static final SigningKey RECOVERY = of("recovery");
  public static final SigningKey OWNER2 = of("owner2");

  private TestKeys() {}

  public static SigningKey of(String name) {
    return SigningKey.ofSeed(hash("pando test seed " + name));
  }

  /** The keys called {@code w0}, {@code w1}, ... */
  public static List<SigningKey> of(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> of(prefix + i)).toList();
  }

  public static Bytes hash(String text) {
    return Domain.sha256(Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** 64 bytes of a text that look like a signature and are none. */
  public static Bytes noSignature(String text) {
    return Bytes.fromHex(hash(text).toHex() + hash(text + "'").toHex());
  }
}
