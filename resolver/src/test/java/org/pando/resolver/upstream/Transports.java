package org.pando.resolver.upstream;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.pando.resolver.answer.Query;
import org.pando.resolver.answer.Trace;
import org.pando.resolver.config.UpstreamConfig;
import org.pando.resolver.config.UpstreamScheme;
import org.pando.resolver.config.UpstreamUrl;
import org.pando.resolver.exchange.Outcome;
import org.pando.resolver.upstream.ScriptedServer.Script;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Upstreams of every scheme, and scripted servers that they accept. */
final class Transports implements AutoCloseable {
  static final Query QUERY =
      new Query(Name.fromConstantString("Example.com."), Type.A, false, Trace.NONE);
  static final Script GOOD = question -> List.of(ScriptedServer.answer(question).toWire());
  static final String HOST = "dns.test";
  static final int STREAMS = 100;

  /** As long as a busy computer may need. */
  private static final Duration OPENING = Duration.ofSeconds(9);

  private final IoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final AtomicLong ahead = new AtomicLong();
  private final InstantSource wall = InstantSource.system();
  private final UpstreamFactory factory = factory(new KnownTime(wall, Instant.EPOCH, ""));
  private final TestAuthority authority;
  private final Path folder;

  Transports() throws Exception {
    authority = new TestAuthority(wall.instant());
    folder = Files.createTempDirectory("authority");
    authority.writePem(folder);
  }

  UpstreamFactory factory(KnownTime time) {
    return factory(net(Duration.ofSeconds(20)), time);
  }

  private static UpstreamFactory factory(Net net, KnownTime time) {
    return new UpstreamFactory(net, true, new LoopCheck(net.random()), time);
  }

  IoEventLoop loop() {
    return loops.next();
  }

  Net net(Duration idle) {
    return new Net(
        loop(),
        List.of(),
        OPENING,
        idle,
        new SecureRandom(),
        () -> System.nanoTime() + ahead.get());
  }

  /** Lets time pass for transports, but for what the event loop does after a while. */
  void pass(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  TestAuthority authority() {
    return authority;
  }

  Path authorityFile() {
    return folder.resolve("authority.pem");
  }

  /**
   * A scripted server that speaks a scheme, silent in every other way. Whoever adds a scheme adds
   * its server here.
   */
  Peer server(UpstreamScheme scheme, Script script) throws Exception {
    return switch (scheme) {
      case UDP -> new ScriptedServer(script, ScriptedServer.SILENT);
      case TCP -> new ScriptedServer(ScriptedServer.SILENT, script);
      case TLS -> ScriptedServer.overTls(script, serving(good()));
      case HTTPS ->
          new ScriptedHttpsServer(script, good(), ScriptedHttpsServer.Manner.CORRECT, STREAMS);
    };
  }

  TestAuthority.Identity good() throws GeneralSecurityException, IOException {
    return authority.issue(TestAuthority.host(HOST));
  }

  static SSLContext serving(TestAuthority.Identity identity)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", identity.key(), new char[0], new Certificate[] {identity.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  Upstream to(UpstreamScheme scheme, InetSocketAddress address) throws IOException {
    return factory.transport(config(scheme, HOST, address.getPort())).apply(address);
  }

  /** One that sends from some addresses of this computer. */
  Upstream from(List<InetAddress> sources, UpstreamScheme scheme, InetSocketAddress address)
      throws IOException {
    Net net = net(Duration.ofSeconds(20));
    return with(
        new Net(net.loop(), sources, OPENING, net.idle(), net.random(), net.nanos()),
        scheme,
        address);
  }

  /** One for which no time passes: what is kept is kept for ever. */
  Upstream timeless(UpstreamScheme scheme, InetSocketAddress address) throws IOException {
    Net net = net(Duration.ofSeconds(20));
    return with(
        new Net(net.loop(), List.of(), OPENING, net.idle(), net.random(), () -> 0),
        scheme,
        address);
  }

  /** One that gives up opening a connection after a while. */
  Upstream within(Duration opening, UpstreamScheme scheme, InetSocketAddress address)
      throws IOException {
    Net net = net(Duration.ofSeconds(20));
    return with(
        new Net(net.loop(), List.of(), opening, net.idle(), net.random(), net.nanos()),
        scheme,
        address);
  }

  /** One with surroundings of its own. */
  Upstream with(Net net, UpstreamScheme scheme, InetSocketAddress address) throws IOException {
    return factory(net, new KnownTime(wall, Instant.EPOCH, ""))
        .transport(config(scheme, HOST, address.getPort()))
        .apply(address);
  }

  UpstreamConfig config(UpstreamScheme scheme, String host, int port) {
    return new UpstreamConfig(
        new UpstreamUrl(scheme, host, port, scheme == UpstreamScheme.HTTPS ? "/dns-query" : ""),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        scheme.encrypted() ? Optional.of(authorityFile()) : Optional.empty(),
        List.of());
  }

  /** How it ends when a question is asked. */
  static Outcome ask(Upstream upstream) throws Exception {
    return ask(upstream, QUERY);
  }

  static Outcome ask(Upstream upstream, Query query) throws Exception {
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    var _ = upstream.ask(query, end::complete);
    return end.get(10, TimeUnit.SECONDS);
  }

  static Message reply(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Replied(Message message) -> message;
      case Outcome.Broken broken -> throw new AssertionError(broken.reason().getMessage());
    };
  }

  static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Replied(Message message) -> throw new AssertionError("a reply: " + message);
      case Outcome.Broken broken -> String.valueOf(broken.reason().getMessage());
    };
  }

  @Override
  public void close() throws IOException {
    var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    Files.delete(authorityFile());
    Files.delete(folder);
  }
}
