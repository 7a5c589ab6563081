package org.pando.resolver.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.pando.registry.Bytes;
import org.pando.resolver.Bounded;
import org.pando.resolver.answer.RegistryNames;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Timeout(10)
final class HostsFileFuzzTest {
  private static final class Collected implements HostsFile.Reader {
    private final LocalNamesBuilder builder = new LocalNamesBuilder(true, List.of());
    private Name last = Name.root;
    private int lastType;

    @Override
    public void host(int line, Name name, Bytes address) {
      assertTrue(address.length() == 4 || address.length() == 16);
      if (!builder.isKept(name)) {
        builder.addHost(0, name, address);
        last = name;
        lastType = address.length() == 4 ? Type.A : Type.AAAA;
      }
    }

    @Override
    public void malformed(int line, String what) {
      assertTrue(what.length() < 200 && what.chars().allMatch(c -> c >= ' ' && c <= '~'), what);
    }
  }

  /** A line says what is wrong with it, or its names are answered from then on. */
  @FuzzTest
  void read(byte[] input) {
    Collected collected = Bounded.within(input.length, () -> collect(input));
    RegistryNames registry = new Networks().names();
    LocalAnswers answers =
        new LocalAnswers(registry, collected.builder.build(List.of(), registry::contains));
    if (!collected.last.equals(Name.root)) {
      Message reply = Asking.ask(answers, collected.last.toString(), collected.lastType);
      assertEquals(Rcode.NOERROR, reply.getRcode());
      assertTrue(!reply.getSection(Section.ANSWER).isEmpty(), reply::toString);
    }
  }

  private static Collected collect(byte[] input) {
    Collected collected = new Collected();
    try {
      HostsFile.read(
          new BufferedReader(new StringReader(new String(input, ISO_8859_1))), collected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return collected;
  }
}
