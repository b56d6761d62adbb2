package dev.damso.webrtc;

import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.rtp.OutgoingStream;
import dev.damso.rtp.RateWindow;
import dev.damso.rtp.RtcpPacket;
import dev.damso.rtp.RtcpWriter;
import dev.damso.rtp.RtpExtension;
import dev.damso.rtp.RtpPacket;
import dev.damso.rtp.RtxHistory;
import dev.damso.rtp.VideoPacketizer;
import dev.damso.webrtc.congestion.BandwidthEstimator;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Makes RTP, RTX and sender reports of what a conversation shows and says, at the pace of the
 * estimated bandwidth; nothing is encrypted or sent here. Time is a parameter. Thread safe.
 */
final class MediaSender {
  private static final int VIDEO_HZ = 90_000;
  private static final int AUDIO_HZ = 48_000;
  private static final int NANO_HZ = 1_000_000_000;
  private static final int START_BITS = 1_000_000;
  private static final int MOST_BITS = 5_000_000;
  private static final int SOUND_BITS = 60_000; // with headers and some redundancy
  private static final double HEADERS = 0.95; // of the rest is payload
  private static final long REDUNDANCY_NANOS = 10_000_000_000L; // after a loss
  private static final int MAX_PAYLOAD = 1150; // of 1200 bytes: header, extensions, RTX, tag

  private final VideoPacketizer packetizer;
  private final RtxHistory history = new RtxHistory();
  private final OutgoingStream video;
  private final OutgoingStream audio;
  private final OutgoingStream rtx;
  private final boolean hasRtx;
  private final OptionalInt videoTransportId;
  private final OptionalInt audioTransportId;
  private final OptionalInt playoutDelayId;
  private final OptionalInt red;
  private final int opus;
  private final PacedQueue paced = new PacedQueue();
  private final RedundantSound redundancy = new RedundantSound();
  private final RateWindow mediaBytes = new RateWindow();
  private final RateWindow rtxBytes = new RateWindow();
  private final BandwidthEstimator bandwidth = new BandwidthEstimator(START_BITS, MOST_BITS);
  private long redundantUntil = Long.MIN_VALUE;
  private int transportSequence;
  private long originNanos; // when pts 0 is, steady clock
  private boolean started;
  private long resent;

  MediaSender(SdpOffer offer, SecureRandom random) {
    VideoFormat format = offer.format();
    packetizer = VideoPacketizer.of(format.codec(), MAX_PAYLOAD);
    hasRtx = format.rtx().isPresent();
    video = new OutgoingStream(random, format.payloadType(), VIDEO_HZ);
    audio = new OutgoingStream(random, offer.opus(), AUDIO_HZ);
    rtx = new OutgoingStream(random, format.rtx().orElse(0), VIDEO_HZ);
    red = offer.red();
    opus = offer.opus();
    videoTransportId = offer.video().extension(SdpOffer.TRANSPORT_CC);
    audioTransportId = offer.audio().extension(SdpOffer.TRANSPORT_CC);
    playoutDelayId = offer.video().extension(SdpOffer.PLAYOUT_DELAY);
  }

  int videoSsrc() {
    return video.ssrc();
  }

  int audioSsrc() {
    return audio.ssrc();
  }

  int rtxSsrc() {
    return rtx.ssrc();
  }

  /** The packets of an access unit go to {@code out}, in order, now or by {@link #release}. */
  synchronized void video(EncodedFrame frame, long now, Consumer<byte[]> out) {
    start(frame.pts(), now);
    long timestamp = video.timestamp(frame.pts());
    List<byte[]> payloads = packetizer.packetize(frame.data());
    for (int i = 0; i < payloads.size(); i++) {
      boolean last = i == payloads.size() - 1;
      RtpPacket packet = video.next(last, timestamp, List.of(), payloads.get(i));
      history.add(packet);
      paced.add(packet);
    }
    release(now, out);
  }

  /** Gives out what waited for its time. */
  synchronized void release(long now, Consumer<byte[]> out) {
    paced.release(
        bandwidth.estimate(),
        now,
        packet -> {
          mediaBytes.add(packet.payload().length, now);
          out.accept(numbered(packet, videoExtensions(), now));
        });
  }

  /** Whether nothing waits for {@link #release}. */
  synchronized boolean idle() {
    return paced.isEmpty();
  }

  /**
   * Learns what arrived.
   *
   * @return bits a second that pictures may take
   */
  synchronized int feedback(RtcpPacket.TransportFeedback feedback, long now) {
    if (feedback.arrivals().stream().anyMatch(arrival -> !arrival.received())) {
      redundantUntil = now + REDUNDANCY_NANOS;
    }
    bandwidth.feedback(feedback, now);
    return videoBits();
  }

  /**
   * To be called once a second: bits a second that pictures may take, where feedback is missing.
   */
  synchronized int tick(long now) {
    bandwidth.tick(now);
    return videoBits();
  }

  private int videoBits() {
    return (int) ((bandwidth.estimate() - SOUND_BITS) * HEADERS);
  }

  /** The packet's bytes with its extensions; the estimator is told. */
  private byte[] numbered(RtpPacket packet, List<RtpExtension> extensions, long now) {
    RtpPacket complete =
        new RtpPacket(
            packet.marker(),
            packet.payloadType(),
            packet.sequence(),
            packet.timestamp(),
            packet.ssrc(),
            extensions,
            packet.payload());
    byte[] bytes = complete.bytes();
    if (extensions.stream().anyMatch(extension -> extension.data().length == 2)) {
      bandwidth.sent(transportSequence - 1 & 0xffff, bytes.length, now);
    }
    return bytes;
  }

  synchronized void audio(EncodedFrame frame, long now, Consumer<byte[]> out) {
    start(frame.pts(), now);
    List<RtpExtension> extensions = new ArrayList<>();
    addTransportSequence(audioTransportId, extensions);
    long timestamp = audio.timestamp(frame.pts());
    boolean redundant = red.isPresent() && now < redundantUntil;
    byte[] payload = redundant ? redundancy.payload(opus, timestamp, frame.data()) : frame.data();
    RtpPacket packet = audio.next(false, timestamp, List.of(), payload);
    redundancy.sent(timestamp, frame.data());
    RtpPacket typed = redundant ? packet.withPayloadType(red.getAsInt()) : packet;
    byte[] bytes = numbered(typed, extensions, now);
    paced.spend(bytes.length);
    out.accept(bytes);
    release(now, out);
  }

  /**
   * Answers a NACK of one sequence number where history and rate limit allow (RFC 4588 §4): in no
   * second are more bytes sent again than were sent.
   */
  synchronized void resend(int sequence, long now, long rttNanos, Consumer<byte[]> out) {
    if (!hasRtx) {
      return;
    }
    history
        .resend(sequence, now, rttNanos)
        .filter(lost -> rtxBytes.bytes(now) + lost.payload().length <= mediaBytes.bytes(now))
        .ifPresent(lost -> {
          byte[] payload =
              ByteBuffer.allocate(2 + lost.payload().length)
                  .putShort((short) lost.sequence())
                  .put(lost.payload())
                  .array();
          resent++;
          rtxBytes.add(lost.payload().length, now);
          paced.spend(payload.length);
          RtpPacket again = rtx.next(lost.marker(), lost.timestamp(), List.of(), payload);
          out.accept(numbered(again, videoExtensions(), now));
        });
  }

  /**
   * Compounds of a sender report and a CNAME, one a stream that has sent; both from one origin, so
   * that the browser can lip-sync.
   */
  synchronized List<byte[]> reports(NtpClock clock, long now, List<RtcpPacket.ReportBlock> blocks) {
    List<byte[]> compounds = new ArrayList<>();
    MediaTime pts = new MediaTime(now - originNanos, NANO_HZ);
    for (OutgoingStream stream : List.of(audio, video)) {
      if (stream.packets() > 0) {
        compounds.add(
            RtcpWriter.compound(
                stream.report(clock.at(now), pts, stream.equals(audio) ? blocks : List.of()),
                new RtcpPacket.SourceDescription(stream.ssrc(), SdpAnswer.CNAME)));
      }
    }
    if (audio.packets() == 0 && !blocks.isEmpty()) {
      compounds.add(
          RtcpWriter.compound(
              new RtcpPacket.ReceiverReport(audio.ssrc(), blocks),
              new RtcpPacket.SourceDescription(audio.ssrc(), SdpAnswer.CNAME)));
    }
    return compounds;
  }

  synchronized long packets() {
    return audio.packets() + video.packets();
  }

  synchronized long resent() {
    return resent;
  }

  private void start(MediaTime pts, long now) {
    if (!started) {
      started = true;
      originNanos = now - pts.rebase(NANO_HZ).ticks();
    }
  }

  private List<RtpExtension> videoExtensions() {
    List<RtpExtension> extensions = new ArrayList<>();
    addTransportSequence(videoTransportId, extensions);
    playoutDelayId.ifPresent(
        id -> extensions.add(new RtpExtension(id, new byte[3]))); // min = max = 0: at once
    return extensions;
  }

  private void addTransportSequence(OptionalInt id, List<RtpExtension> extensions) {
    if (id.isPresent()) {
      extensions.add(RtpExtension.ofShort(id.getAsInt(), transportSequence));
      transportSequence = (transportSequence + 1) & 0xffff;
    }
  }
}
