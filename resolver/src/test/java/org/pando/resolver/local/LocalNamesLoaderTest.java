package org.pando.resolver.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** Hosts files as they come, change and go. */
class LocalNamesLoaderTest {
  private static final Logger LOGGER = Logger.getLogger(HostsProblems.class.getName());

  /** What was logged since a test last looked. */
  private final List<String> logged = new ArrayList<>();

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            logged.add(record.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @TempDir private Path folder;
  private final Networks networks = new Networks();
  private Path hosts = Path.of("");

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
    LOGGER.setUseParentHandlers(false);
    hosts = folder.resolve("hosts");
  }

  @AfterEach
  void stopListening() {
    LOGGER.removeHandler(handler);
    LOGGER.setUseParentHandlers(true);
  }

  private LocalNamesLoader loader(boolean given, Path... files) {
    return new LocalNamesLoader(
        new LocalNamesLoader.Settings(true, List.of(), List.of(), List.of(files), given),
        networks.names());
  }

  /** Another file under the same name, as editors do; its inode differs whatever the clock says. */
  private static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling("fresh");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private void assertLogged(String... messages) {
    List<String> shown = logged.stream().map(m -> m.replace(folder + "/", "")).toList();
    assertEquals(List.of(messages), shown);
    logged.clear();
  }

  private static List<String> a(LocalNamesLoader loader, String name) {
    return Asking.answer(loader.answers(), name, Type.A);
  }

  @Test
  void aChangedFileIsReadAgain() throws Exception {
    Files.writeString(hosts, "192.168.1.5 nas.lan\n");
    LocalNamesLoader loader = loader(true, hosts);
    assertEquals(List.of("nas.lan. 60 A 192.168.1.5"), a(loader, "nas.lan."));
    replace(hosts, "192.168.1.6 nas.lan\n192.168.1.7 tv.lan\n");
    assertEquals(List.of("nas.lan. 60 A 192.168.1.5"), a(loader, "nas.lan."));
    loader.refresh();
    assertEquals(List.of("nas.lan. 60 A 192.168.1.6"), a(loader, "nas.lan."));
    assertEquals(List.of("tv.lan. 60 A 192.168.1.7"), a(loader, "tv.lan."));
    assertEquals(2, loader.answers().size().hosts());
    Files.writeString(hosts, "192.168.1.6 nas.lan\n");
    loader.refresh();
    assertNull(Asking.tryAnswer(loader.answers(), "tv.lan.", Type.A));
    assertLogged();
  }

  @Test
  void anUnchangedFileIsNotReadAgain() throws Exception {
    Files.writeString(hosts, "192.168.1.5 nas.lan\n");
    LocalNamesLoader loader = loader(true, hosts);
    LocalAnswers.Size before = loader.answers().size();
    loader.refresh();
    assertSame(before, loader.answers().size());
  }

  @Test
  void aMissingDefaultFileIsNothing() {
    LocalNamesLoader loader = loader(false, hosts);
    assertLogged();
    assertEquals(new LocalAnswers.Size(0, 0), loader.answers().size());
  }

  @Test
  void aMissingConfiguredFileIsReportedOnceAndReadWhenItAppears() throws Exception {
    LocalNamesLoader loader = loader(true, hosts);
    assertLogged("hosts: there is no such file; create it, or take it out of [hosts] files");
    loader.refresh();
    assertLogged();
    Files.writeString(hosts, "192.168.1.5 nas.lan\n");
    loader.refresh();
    assertEquals(List.of("nas.lan. 60 A 192.168.1.5"), a(loader, "nas.lan."));
    Files.delete(hosts);
    loader.refresh();
    assertNull(Asking.tryAnswer(loader.answers(), "nas.lan.", Type.A));
    assertLogged("hosts: there is no such file; create it, or take it out of [hosts] files");
  }

  @Test
  void malformedLinesAreReportedOnce() throws Exception {
    String problem = "hosts:2: 'x' is not an IP address; a line is ADDRESS NAME [NAME ...]";
    Files.writeString(hosts, "192.168.1.5 nas.lan\nx y\n");
    LocalNamesLoader loader = loader(true, hosts);
    assertLogged(problem);
    replace(hosts, "192.168.1.6 nas.lan\nx y\n192.168.1.7\n");
    loader.refresh();
    assertLogged("hosts:3: 192.168.1.7 has no name; a line is ADDRESS NAME [NAME ...]");
    assertEquals(List.of("nas.lan. 60 A 192.168.1.6"), a(loader, "nas.lan."));
    replace(hosts, "192.168.1.6 nas.lan\n");
    loader.refresh();
    replace(hosts, "192.168.1.6 nas.lan\nx y\n");
    loader.refresh();
    assertLogged(problem);
  }

  @Test
  void aFileFullOfMistakesDoesNotFillTheLog() throws Exception {
    Files.writeString(hosts, "x y\n".repeat(1000));
    loader(true, hosts);
    assertEquals(21, logged.size());
    assertEquals("hosts files: 980 more lines like these are skipped", logged.getLast());
  }

  /** A file that cannot be read for a while takes no name away. */
  @Test
  void whileAFileCannotBeReadTheNamesStay() throws Exception {
    Files.writeString(hosts, "192.168.1.5 nas.lan\n");
    LocalNamesLoader loader = loader(true, hosts);
    Files.delete(hosts);
    Files.createDirectory(hosts);
    loader.refresh();
    assertEquals(List.of("nas.lan. 60 A 192.168.1.5"), a(loader, "nas.lan."));
    assertLogged(
        "hosts: cannot be read: it is not a regular file; let the user who runs pando read it, or"
            + " take it out of [hosts] files");
    loader.refresh();
    assertLogged();
    Files.delete(hosts);
    Files.writeString(hosts, "192.168.1.6 nas.lan\n");
    loader.refresh();
    assertEquals(List.of("nas.lan. 60 A 192.168.1.6"), a(loader, "nas.lan."));
  }

  @Test
  void localhostLinesChangeNothingAndSayNothing() throws Exception {
    Files.writeString(
        hosts, "10.9.9.9 localhost x.localhost bad.onion\n::1 localhost ip6-localhost\n");
    LocalNamesLoader loader = loader(false, hosts);
    assertEquals(List.of("localhost. 10800 A 127.0.0.1"), a(loader, "localhost."));
    assertEquals(List.of("x.localhost. 10800 A 127.0.0.1"), a(loader, "x.localhost."));
    assertEquals("NXDOMAIN onion. 10800", Asking.negative(loader.answers(), "bad.onion.", Type.A));
    assertEquals(
        List.of("ip6-localhost. 60 AAAA 0:0:0:0:0:0:0:1"),
        Asking.answer(loader.answers(), "ip6-localhost.", Type.AAAA));
    assertEquals(1, loader.answers().size().hosts());
    assertLogged();
  }

  @Test
  void registryNamesAreLeftOutAndReported() throws Exception {
    networks.join("home.alt.");
    Files.writeString(hosts, "192.168.1.5 blog.home.alt nas.lan\n");
    LocalNamesLoader loader = loader(true, hosts);
    assertLogged(
        "hosts:1: blog.home.alt is a name of the registry; give it its address with: pando"
            + " register");
    assertNull(Asking.tryAnswer(loader.answers(), "blog.home.alt.", Type.A));
    assertEquals(
        List.of("5.1.168.192.in-addr.arpa. 60 PTR nas.lan."),
        Asking.answer(loader.answers(), "5.1.168.192.in-addr.arpa.", Type.PTR));
  }

  /** What is above a suffix exists from then on. */
  @Test
  void aJoinedNetworkIsNoticed() {
    LocalNamesLoader loader = loader(true);
    assertEquals("NXDOMAIN alt. 60", Asking.negative(loader.answers(), "alt.", Type.A));
    networks.join("home.alt.");
    loader.refresh();
    assertEquals("NODATA alt. 60", Asking.negative(loader.answers(), "alt.", Type.A));
  }

  @Test
  void earlierFilesCountMore() throws Exception {
    Path second = folder.resolve("second");
    Files.writeString(hosts, "192.168.1.5 nas.lan\n");
    Files.writeString(second, "192.168.1.6 nas.lan tv.lan\n");
    LocalNamesLoader loader = loader(true, hosts, second);
    assertEquals(List.of("nas.lan. 60 A 192.168.1.5"), a(loader, "nas.lan."));
    assertEquals(List.of("tv.lan. 60 A 192.168.1.6"), a(loader, "tv.lan."));
  }

  @Test
  void aNameHasAsManyAddressesAsFitAnAnswer() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 70; i++) {
      text.append("10.0.0.").append(i).append(" pool.lan\n");
    }
    Files.writeString(hosts, text.append("fd00::1 pool.lan\n"));
    LocalNamesLoader loader = loader(true, hosts);
    assertEquals(64, a(loader, "pool.lan.").size());
    assertEquals(1, Asking.answer(loader.answers(), "pool.lan.", Type.AAAA).size());
    assertEquals(6, logged.size());
    assertEquals(
        hosts + ":65: pool.lan has 64 addresses already; remove those that it does not need",
        logged.getFirst());
  }

  /** A block list in the form of a hosts file; the bounds are far above what it takes. */
  @Test
  void aBigFileIsReadSoonAndTakesLittle() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      text.append("0.0.0.0 ads").append(i).append(".tracker").append(i % 5000).append(".example\n");
    }
    Files.writeString(hosts, text);
    LocalNamesLoader loader = loader(true, hosts);
    assertEquals(100_000, loader.answers().size().hosts());
    assertEquals(
        List.of("ads99999.tracker4999.example. 60 A 0.0.0.0"),
        a(loader, "ads99999.tracker4999.example."));
    assertNull(Asking.tryAnswer(loader.answers(), "ads99999.tracker0.example.", Type.A));
  }
}
