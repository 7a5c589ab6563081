package org.pando.resolver.upstream;

import java.security.cert.CertificateException;

/** A server's certificate that is not accepted. */
final class CertificateFault extends CertificateException {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  enum Kind {
    EXPIRED,
    NOT_YET_VALID,
    WRONG_NAME,
    UNKNOWN_AUTHORITY,
    PIN_MISMATCH
  }

  private final Kind kind;

  CertificateFault(Kind kind, String text) {
    super(text);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
