package org.pando.registry.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Decoding;
import org.pando.registry.RegistryException;
import org.pando.registry.zone.Rr;
import org.xbill.DNS.Name;

@Timeout(10)
final class RecordSyntaxFuzzTest {
  private static final RecordSyntax SYNTAX =
      new RecordSyntax(Name.fromConstantString("blog.home.alt."));

  @FuzzTest
  void parse(byte[] input) throws Exception {
    String text = new String(input, UTF_8);
    Rr record = Decoding.attempt(RegistryException.class, input.length, () -> SYNTAX.parse(text));
    if (record != null) {
      String written = RecordFormat.format(record);
      assertEquals(record, SYNTAX.parse(written), written);
    }
  }
}
