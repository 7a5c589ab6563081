package org.pando.resolver.upstream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** An authority that certifies test servers for as long as a test takes. */
final class TestAuthority {
  /** A server's key with its certificate. */
  record Identity(PrivateKey key, X509Certificate certificate) {
    /** As a configuration writes it. */
    String pin() throws GeneralSecurityException {
      byte[] key = certificate.getPublicKey().getEncoded();
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    }
  }

  private static final Duration DAY = Duration.ofDays(1);

  private final KeyPair keys = pair();
  private final X500Name name = new X500Name("CN=Test authority");
  private final Instant now;
  private final X509Certificate certificate;

  TestAuthority(Instant now) throws GeneralSecurityException, IOException {
    this.now = now;
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    certificate =
        certify(
            name,
            keys,
            now.minus(DAY.multipliedBy(9)),
            now.plus(DAY.multipliedBy(9)),
            extensions.generate());
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Path writePem(Path folder) throws GeneralSecurityException, IOException {
    String base64 = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
    return Files.writeString(
        folder.resolve("authority.pem"),
        "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
  }

  /** For a day around now. */
  Identity issue(GeneralName... names) throws GeneralSecurityException, IOException {
    return issue(now.minus(DAY), now.plus(DAY), names);
  }

  Identity issue(Instant from, Instant until, GeneralName... names)
      throws GeneralSecurityException, IOException {
    KeyPair server = pair();
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    return new Identity(
        server.getPrivate(),
        certify(new X500Name("CN=Test server"), server, from, until, extensions.generate()));
  }

  static GeneralName host(String host) {
    return new GeneralName(GeneralName.dNSName, host);
  }

  static GeneralName loopback() {
    return new GeneralName(GeneralName.iPAddress, "127.0.0.1");
  }

  private X509Certificate certify(
      X500Name subject, KeyPair pair, Instant from, Instant until, Extensions extensions)
      throws GeneralSecurityException, IOException {
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(
        new ASN1Integer(new BigInteger(1, Arrays.copyOf(pair.getPublic().getEncoded(), 60))));
    generator.setSignature(algorithm);
    generator.setIssuer(name);
    generator.setSubject(subject);
    generator.setStartDate(new Time(Date.from(from)));
    generator.setEndDate(new Time(Date.from(until)));
    generator.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    generator.setExtensions(extensions);
    TBSCertificate body = generator.generateTBSCertificate();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(body.getEncoded());
    byte[] encoded =
        new DERSequence(new ASN1Encodable[] {body, algorithm, new DERBitString(signature.sign())})
            .getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }
}
