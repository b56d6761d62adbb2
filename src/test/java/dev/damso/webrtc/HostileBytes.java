package dev.damso.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.VideoCodec;
import dev.damso.rtp.NtpTime;
import dev.damso.rtp.RtcpPacket;
import dev.damso.rtp.RtcpWriter;
import dev.damso.rtp.RtpExtension;
import dev.damso.rtp.RtpPacket;
import dev.damso.rtp.VideoDepacketizer;
import dev.damso.webrtc.dtls.DtlsCertificate;
import dev.damso.webrtc.dtls.DtlsClientHandshake;
import dev.damso.webrtc.dtls.DtlsServerHandshake;
import dev.damso.webrtc.ice.StunCheck;
import dev.damso.webrtc.ice.StunRequest;
import dev.damso.webrtc.ice.StunResponse;
import dev.damso.webrtc.srtp.SrtpKeys;
import dev.damso.webrtc.srtp.SrtpProfile;
import dev.damso.webrtc.srtp.SrtpSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/**
 * What each reader of bytes from outside must stand: it may refuse them, and throws nothing but its
 * own refusal. {@link ProtocolFuzz} searches for bytes that break this, {@link MutatedInputTest}
 * tries some in each run; both begin at the seeds.
 */
final class HostileBytes {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final JcaTlsCrypto CRYPTO = new JcaTlsCryptoProvider().create(RANDOM);
  private static final DtlsCertificate CERTIFICATE = DtlsCertificate.create(Instant.EPOCH);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String PASSWORD = "p".repeat(24);
  private static final int VIDEO = 1; // SSRC

  private HostileBytes() {}

  static List<byte[]> stunSeeds() {
    return List.of(StunCheck.request(RANDOM, "abcdefgh:them", PASSWORD));
  }

  /** ICE checks, before anything is known of the sender. */
  static void stun(byte[] bytes) {
    StunRequest.parse(bytes, bytes.length)
        .ifPresent(request -> {
          assertThat(request.transactionId()).hasSize(12);
          assertThat(request.localUfrag()).doesNotContain(":");
          var _ = request.isAuthentic(PASSWORD);
          var _ = StunResponse.success(request, new InetSocketAddress(LOOPBACK, 9), PASSWORD);
        });
  }

  static List<byte[]> rtpSeeds() {
    List<RtpExtension> extensions =
        List.of(new RtpExtension(3, new byte[] {1, 2}), new RtpExtension(5, new byte[3]));
    return List.of(
        new RtpPacket(true, 111, 65_535, 960, 7, extensions, new byte[] {1, 2, 3}).bytes(),
        new RtpPacket(false, 102, 1, 3600, 8, List.of(), new byte[] {0x7c, (byte) 0x85, 1}).bytes(),
        new RtpPacket(false, 102, 1, 3600, 8, List.of(), new byte[] {24, 0, 1, 0x67, 0}).bytes(),
        new RtpPacket(true, 96, 1, 3600, 8, List.of(), new byte[] {(byte) 0x90, -128, 1, 0})
            .bytes());
  }

  /** SRTP that is not authentic, and RTP of somebody who has the keys. */
  static void rtp(byte[] bytes) {
    for (SrtpProfile profile : SrtpProfile.values()) {
      byte[] keys = new byte[2 * (SrtpProfile.KEY_BYTES + profile.saltBytes())];
      try (SrtpSession session = SrtpKeys.of(profile, keys).receiver()) {
        assertThat(session.unprotect(bytes, bytes.length)).isEmpty();
        assertThat(session.unprotectRtcp(bytes, bytes.length)).isEmpty();
      }
    }
    RtpPacket.parse(bytes, bytes.length)
        .ifPresent(packet -> {
          RtcpReceiver receiver = new RtcpReceiver(VIDEO, new Nobody());
          receiver.microphone(packet, 0);
          receiver.microphone(packet, 1_000_000);
          assertThat(receiver.blocks(2_000_000)).hasSize(1);
          List<byte[]> payloads = List.of(packet.payload(), packet.payload());
          for (VideoCodec codec : VideoCodec.values()) {
            var _ = VideoDepacketizer.of(codec).assemble(payloads);
            var _ = VideoDepacketizer.of(codec).startsKeyFrame(packet.payload());
          }
        });
  }

  static List<byte[]> rtcpSeeds() {
    RtcpPacket.ReportBlock block = new RtcpPacket.ReportBlock(VIDEO, 9, 8, 7, 6, 5, 4);
    return List.of(
        RtcpWriter.compound(
            new RtcpPacket.SenderReport(7, new NtpTime(1), 2, 3, 4, List.of(block, block)),
            new RtcpPacket.SourceDescription(7, "name"),
            new RtcpPacket.Bye(List.of(7))),
        RtcpWriter.compound(
            new RtcpPacket.ReceiverReport(7, List.of(block)),
            new RtcpPacket.Nack(VIDEO, List.of(1, 5, 65_535)),
            new RtcpPacket.Pli(VIDEO),
            new RtcpPacket.Fir(List.of(VIDEO, 2)),
            new RtcpPacket.TransportFeedback(
                65_530,
                -64_000,
                List.of(
                    new RtcpPacket.Arrival(true, 250),
                    new RtcpPacket.Arrival(false, 0),
                    new RtcpPacket.Arrival(true, -500_000)))));
  }

  /** RTCP of somebody who has the keys. */
  static void rtcp(byte[] bytes) {
    MediaSender sender = sender();
    RtcpReceiver receiver =
        new RtcpReceiver(
            VIDEO,
            new Nobody() {
              @Override
              public void resend(int sequence, long rttNanos) {
                sender.resend(sequence, 1_000_000, rttNanos, packet -> {});
              }

              @Override
              public void feedback(RtcpPacket.TransportFeedback feedback) {
                assertThat(sender.feedback(feedback, 1_000_000, packet -> {})).isPositive();
              }
            });
    NtpClock clock = new NtpClock(Instant.EPOCH, 0);
    receiver.receive(bytes, clock, 1_000_000);
    receiver.receive(bytes, clock, 50_000_000);
    assertThat(receiver.stats(0, 0, 0).rttMs()).isNotNegative();
  }

  private static MediaSender sender() {
    try {
      return new MediaSender(SdpOffer.parse(Offers.chromium()), RANDOM);
    } catch (SdpException e) {
      throw new AssertionError(e);
    }
  }

  /** Does nothing of what is asked. */
  private static class Nobody implements RtcpReceiver.Requests {
    @Override
    public void resend(int sequence, long rttNanos) {}

    @Override
    public void keyFrame() {}

    @Override
    public void feedback(RtcpPacket.TransportFeedback feedback) {}
  }

  static List<byte[]> sdpSeeds() {
    String fragment = "a=ice-ufrag:another\r\na=ice-pwd:" + PASSWORD + "\r\n";
    return List.of(Offers.chromium(), Offers.firefox(), Offers.safari(), fragment).stream()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  /** Offers and fragments of anybody who can reach the page's port. */
  static void sdp(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      SdpOffer offer = SdpOffer.parse(text);
      String answer = new SdpAnswer("u", "p", "F", List.of(LOOPBACK), 9, 1, 2, 3).text(offer);
      assertThat(answer.lines()).allMatch(line -> line.matches("[a-z]=.+"));
      assertThat(new MediaSender(offer, RANDOM).idle()).isTrue();
    } catch (SdpException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    try {
      assertThat(IceFragment.parse(text).ufrag()).matches("[A-Za-z0-9+/]+");
    } catch (SdpException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  /** A client's first datagram; the server answers it with its certificate. */
  static List<byte[]> dtlsSeeds() {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    DtlsClientHandshake client =
        new DtlsClientHandshake(CRYPTO, CERTIFICATE, "sha-256 00", () -> {});
    try {
      new DTLSClientProtocol().connect(client, new Datagrams(new byte[0], sent));
    } catch (IOException e) {
      return List.of(sent.toByteArray()); // nobody answers
    }
    throw new AssertionError("connected to nobody");
  }

  /** Datagrams of a DTLS client, each with its length before it, in two bytes. */
  static void dtls(byte[] bytes) {
    DtlsServerHandshake handshake =
        new DtlsServerHandshake(CRYPTO, CERTIFICATE, "sha-256 00", () -> {});
    try {
      new DTLSServerProtocol().accept(handshake, new Datagrams(bytes, new ByteArrayOutputStream()));
    } catch (IOException e) {
      return; // refused
    }
    throw new AssertionError("nobody proved anything");
  }

  /** Gives out what is in an array, then breaks. */
  private static final class Datagrams implements DatagramTransport {
    private final ByteBuffer coming;
    private final ByteArrayOutputStream sent;

    Datagrams(byte[] coming, ByteArrayOutputStream sent) {
      this.coming = ByteBuffer.wrap(coming);
      this.sent = sent;
    }

    @Override
    public int getReceiveLimit() {
      return 1500;
    }

    @Override
    public int getSendLimit() {
      return 1200;
    }

    @Override
    public int receive(byte[] into, int offset, int length, int waitMillis) throws IOException {
      if (coming.remaining() < 2) {
        throw new IOException("no more datagrams");
      }
      int size = coming.getShort() & 0xffff;
      int count = Math.min(Math.min(size, length), coming.remaining());
      coming.get(into, offset, count);
      return count;
    }

    @Override
    public void send(byte[] data, int offset, int length) {
      sent.write(length >> 8);
      sent.write(length);
      sent.write(data, offset, length);
    }

    @Override
    public void close() {}
  }
}
