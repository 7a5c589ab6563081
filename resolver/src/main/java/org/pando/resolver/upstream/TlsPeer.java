package org.pando.resolver.upstream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import org.pando.resolver.exchange.Outcome;

/**
 * A server that is spoken to over TLS 1.2 or later: who it has to be, and its sessions, which are
 * resumed. Any thread.
 */
final class TlsPeer {
  private final String name;
  private final int port;
  private final SslContext context;

  /**
   * @param name what its certificate must be for: a host name, which it is told (SNI), or an
   *     address
   * @param alpn what is spoken inside
   */
  TlsPeer(String name, int port, String alpn, CertificateCheck check) {
    this.name = name;
    this.port = port;
    try {
      this.context =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              .trustManager(check)
              .endpointIdentificationAlgorithm("HTTPS")
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      Protocol.ALPN,
                      SelectorFailureBehavior.NO_ADVERTISE,
                      SelectedListenerFailureBehavior.ACCEPT,
                      alpn))
              .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  SslHandler handler(ByteBufAllocator allocator) {
    return context.newHandler(allocator, name, port);
  }

  /** Why hands could not be shaken. */
  static Outcome broken(Throwable reason) {
    for (Throwable cause = reason; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateFault fault) {
        return Broken.because(Broken.text(fault));
      }
    }
    return Broken.because("no TLS connection: " + Broken.text(reason));
  }
}
