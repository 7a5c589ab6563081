package org.pando.resolver.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code [tls]}: who this server says it is.
 *
 * @param certificate file with the certificate chain; none: a self-made certificate
 * @param key file with the private key
 */
public record TlsConfig(Optional<Path> certificate, Optional<Path> key) {
  static final Section<TlsConfig> SECTION =
      Section.of(
              TlsConfig.class,
              Row.Key.of(
                      "certificate",
                      Types.optional(Types.path()),
                      Optional.empty(),
                      "file with the certificate chain; none: a self-made certificate")
                  .needs(Capability.OWN_CERTIFICATE),
              Row.Key.of(
                      "key",
                      Types.optional(Types.path()),
                      Optional.empty(),
                      "file with the private key of the certificate")
                  .needs(Capability.OWN_CERTIFICATE))
          .checkedBy(TlsConfig::check);

  private void check(Scope scope) {
    if (certificate.isPresent() && key.isEmpty()) {
      scope.problem("certificate", "has no key", "add the line key = \"FILE\"");
    }
    if (key.isPresent() && certificate.isEmpty()) {
      scope.problem("key", "has no certificate", "add the line certificate = \"FILE\"");
    }
  }
}
