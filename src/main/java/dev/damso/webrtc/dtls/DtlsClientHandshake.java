package dev.damso.webrtc.dtls;

import dev.damso.webrtc.srtp.SrtpKeys;
import dev.damso.webrtc.srtp.SrtpProfile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/** The client's half of {@link DtlsServerHandshake}. Used once, on one thread. */
@SuppressWarnings({"JdkObsolete", "rawtypes", "unchecked"}) // BouncyCastle's collections
public final class DtlsClientHandshake extends DefaultTlsClient {
  private final DtlsEnd end;

  /**
   * @param onClose called when the peer closes or reports a fatal alert
   */
  public DtlsClientHandshake(
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
  public int getHandshakeTimeoutMillis() {
    return DtlsEnd.TIMEOUT_MS;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return DtlsEnd.RESEND_MS;
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
    end.agree(code -> chosen != null && chosen.getProtectionProfiles()[0] == code);
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
        end.require(server.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        return end.credentials(context);
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    end.complete(context);
  }
}
