package dev.damso.webrtc.client;

import dev.damso.rtp.NtpTime;
import dev.damso.rtp.ReceptionStatistics;
import dev.damso.rtp.RtcpPacket;
import dev.damso.rtp.RtcpParser;
import dev.damso.rtp.RtcpWriter;
import dev.damso.rtp.RtpExtension;
import dev.damso.rtp.RtpPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a browser makes of plain RTP and RTCP: sound, pictures, and reports on them. No I/O; time is
 * a parameter, in nanoseconds. One owner.
 */
public final class MediaReceiver {
  /** Takes what came, on the caller's thread. */
  public interface Sink {
    void sound(ReceivedSound sound);

    void picture(ReceivedPicture picture);
  }

  private static final int AUDIO_HZ = 48_000;
  private static final int VIDEO_HZ = 90_000;
  private static final int SSRC = 1;
  private static final long FEEDBACK_NANOS = 50_000_000L;
  private static final long REPORT_NANOS = 1_000_000_000L;
  private static final long KEY_FRAME_NANOS = 300_000_000L;

  private final Agreed agreed;
  private final Sink sink;
  private final FrameAssembler pictures;
  private final ArrivalLog arrivals = new ArrivalLog();
  private final Map<Integer, ReceptionStatistics> streams = new HashMap<>();
  private final Map<Integer, RtcpPacket.SenderReport> reports = new HashMap<>();
  private OptionalInt audioSsrc = OptionalInt.empty();
  private OptionalInt videoSsrc = OptionalInt.empty();
  private long lastFeedback;
  private long lastReport;
  private long lastKeyFrameRequest;
  private long audioPackets;
  private long videoPackets;
  private long rtxPackets;
  private long assembled;
  private long nacks;
  private long keyFrameRequests;
  private long bytes;

  public MediaReceiver(Agreed agreed, Sink sink, long now) {
    this.agreed = agreed;
    this.sink = sink;
    this.pictures = new FrameAssembler(agreed.codec());
    this.lastFeedback = now;
    this.lastReport = now;
    this.lastKeyFrameRequest = now;
  }

  public void rtp(byte[] data, long now) {
    Optional<RtpPacket> parsed = RtpPacket.parse(data, data.length);
    if (parsed.isEmpty()) {
      return;
    }
    RtpPacket packet = parsed.get();
    bytes += data.length;
    arrived(packet, now);
    int type = packet.payloadType();
    if (type == agreed.opus() || isOf(agreed.red(), type)) {
      audioPackets++;
      audioSsrc = OptionalInt.of(packet.ssrc());
      count(packet, AUDIO_HZ, now);
      if (type == agreed.opus()) {
        sound(packet.sequence(), packet.timestamp(), packet.payload(), false, now);
      } else {
        redundant(packet, now);
      }
    } else if (type == agreed.video()) {
      videoPackets++;
      videoSsrc = OptionalInt.of(packet.ssrc());
      count(packet, VIDEO_HZ, now);
      push(packet, now);
    } else if (isOf(agreed.rtx(), type) && packet.payload().length > 2) {
      rtxPackets++;
      push(original(packet), now);
    }
  }

  private static boolean isOf(OptionalInt agreed, int type) {
    return agreed.isPresent() && agreed.getAsInt() == type;
  }

  private void arrived(RtpPacket packet, long now) {
    for (RtpExtension extension : packet.extensions()) {
      if (isOf(agreed.transportId(), extension.id()) && extension.data().length == 2) {
        arrivals.arrived(ByteBuffer.wrap(extension.data()).getShort() & 0xffff, now);
      }
    }
  }

  private void count(RtpPacket packet, int hz, long now) {
    streams
        .computeIfAbsent(packet.ssrc(), ssrc -> new ReceptionStatistics(ssrc, hz))
        .received(packet, now);
  }

  /** RFC 4588 §4. */
  private RtpPacket original(RtpPacket rtx) {
    ByteBuffer in = ByteBuffer.wrap(rtx.payload());
    int sequence = in.getShort() & 0xffff;
    byte[] payload = new byte[in.remaining()];
    in.get(payload);
    return new RtpPacket(
        rtx.marker(), agreed.video(), sequence, rtx.timestamp(), 0, List.of(), payload);
  }

  private void push(RtpPacket packet, long now) {
    for (FrameAssembler.Assembled picture : pictures.push(packet, now)) {
      assembled++;
      sink.picture(
          new ReceivedPicture(
              picture.picture().data(), picture.picture().keyFrame(), picture.timestamp(), now));
    }
  }

  /** RFC 2198 §3: blocks behind a header each, the last of one byte. */
  private void redundant(RtpPacket packet, long now) {
    ByteBuffer in = ByteBuffer.wrap(packet.payload());
    List<int[]> blocks = new ArrayList<>(); // timestamp offset, length
    while (in.hasRemaining() && (in.get(in.position()) & 0x80) != 0 && in.remaining() > 4) {
      int header = in.getInt();
      blocks.add(new int[] {header >> 10 & 0x3fff, header & 0x3ff});
    }
    if (!in.hasRemaining()) {
      return;
    }
    in.get();
    for (int i = 0; i < blocks.size(); i++) {
      int[] block = blocks.get(i);
      if (block[1] > in.remaining()) {
        return;
      }
      byte[] opus = new byte[block[1]];
      in.get(opus);
      sound(
          packet.sequence() - (blocks.size() - i) & 0xffff,
          packet.timestamp() - block[0] & 0xffffffffL,
          opus,
          true,
          now);
    }
    byte[] opus = new byte[in.remaining()];
    in.get(opus);
    sound(packet.sequence(), packet.timestamp(), opus, false, now);
  }

  private void sound(int sequence, long timestamp, byte[] opus, boolean recovered, long now) {
    if (opus.length > 0) {
      sink.sound(new ReceivedSound(sequence, timestamp, opus, recovered, now));
    }
  }

  public void rtcp(byte[] compound, long now) {
    for (RtcpPacket packet : RtcpParser.parse(compound, compound.length).packets()) {
      if (packet instanceof RtcpPacket.SenderReport report) {
        reports.put(report.ssrc(), report);
        ReceptionStatistics stream = streams.get(report.ssrc());
        if (stream != null) {
          stream.senderReport(report.ntp(), now);
        }
      }
    }
  }

  /** The compounds to send now. */
  public List<byte[]> poll(long now) {
    List<RtcpPacket> due = new ArrayList<>();
    List<Integer> wanted = pictures.wanted(now);
    if (videoSsrc.isPresent()) {
      if (!wanted.isEmpty()) {
        nacks += wanted.size();
        due.add(new RtcpPacket.Nack(videoSsrc.getAsInt(), wanted));
      }
      if (pictures.needsKeyFrame() && now - lastKeyFrameRequest >= KEY_FRAME_NANOS) {
        lastKeyFrameRequest = now;
        keyFrameRequests++;
        due.add(new RtcpPacket.Pli(videoSsrc.getAsInt()));
      }
    }
    if (now - lastFeedback >= FEEDBACK_NANOS) {
      lastFeedback = now;
      arrivals.report().ifPresent(due::add);
    }
    if (now - lastReport >= REPORT_NANOS) {
      lastReport = now;
      List<RtcpPacket.ReportBlock> blocks =
          streams.values().stream().map(stream -> stream.report(now)).toList();
      due.addFirst(new RtcpPacket.ReceiverReport(SSRC, blocks));
    }
    return due.stream().map(RtcpWriter::compound).toList();
  }

  /** The sender's wall time of an RTP timestamp of sound, once a report has told. */
  public Optional<NtpTime> soundTime(long timestamp) {
    return time(audioSsrc, timestamp, AUDIO_HZ);
  }

  /** The sender's wall time of an RTP timestamp of a picture, once a report has told. */
  public Optional<NtpTime> pictureTime(long timestamp) {
    return time(videoSsrc, timestamp, VIDEO_HZ);
  }

  private Optional<NtpTime> time(OptionalInt ssrc, long timestamp, int hz) {
    RtcpPacket.SenderReport report = ssrc.isEmpty() ? null : reports.get(ssrc.getAsInt());
    if (report == null) {
      return Optional.empty();
    }
    long ticks = (int) (timestamp - report.rtpTimestamp());
    return Optional.of(new NtpTime(report.ntp().bits() + (ticks << 32) / hz));
  }

  public ReceiverStats stats() {
    return new ReceiverStats(
        audioPackets, videoPackets, rtxPackets, assembled, nacks, keyFrameRequests, bytes);
  }
}
