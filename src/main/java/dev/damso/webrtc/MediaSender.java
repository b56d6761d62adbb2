package dev.damso.webrtc;

import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.rtp.OutgoingStream;
import dev.damso.rtp.RtcpPacket;
import dev.damso.rtp.RtcpWriter;
import dev.damso.rtp.RtpExtension;
import dev.damso.rtp.RtpPacket;
import dev.damso.rtp.VideoPacketizer;
import dev.damso.webrtc.congestion.BandwidthEstimator;
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
  private static final int LEAST_VIDEO_BITS = 60_000;
  private static final double HEADERS = 0.95; // of the rest is payload
  private static final int MAX_PAYLOAD = 1150; // of 1200 bytes: header, extensions, RTX, tag

  private final VideoPacketizer packetizer;
  private final OutgoingStream video;
  private final OutgoingStream audio;
  private final OutgoingStream rtx;
  private final Retransmitter retransmitter;
  private final boolean hasRtx;
  private final OptionalInt videoTransportId;
  private final OptionalInt audioTransportId;
  private final OptionalInt playoutDelayId;
  private final OptionalInt red;
  private final int opus;
  private final PacedQueue paced = new PacedQueue();
  private final RedundantSound redundancy = new RedundantSound();
  private final BandwidthEstimator bandwidth = new BandwidthEstimator(START_BITS, MOST_BITS);
  private int transportSequence;
  private long originNanos; // when pts 0 is, steady clock
  private boolean started;

  MediaSender(SdpOffer offer, SecureRandom random) {
    VideoFormat format = offer.format();
    packetizer = VideoPacketizer.of(format.codec(), MAX_PAYLOAD);
    hasRtx = format.rtx().isPresent();
    video = new OutgoingStream(random, format.payloadType(), VIDEO_HZ);
    audio = new OutgoingStream(random, offer.opus(), AUDIO_HZ);
    rtx = new OutgoingStream(random, format.rtx().orElse(0), VIDEO_HZ);
    retransmitter = new Retransmitter(rtx);
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
      paced.add(video.next(last, timestamp, List.of(), payloads.get(i)));
    }
    release(now, out);
  }

  /** Gives out what waited for its time. */
  synchronized void release(long now, Consumer<byte[]> out) {
    paced.release(
        bandwidth.estimate(),
        now,
        packet -> {
          OptionalInt number = transmit(packet, videoTransportId, delayExtension(), now, out);
          if (hasRtx) {
            retransmitter.sent(packet, number, now);
          }
        });
    retransmitter.release(now, packet -> again(packet, now, out));
  }

  /** Whether nothing waits for {@link #release}. */
  synchronized boolean idle() {
    return paced.isEmpty() && retransmitter.idle();
  }

  /**
   * Learns what arrived, and sends again to {@code out} what did not.
   *
   * @return bits a second that pictures may take
   */
  synchronized int feedback(RtcpPacket.TransportFeedback feedback, long now, Consumer<byte[]> out) {
    bandwidth.feedback(feedback, now);
    retransmitter.feedback(feedback, now, packet -> again(packet, now, out));
    return videoBits(now);
  }

  /**
   * To be called once a second: bits a second that pictures may take, where feedback is missing.
   */
  synchronized int tick(long now) {
    bandwidth.tick(now);
    return videoBits(now);
  }

  private int videoBits(long now) {
    int left = bandwidth.estimate() - SOUND_BITS - retransmitter.bits(now);
    return (int) (Math.max(LEAST_VIDEO_BITS, left) * HEADERS);
  }

  synchronized void audio(EncodedFrame frame, long now, Consumer<byte[]> out) {
    start(frame.pts(), now);
    long timestamp = audio.timestamp(frame.pts());
    boolean redundant = red.isPresent() && retransmitter.lossy(now);
    byte[] payload = redundant ? redundancy.payload(opus, timestamp, frame.data()) : frame.data();
    RtpPacket packet = audio.next(false, timestamp, List.of(), payload);
    redundancy.sent(timestamp, frame.data());
    RtpPacket typed = redundant ? packet.withPayloadType(red.getAsInt()) : packet;
    transmit(typed, audioTransportId, List.of(), now, out);
    paced.spend(payload.length);
    release(now, out);
  }

  /** Answers a NACK of one sequence number. */
  synchronized void resend(int sequence, long now, long rttNanos, Consumer<byte[]> out) {
    retransmitter.missed(sequence, now, rttNanos, packet -> again(packet, now, out));
  }

  private OptionalInt again(RtpPacket packet, long now, Consumer<byte[]> out) {
    paced.spend(packet.payload().length);
    return transmit(packet, videoTransportId, delayExtension(), now, out);
  }

  /**
   * Sends a packet with its extensions; the estimator is told.
   *
   * @return its transport-wide sequence number, where these are agreed
   */
  private OptionalInt transmit(
      RtpPacket packet,
      OptionalInt transportId,
      List<RtpExtension> others,
      long now,
      Consumer<byte[]> out) {
    List<RtpExtension> extensions = new ArrayList<>(others);
    OptionalInt number = OptionalInt.empty();
    if (transportId.isPresent()) {
      number = OptionalInt.of(transportSequence);
      extensions.addFirst(RtpExtension.ofShort(transportId.getAsInt(), transportSequence));
      transportSequence = (transportSequence + 1) & 0xffff;
    }
    byte[] bytes = packet.withExtensions(extensions).bytes();
    number.ifPresent(sequence -> bandwidth.sent(sequence, bytes.length, now));
    out.accept(bytes);
    return number;
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
    return retransmitter.resent();
  }

  private void start(MediaTime pts, long now) {
    if (!started) {
      started = true;
      originNanos = now - pts.rebase(NANO_HZ).ticks();
    }
  }

  /** Shown at once: least and most delay are 0. */
  private List<RtpExtension> delayExtension() {
    return playoutDelayId.isPresent()
        ? List.of(new RtpExtension(playoutDelayId.getAsInt(), new byte[3]))
        : List.of();
  }
}
