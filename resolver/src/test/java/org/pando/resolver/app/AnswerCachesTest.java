package org.pando.resolver.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.resolver.answer.Answer;
import org.pando.resolver.answer.AnswerCache;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.config.Capability;
import org.pando.resolver.config.Config;
import org.pando.resolver.config.ConfigPlaces;
import org.pando.resolver.config.ConfigReader;
import org.pando.resolver.config.ConfigResult;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class AnswerCachesTest {
  private static final Name OURS = Name.fromConstantString("home.alt.");

  @TempDir private Path folder;
  private final AtomicLong nanos = new AtomicLong();
  private final NodeClock clock =
      new NodeClock(InstantSource.system(), nanos::get, NodeClock.system().random());

  private Config config(String toml) throws Exception {
    Path file = Files.writeString(folder.resolve("pando.toml"), toml);
    ConfigPlaces places = new ConfigPlaces(Map.of(), folder, folder.resolve("none"));
    return switch (new ConfigReader(places, Capability.IN_THIS_VERSION, false)
        .read(Optional.of(file))) {
      case ConfigResult.Loaded loaded -> loaded.config();
      case ConfigResult.Failed failed -> throw new AssertionError(Configuration.text(failed));
    };
  }

  /** Of which names there is a stale answer an hour after theirs were over. */
  private List<String> stale(String toml, String... names) throws Exception {
    AnswerCache cache = AnswerCaches.of(config(toml), name -> name.subdomain(OURS), clock);
    for (String name : names) {
      cache.put(query(name), answer(name));
    }
    nanos.addAndGet(3_660_000_000_000L);
    List<String> stale = new ArrayList<>();
    for (String name : names) {
      if (cache.stale(query(name)) != null) {
        stale.add(name);
      }
    }
    return stale;
  }

  private static Query query(String name) {
    return new Query(Name.fromConstantString(name), Type.A, false, Trace.NONE);
  }

  private static Answer answer(String name) {
    ARecord address =
        new ARecord(
            Name.fromConstantString(name), DClass.IN, 60, InetAddress.ofLiteral("192.0.2.1"));
    return new Answer(Rcode.NOERROR, List.of(address), List.of(), Answer.Validation.NOT_VALIDATED);
  }

  @Test
  void whatOthersSaidOfNamesThatAreOursIsNeverStale() throws Exception {
    assertEquals(List.of("example.com."), stale("", "example.com.", "blog.home.alt.", "home.alt."));
  }

  @Test
  void excludedNamesAreNeverStale() throws Exception {
    String toml = "[resolution]\nstale-exclude = [\"bank.example\"]\n";
    assertEquals(
        List.of("xbank.example.", "example."),
        stale(toml, "bank.example.", "www.Bank.example.", "xbank.example.", "example."));
  }

  @Test
  void nothingIsStaleWhenItIsOff() throws Exception {
    assertEquals(List.of(), stale("[resolution]\nstale-max-age = \"0s\"\n", "example.com."));
    assertEquals(List.of(), stale("[resolution]\nstale-max-age = \"1h\"\n", "example.com."));
    assertEquals(
        List.of("example.com."), stale("[resolution]\nstale-max-age = \"61m\"\n", "example.com."));
  }
}
