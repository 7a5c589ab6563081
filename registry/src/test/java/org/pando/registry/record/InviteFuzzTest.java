package org.pando.registry.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Bytes;
import org.pando.registry.Decoding;
import org.pando.registry.crypto.Domain;
import org.pando.registry.rule.RecordException;

@Timeout(10)
final class InviteFuzzTest {
  @Tag("I6")
  @FuzzTest
  void parse(byte[] input) {
    String text = new String(input, UTF_8);
    Invite invite = Decoding.attempt(RecordException.class, input.length, () -> Invite.parse(text));
    if (invite != null) {
      assertEquals(text, invite.text());
    }
  }

  /** What an invite holds, with the check characters that no search would find. */
  @Tag("I6")
  @FuzzTest
  void content(byte[] input) {
    Bytes content = Bytes.of(input);
    String sum = Domain.sha256(content).toHex().substring(0, 8);
    parse(("PANDO1:" + Base32.encode(Bytes.fromHex(content.toHex() + sum))).getBytes(UTF_8));
  }
}
