package org.pando.resolver.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pando.resolver.upstream.TestAuthority.host;
import static org.pando.resolver.upstream.Transports.GOOD;
import static org.pando.resolver.upstream.Transports.ask;
import static org.pando.resolver.upstream.Transports.reason;
import static org.pando.resolver.upstream.Transports.reply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pando.resolver.config.UpstreamConfig;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.exchange.Outcome;
import org.xbill.DNS.Rcode;

/** Which servers are accepted, and what is said of those that are not. */
class CertificateCheckTest {
  private static final Duration DAY = Duration.ofDays(1);

  private static Transports transports;
  private static Instant now;

  @BeforeAll
  static void open() throws Exception {
    transports = new Transports();
    now = InstantSource.system().instant();
  }

  @AfterAll
  static void close() throws Exception {
    transports.close();
  }

  private static KnownTime time() {
    return new KnownTime(InstantSource.system(), Instant.EPOCH, "this node last ran");
  }

  private static UpstreamConfig config(
      String host, Optional<String> tlsName, boolean authority, String... pins) {
    UpstreamConfig plain = transports.config(UpstreamScheme.TLS, host, 853);
    return new UpstreamConfig(
        plain.url(),
        List.of(),
        Optional.empty(),
        List.of(),
        tlsName,
        authority ? plain.caFile() : Optional.empty(),
        List.of(pins));
  }

  private static Outcome outcome(
      TestAuthority.Identity identity, UpstreamConfig config, KnownTime time) throws Exception {
    try (ScriptedServer server = ScriptedServer.overTls(GOOD, Transports.serving(identity))) {
      Upstream upstream = transports.factory(time).transport(config).apply(server.address());
      Outcome outcome = ask(upstream);
      upstream.close();
      return outcome;
    }
  }

  private static void accepted(Outcome outcome) {
    assertEquals(Rcode.NOERROR, reply(outcome).getRcode());
  }

  private static void refused(String pattern, Outcome outcome) {
    assertTrue(reason(outcome).matches(pattern), reason(outcome));
  }

  private static UpstreamConfig usual() {
    return config(Transports.HOST, Optional.empty(), true);
  }

  @Test
  void theNameOfTheUrlIsAccepted() throws Exception {
    accepted(outcome(transports.good(), usual(), time()));
  }

  @Test
  void theNameInTlsNameIsAcceptedInsteadOfTheUrls() throws Exception {
    UpstreamConfig named = config("127.0.0.1", Optional.of(Transports.HOST), true);
    accepted(outcome(transports.good(), named, time()));
  }

  @Test
  void anAddressNeedsACertificateForTheAddress() throws Exception {
    UpstreamConfig bare = config("127.0.0.1", Optional.empty(), true);
    accepted(outcome(transports.authority().issue(TestAuthority.loopback()), bare, time()));
    refused(
        "its certificate is for dns\\.test, not for 127\\.0\\.0\\.1: check url, .*",
        outcome(transports.good(), bare, time()));
  }

  @Test
  void anotherNameIsRefused() throws Exception {
    refused(
        "its certificate is for other\\.test, not for dns\\.test: check url, addresses and"
            + " tls-name",
        outcome(transports.authority().issue(host("other.test")), usual(), time()));
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    Instant until = now.minus(DAY);
    refused(
        "its certificate has expired at .*: check whether .* is the time, .* replace it",
        outcome(
            transports.authority().issue(until.minus(DAY), until, host(Transports.HOST)),
            usual(),
            time()));
  }

  @Test
  void aCertificateOfTheFutureIsRefused() throws Exception {
    Instant from = now.plus(DAY);
    refused(
        "its certificate is valid from .* on: check whether .* is the time, .*",
        outcome(
            transports.authority().issue(from, from.plus(DAY), host(Transports.HOST)),
            usual(),
            time()));
  }

  /** Found out by what is known to have been, not by the certificate. */
  @Test
  void aWrongClockIsNamedAsTheCause() throws Exception {
    Instant from = now.plus(DAY);
    KnownTime wrong =
        new KnownTime(InstantSource.system(), now.plus(DAY.multipliedBy(2)), "this node last ran");
    refused(
        "its certificate is valid from .* on: this computer's clock shows .*, a time before this"
            + " node last ran, and is wrong: set it",
        outcome(
            transports.authority().issue(from, from.plus(DAY), host(Transports.HOST)),
            usual(),
            wrong));
  }

  @Test
  void anUnknownAuthorityIsRefused() throws Exception {
    TestAuthority other = new TestAuthority(now);
    refused(
        "its certificate is signed by CN=Test authority, whom nobody trusts here: .*",
        outcome(other.issue(host(Transports.HOST)), usual(), time()));
    refused(
        "its certificate is signed by CN=Test authority, whom nobody trusts here: .*",
        outcome(transports.good(), config(Transports.HOST, Optional.empty(), false), time()));
  }

  /** RFC 7858 section 4.2: whoever wrote the key down needs nobody to vouch for it. */
  @Test
  void aPinnedKeyIsEnoughByItself() throws Exception {
    TestAuthority.Identity self =
        new TestAuthority(now)
            .issue(now.minus(DAY.multipliedBy(2)), now.minus(DAY), host("other.test"));
    accepted(outcome(self, config(Transports.HOST, Optional.empty(), false, self.pin()), time()));
  }

  @Test
  void anotherKeyThanThePinnedIsRefused() throws Exception {
    String pin = transports.good().pin();
    refused(
        "its key [A-Za-z0-9+/]{43}= is not among the pins: .*",
        outcome(transports.good(), config(Transports.HOST, Optional.empty(), false, pin), time()));
  }

  @Test
  void pinsAndAnAuthorityAreBothAskedFor() throws Exception {
    TestAuthority.Identity good = transports.good();
    accepted(outcome(good, config(Transports.HOST, Optional.empty(), true, good.pin()), time()));
    TestAuthority.Identity other = transports.authority().issue(host("other.test"));
    refused(
        ".* not for dns\\.test: .*",
        outcome(other, config(Transports.HOST, Optional.empty(), true, other.pin()), time()));
  }

  @Test
  void anAuthorityFileThatCannotBeUsedIsToldAtTheStart(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("authority.pem");
    assertEquals(
        "ca-file " + file + " does not exist: correct the path",
        assertThrows(IOException.class, () -> Authorities.in(file)).getMessage());
    Files.writeString(file, "nothing of the kind");
    assertEquals(
        "ca-file " + file + " has no certificates in PEM form: write them into it",
        assertThrows(IOException.class, () -> Authorities.in(file)).getMessage());
  }
}
