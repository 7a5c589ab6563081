package org.pando.resolver.upstream;

import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.pando.resolver.upstream.CertificateFault.Kind;

/**
 * Whether a server is the one that it should be: pinned keys first, then dates, the authority and
 * the name, each refused with a reason of its own (RFC 8310 section 8.1). Any thread.
 */
final class CertificateCheck extends X509ExtendedTrustManager {
  private final String name;
  private final X509ExtendedTrustManager authorities;
  private final Set<String> pins;
  private final boolean arePinsEnough;
  private final KnownTime time;

  /**
   * @param name what the certificate must be for, for people
   * @param authorities who is trusted to say so
   * @param pins the SHA-256 of accepted keys in base64; empty for any that is certified
   * @param arePinsEnough whether a server with such a key needs nothing else to be accepted
   */
  CertificateCheck(
      String name,
      X509ExtendedTrustManager authorities,
      Set<String> pins,
      boolean arePinsEnough,
      KnownTime time) {
    this.name = name;
    this.authorities = authorities;
    this.pins = Set.copyOf(pins);
    this.arePinsEnough = arePinsEnough;
    this.time = time;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (!pins.isEmpty()) {
      checkPin(chain[0]);
      if (arePinsEnough) {
        return;
      }
    }
    checkDates(chain[0]);
    try {
      authorities.checkServerTrusted(chain, authType);
    } catch (CertificateException e) {
      for (X509Certificate certificate : chain) {
        checkDates(
            certificate); // of an authority; one that is not needed may be as old as it likes
      }
      throw fault(
          Kind.UNKNOWN_AUTHORITY,
          "its certificate is signed by "
              + chain[chain.length - 1].getIssuerX500Principal().getName()
              + ", whom nobody trusts here: name the authority in ca-file, or the key in pins",
          e);
    }
    try {
      authorities.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw fault(
          Kind.WRONG_NAME,
          "its certificate is for "
              + names(chain[0])
              + ", not for "
              + name
              + ": check url, addresses and tls-name",
          e);
    }
  }

  private void checkPin(X509Certificate leaf) throws CertificateFault {
    String pin = pin(leaf);
    if (!pins.contains(pin)) {
      throw new CertificateFault(
          Kind.PIN_MISMATCH,
          "its key "
              + pin
              + " is not among the pins: ask its operator whether the key has changed, and write"
              + " the new one only then");
    }
  }

  private static String pin(X509Certificate certificate) {
    try {
      byte[] key = certificate.getPublicKey().getEncoded();
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void checkDates(X509Certificate certificate) throws CertificateFault {
    Instant now = time.now();
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isBefore(from)) {
      throw new CertificateFault(
          Kind.NOT_YET_VALID, "its certificate is valid from " + from + " on: " + clock(now));
    }
    if (now.isAfter(until)) {
      throw new CertificateFault(
          Kind.EXPIRED, "its certificate has expired at " + until + ": " + clock(now));
    }
  }

  private String clock(Instant now) {
    return time.isWrong()
        ? "this computer's clock shows "
            + now
            + ", a time before "
            + time.event()
            + ", and is wrong: set it"
        : "check whether "
            + now
            + " is the time, which this computer's clock shows; if so, its operator has to"
            + " replace it";
  }

  private static CertificateFault fault(Kind kind, String text, CertificateException cause) {
    CertificateFault fault = new CertificateFault(kind, text);
    fault.initCause(cause);
    return fault;
  }

  /** The names of a certificate, without their kinds. */
  private static String names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names != null && !names.isEmpty()) {
        return String.join(
            ", ", names.stream().limit(5).map(n -> String.valueOf(n.get(1))).toList());
      }
    } catch (CertificateParsingException e) {
      // then its subject has to do
    }
    return certificate.getSubjectX500Principal().getName();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only engines are checked");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("only engines are checked");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("clients have no certificates");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("clients have no certificates");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("clients have no certificates");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
