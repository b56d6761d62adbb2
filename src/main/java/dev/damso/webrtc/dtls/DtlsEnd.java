package dev.damso.webrtc.dtls;

import dev.damso.webrtc.srtp.SrtpKeys;
import dev.damso.webrtc.srtp.SrtpProfile;
import java.io.IOException;
import java.util.function.IntPredicate;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;

/** What both ends of a DTLS 1.2 handshake with {@code use_srtp} (RFC 5764) do alike. */
final class DtlsEnd {
  /** An unfinished handshake is given up after so long, milliseconds. */
  static final int TIMEOUT_MS = 20_000;

  /** The first repetition of a lost flight, milliseconds. */
  static final int RESEND_MS = 250;

  private final JcaTlsCrypto crypto;
  private final DtlsCertificate certificate;
  private final String remoteFingerprint;
  private final Runnable onClose;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys keys;

  /**
   * @param onClose called when the peer closes or reports a fatal alert
   */
  DtlsEnd(
      JcaTlsCrypto crypto,
      DtlsCertificate certificate,
      String remoteFingerprint,
      Runnable onClose) {
    this.crypto = crypto;
    this.certificate = certificate;
    this.remoteFingerprint = remoteFingerprint;
    this.onClose = onClose;
  }

  /** What was agreed on, after the handshake. */
  SrtpKeys keys() {
    if (keys == null) {
      throw new IllegalStateException("the handshake is not complete");
    }
    return keys;
  }

  void alert(short level, short description) {
    if (description == AlertDescription.close_notify || level == AlertLevel.fatal) {
      onClose.run();
    }
  }

  TlsCredentialedSigner credentials(TlsContext context) throws IOException {
    Certificate chain =
        new Certificate(new TlsCertificate[] {crypto.createCertificate(certificate.der())});
    return new JcaDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        crypto,
        certificate.key(),
        chain,
        new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
  }

  /**
   * Demands the certificate of the fingerprint in the peer's SDP (RFC 8122).
   *
   * @throws TlsFatalAlert if it is another one, or none
   */
  void require(@Nullable Certificate chain) throws IOException {
    if (chain == null
        || chain.isEmpty()
        || !DtlsCertificate.matches(remoteFingerprint, chain.getCertificateAt(0).getEncoded())) {
      throw new TlsFatalAlert(
          AlertDescription.bad_certificate, "certificate does not match the SDP's fingerprint");
    }
  }

  /**
   * Agrees on the first profile of ours that the peer takes.
   *
   * @param takes given the profile's code
   * @throws TlsFatalAlert if there is none
   */
  SrtpProfile agree(IntPredicate takes) throws TlsFatalAlert {
    for (SrtpProfile candidate : SrtpProfile.values()) {
      if (takes.test(candidate.code())) {
        profile = candidate;
        return candidate;
      }
    }
    throw new TlsFatalAlert(AlertDescription.handshake_failure, "no common SRTP profile");
  }

  /** What was agreed on, if anything yet. */
  @Nullable SrtpProfile profile() {
    return profile;
  }

  void complete(TlsContext context) {
    if (profile != null) {
      int count = 2 * (SrtpProfile.KEY_BYTES + profile.saltBytes());
      keys =
          SrtpKeys.of(profile, context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, count));
    }
  }
}
