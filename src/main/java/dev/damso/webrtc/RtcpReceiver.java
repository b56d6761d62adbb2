package dev.damso.webrtc;

import dev.damso.rtp.ReceptionStatistics;
import dev.damso.rtp.RtcpPacket;
import dev.damso.rtp.RtcpParser;
import dev.damso.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what the browser reports, and what its microphone sends. Thread safe. */
final class RtcpReceiver {
  /** What the reports ask for, on the caller's thread. */
  interface Requests {
    void resend(int sequence, long rttNanos);

    void keyFrame();

    void feedback(RtcpPacket.TransportFeedback feedback);
  }

  private static final int MIC_HZ = 48_000;

  private final int videoSsrc;
  private final Requests requests;
  private @Nullable ReceptionStatistics microphone;
  private double rttMs;
  private double fractionLost;
  private long received;
  private long nacks;
  private long keyFrameRequests;
  private long twccReports;
  private long twccReceived;
  private long twccLost;
  private long malformed;

  RtcpReceiver(int videoSsrc, Requests requests) {
    this.videoSsrc = videoSsrc;
    this.requests = requests;
  }

  synchronized void microphone(RtpPacket packet, long now) {
    if (microphone == null || microphone.ssrc() != packet.ssrc()) {
      microphone = new ReceptionStatistics(packet.ssrc(), MIC_HZ);
    }
    microphone.received(packet, now);
    received++;
  }

  /** One block on the microphone, or none. */
  synchronized List<RtcpPacket.ReportBlock> blocks(long now) {
    return microphone == null ? List.of() : List.of(microphone.report(now));
  }

  /** Counts a compound, then asks for what it wants. */
  void receive(byte[] compound, NtpClock clock, long now) {
    count(compound, clock, now).forEach(Runnable::run);
  }

  private synchronized List<Runnable> count(byte[] compound, NtpClock clock, long now) {
    List<Runnable> wanted = new ArrayList<>();
    RtcpParser.Compound parsed = RtcpParser.parse(compound, compound.length);
    malformed += parsed.malformed();
    for (RtcpPacket packet : parsed.packets()) {
      switch (packet) {
        case RtcpPacket.SenderReport r -> {
          if (microphone != null && microphone.ssrc() == r.ssrc()) {
            microphone.senderReport(r.ntp(), now);
          }
          r.blocks().forEach(b -> block(b, clock, now));
        }
        case RtcpPacket.ReceiverReport r -> r.blocks().forEach(b -> block(b, clock, now));
        case RtcpPacket.Nack n -> nack(n, wanted);
        case RtcpPacket.Pli p -> keyFrame(p.mediaSsrc() == videoSsrc, wanted);
        case RtcpPacket.Fir f -> keyFrame(f.mediaSsrcs().contains(videoSsrc), wanted);
        case RtcpPacket.TransportFeedback t -> {
          twccReports++;
          long arrived = t.arrivals().stream().filter(RtcpPacket.Arrival::received).count();
          twccReceived += arrived;
          twccLost += t.arrivals().size() - arrived;
          wanted.add(() -> requests.feedback(t));
        }
        case RtcpPacket.SourceDescription d -> {}
        case RtcpPacket.Bye b -> {} // DTLS tells of the end
      }
    }
    return wanted;
  }

  private void block(RtcpPacket.ReportBlock block, NtpClock clock, long now) {
    if (block.ssrc() != videoSsrc) {
      return;
    }
    fractionLost = block.fractionLost() / 256.0;
    if (block.lastSr() != 0) {
      int elapsed = clock.at(now).compact() - block.lastSr() - (int) block.delaySinceLastSr();
      if (elapsed >= 0) {
        rttMs = elapsed / 65.536; // RFC 3550 §6.4.1
      }
    }
  }

  private void nack(RtcpPacket.Nack nack, List<Runnable> wanted) {
    if (nack.mediaSsrc() == videoSsrc) {
      nacks += nack.sequences().size();
      long rttNanos = (long) (rttMs * 1e6);
      nack.sequences().forEach(s -> wanted.add(() -> requests.resend(s, rttNanos)));
    }
  }

  private void keyFrame(boolean ofVideo, List<Runnable> wanted) {
    if (ofVideo) {
      keyFrameRequests++;
      wanted.add(requests::keyFrame);
    }
  }

  /** Whether the browser tells what arrives. */
  synchronized boolean hasFeedback() {
    return twccReports > 0;
  }

  synchronized Stats stats(long sent, long resent, long rejected) {
    return new Stats(
        rttMs,
        fractionLost,
        sent,
        received,
        nacks,
        resent,
        keyFrameRequests,
        twccReports,
        twccReceived,
        twccLost,
        rejected + malformed);
  }
}
