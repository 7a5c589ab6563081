package org.pando.registry.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Bytes;
import org.pando.registry.Decoding;
import org.pando.registry.Network;
import org.pando.registry.NetworkId;
import org.pando.registry.RegistryException;
import org.pando.registry.crypto.ZBase32;
import org.pando.registry.record.Label;
import org.xbill.DNS.Name;

@Timeout(10)
final class NameSyntaxFuzzTest {
  private static final List<Network> NETWORKS =
      Stream.of("home.alt.", "club.alt.", "lab.club.alt.")
          .map(
              suffix ->
                  new Network(
                      new NetworkId(Bytes.of(new byte[NetworkId.LENGTH])),
                      Name.fromConstantString(suffix),
                      0,
                      1))
          .toList();

  /** What the command line accepts is what replicas accept as a name. */
  @FuzzTest
  void parse(byte[] input) throws Exception {
    String text = new String(input, UTF_8);
    NameArgument name =
        Decoding.attempt(
            RegistryException.class, input.length, () -> NameSyntax.parse(text, NETWORKS));
    if (name == null) {
      return;
    }
    assertEquals(name, NameSyntax.parse(name.fullName().toString(), NETWORKS));
    if (name.isKeyName()) {
      String key = name.key().substring(0, ZBase32.LENGTH);
      assertEquals(key, ZBase32.encode(ZBase32.decode(key)));
    } else {
      Label.check(name.key());
    }
  }
}
