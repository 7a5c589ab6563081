package org.pando.resolver.upstream;

import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.pando.resolver.answer.Step;
import org.pando.resolver.config.UpstreamConfig;
import org.pando.resolver.config.UpstreamScheme;

/**
 * Makes upstreams: the one place that knows which class speaks which transport. Used by one thread
 * at a time.
 */
public final class UpstreamFactory {
  /**
   * What the configuration says of all questions.
   *
   * @param caseRandomisation 0x20
   * @param sources addresses that questions are sent from; none: the system chooses
   */
  public record Rules(boolean caseRandomisation, List<InetAddress> sources) {}

  private static final Duration OPENING = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(20);

  private final Net net;
  private final boolean caseRandomisation;
  private final LoopCheck loopCheck;
  private final KnownTime time;
  private @Nullable X509ExtendedTrustManager systemAuthorities;

  /**
   * @param loop of NIO; receives, and owns all connections
   * @param random unpredictable, safe for use by any thread
   * @param nanos the node's own clock
   * @param time for dates of certificates
   */
  public UpstreamFactory(
      IoEventLoop loop,
      Rules rules,
      LoopCheck loopCheck,
      RandomGenerator random,
      LongSupplier nanos,
      KnownTime time) {
    this(
        new Net(loop, rules.sources(), OPENING, IDLE, random, nanos),
        rules.caseRandomisation(),
        loopCheck,
        time);
  }

  UpstreamFactory(Net net, boolean caseRandomisation, LoopCheck loopCheck, KnownTime time) {
    this.net = net;
    this.caseRandomisation = caseRandomisation;
    this.loopCheck = loopCheck;
    this.time = time;
  }

  /**
   * Makes upstreams of the ladder's fourth step of one server's addresses.
   *
   * @throws IOException when a file that the configuration names cannot be used, and what to do
   */
  public Function<InetSocketAddress, Endpoint> upstreams(UpstreamConfig config) throws IOException {
    Function<InetSocketAddress, Upstream> transport = transport(config);
    return address ->
        new Endpoint(
            transport.apply(address),
            config.operatorOrGuess(),
            config.url().scheme(),
            Step.UPSTREAM,
            loopCheck,
            net.nanos());
  }

  /**
   * An upstream whose addresses have to be found.
   *
   * @param book keeps them for the next start
   */
  public NamedUpstream named(UpstreamConfig config, NamedUpstream.Book book) throws IOException {
    return new NamedUpstream(
        config.url().host(), config.url().port(), upstreams(config), book, net.nanos());
  }

  /** Finds out about those that ask this node. */
  public LoopCheck loopCheck() {
    return loopCheck;
  }

  /** The system's own resolver as an upstream. */
  Endpoint systemResolver(InetSocketAddress address) {
    return new Endpoint(
        udp(address), "system", UpstreamScheme.UDP, Step.SYSTEM_RESOLVER, loopCheck, net.nanos());
  }

  /** What speaks to any address of a server. */
  Function<InetSocketAddress, Upstream> transport(UpstreamConfig config) throws IOException {
    return switch (config.url().scheme()) {
      case UDP -> this::udp;
      case TCP -> address -> new TcpUpstream(address, LetterCase.asAsked(net.random()), net);
      case TLS -> {
        TlsPeer peer = peer(config, TlsUpstream.ALPN);
        yield address -> new TlsUpstream(address, peer, net);
      }
      case HTTPS -> {
        TlsPeer peer = peer(config, HttpsUpstream.ALPN);
        HttpsConnection.Resource resource =
            new HttpsConnection.Resource(config.url().authority(), config.url().path());
        yield address -> new HttpsUpstream(address, peer, resource, net);
      }
    };
  }

  private Upstream udp(InetSocketAddress address) {
    LetterCase letters =
        caseRandomisation ? LetterCase.random(net.random()) : LetterCase.asAsked(net.random());
    return new UdpUpstream(address, new TcpUpstream(address, letters, net), letters, net);
  }

  private TlsPeer peer(UpstreamConfig config, String alpn) throws IOException {
    String name = config.tlsName().orElse(config.url().host());
    Optional<Path> file = config.caFile();
    X509ExtendedTrustManager authorities =
        file.isPresent() ? Authorities.in(file.get()) : ofTheSystem();
    CertificateCheck check =
        new CertificateCheck(name, authorities, Set.copyOf(config.pins()), file.isEmpty(), time);
    return new TlsPeer(name, config.url().port(), alpn, check);
  }

  private X509ExtendedTrustManager ofTheSystem() {
    if (systemAuthorities == null) {
      systemAuthorities = Authorities.ofTheSystem();
    }
    return systemAuthorities;
  }
}
