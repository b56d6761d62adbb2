package dev.damso.webrtc.dtls;

import dev.damso.webrtc.srtp.SrtpKeys;
import dev.damso.webrtc.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.jspecify.annotations.Nullable;

/** The client's half of {@link DtlsServerHandshake}. Used once, on one thread. */
@SuppressWarnings({"JdkObsolete", "rawtypes", "unchecked"}) // BouncyCastle's collections
public final class DtlsClientHandshake extends DefaultTlsClient {
  private final JcaTlsCrypto jca;
  private final DtlsCertificate certificate;
  private final String remoteFingerprint;
  private final Runnable onClose;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys keys;

  /**
   * @param onClose called when the peer closes or reports a fatal alert
   */
  public DtlsClientHandshake(
      JcaTlsCrypto crypto,
      DtlsCertificate certificate,
      String remoteFingerprint,
      Runnable onClose) {
    super(crypto);
    this.jca = crypto;
    this.certificate = certificate;
    this.remoteFingerprint = remoteFingerprint;
    this.onClose = onClose;
  }

  /** What was agreed on, after the handshake. */
  public SrtpKeys keys() {
    if (keys == null) {
      throw new IllegalStateException("the handshake is not complete");
    }
    return keys;
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    super.notifyAlertReceived(level, description);
    if (description == AlertDescription.close_notify || level == AlertLevel.fatal) {
      onClose.run();
    }
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return 20_000;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return 250;
  }

  @Override
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    Hashtable out = extensions == null ? new Hashtable() : extensions;
    int[] profiles = Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::code).toArray();
    TlsSRTPUtils.addUseSRTPExtension(out, new UseSRTPData(profiles, TlsUtils.EMPTY_BYTES));
    return out;
  }

  @Override
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    UseSRTPData chosen = TlsSRTPUtils.getUseSRTPExtension(extensions);
    for (SrtpProfile candidate : SrtpProfile.values()) {
      if (chosen != null && chosen.getProtectionProfiles()[0] == candidate.code()) {
        profile = candidate;
      }
    }
    if (profile == null) {
      throw new TlsFatalAlert(AlertDescription.handshake_failure, "no common SRTP profile");
    }
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        Certificate chain = server.getCertificate();
        if (chain == null
            || chain.isEmpty()
            || !DtlsCertificate.matches(
                remoteFingerprint, chain.getCertificateAt(0).getEncoded())) {
          throw new TlsFatalAlert(
              AlertDescription.bad_certificate,
              "certificate does not match the answer's fingerprint");
        }
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        Certificate chain =
            new Certificate(new TlsCertificate[] {jca.createCertificate(certificate.der())});
        return new JcaDefaultTlsCredentialedSigner(
            new TlsCryptoParameters(context),
            jca,
            certificate.key(),
            chain,
            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    if (profile != null) {
      int count = 2 * (SrtpProfile.KEY_BYTES + profile.saltBytes());
      keys =
          SrtpKeys.of(profile, context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, count));
    }
  }
}
