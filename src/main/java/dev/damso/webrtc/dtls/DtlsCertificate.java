package dev.damso.webrtc.dtls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The self-signed P-256 certificate of one side.
 *
 * @param key its private key
 * @param der the certificate
 */
public record DtlsCertificate(PrivateKey key, byte[] der) {

  /** A fresh one, valid for a year from {@code now}. */
  @SuppressWarnings("JavaUtilDate") // the builder's signature
  public static DtlsCertificate create(Instant now) {
    try {
      SecureRandom random = new SecureRandom();
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      X500Name name = new X500Name("CN=damso");
      byte[] der =
          new JcaX509v3CertificateBuilder(
                  name,
                  new BigInteger(64, random).setBit(64),
                  Date.from(now.minus(Duration.ofDays(1))),
                  Date.from(now.plus(Duration.ofDays(365))),
                  name,
                  pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
              .getEncoded();
      return new DtlsCertificate(pair.getPrivate(), der);
    } catch (GeneralSecurityException
        | java.io.IOException
        | org.bouncycastle.operator.OperatorCreationException e) {
      throw new IllegalStateException("cannot make a DTLS certificate", e);
    }
  }

  /** SHA-256, upper-case hex with colons. */
  public String fingerprint() {
    try {
      return digest("SHA-256", der);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether {@code der} has the fingerprint of an SDP, for instance {@code sha-256 AB:CD…}. */
  public static boolean matches(String sdpFingerprint, byte[] der) {
    String[] parts = sdpFingerprint.strip().split(" +");
    try {
      return parts.length == 2
          && digest(parts[0].toUpperCase(java.util.Locale.ROOT), der).equalsIgnoreCase(parts[1]);
    } catch (GeneralSecurityException e) {
      return false; // an unknown hash function proves nothing
    }
  }

  private static String digest(String algorithm, byte[] der) throws GeneralSecurityException {
    return HexFormat.ofDelimiter(":")
        .withUpperCase()
        .formatHex(MessageDigest.getInstance(algorithm).digest(der));
  }
}
