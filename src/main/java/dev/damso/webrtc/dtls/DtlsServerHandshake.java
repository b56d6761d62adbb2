package dev.damso.webrtc.dtls;

import dev.damso.webrtc.srtp.SrtpKeys;
import dev.damso.webrtc.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/**
 * The server's half of a DTLS 1.2 handshake with {@code use_srtp} (RFC 5764) that demands the
 * certificate of the offer's fingerprint (RFC 8122). Used once, on the DTLS thread.
 */
@SuppressWarnings({"JdkObsolete", "rawtypes", "unchecked"}) // BouncyCastle's collections
public final class DtlsServerHandshake extends DefaultTlsServer {
  private final DtlsEnd end;

  /**
   * @param onClose called when the peer closes or reports a fatal alert
   */
  public DtlsServerHandshake(
      JcaTlsCrypto crypto,
      DtlsCertificate certificate,
      String remoteFingerprint,
      Runnable onClose) {
    super(crypto);
    end = new DtlsEnd(crypto, certificate, remoteFingerprint, onClose);
  }

  /** What was agreed on, after the handshake. */
  public SrtpKeys keys() {
    return end.keys();
  }

  @Override
  public void notifyAlertReceived(short level, short description) {
    super.notifyAlertReceived(level, description);
    end.alert(level, description);
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return new int[] {
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
      CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
      CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
    };
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return DtlsEnd.TIMEOUT_MS;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return DtlsEnd.RESEND_MS;
  }

  @Override
  protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
    return end.credentials(context);
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    List<SignatureAndHashAlgorithm> accepted =
        List.of(
            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa),
            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.rsa));
    short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
    return new CertificateRequest(types, new Vector<>(accepted), null);
  }

  @Override
  public void notifyClientCertificate(Certificate client) throws IOException {
    end.require(client);
  }

  @Override
  public void processClientExtensions(Hashtable extensions) throws IOException {
    super.processClientExtensions(extensions);
    UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(extensions);
    end.agree(code ->
        offered != null && Arrays.stream(offered.getProtectionProfiles()).anyMatch(c -> c == code));
  }

  @Override
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    Hashtable out = extensions == null ? new Hashtable() : extensions;
    SrtpProfile profile = end.profile();
    if (profile != null) {
      UseSRTPData chosen = new UseSRTPData(new int[] {profile.code()}, TlsUtils.EMPTY_BYTES);
      TlsSRTPUtils.addUseSRTPExtension(out, chosen);
    }
    return out;
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    end.complete(context);
  }
}
