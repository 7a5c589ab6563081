package org.pando.registry.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Decoding;
import org.pando.registry.RegistryException;
import org.pando.registry.zone.Rr;
import org.xbill.DNS.Name;

@Timeout(10)
final class ZoneFileFuzzTest {
  private static final Name BLOG = Name.fromConstantString("blog.home.alt.");

  @FuzzTest
  void parse(byte[] input) throws Exception {
    String text = new String(input, UTF_8);
    List<Rr> records =
        Decoding.attempt(
            RegistryException.class, input.length, () -> ZoneFile.parse("blog.zone", text, BLOG));
    if (records != null) {
      String written = records.stream().map(RecordFormat::format).collect(Collectors.joining("\n"));
      assertEquals(records, ZoneFile.parse("blog.zone", written, BLOG), written);
    }
  }
}
