package dev.damso.webrtc.client;

import dev.damso.media.VideoCodec;
import dev.damso.rtp.RtpPacket;
import dev.damso.rtp.SequenceExtender;
import dev.damso.rtp.VideoDepacketizer;
import dev.damso.rtp.VideoDepacketizer.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts packets in order and into pictures that can be decoded; says what is missing. As browsers
 * do, it asks at once, again each {@value #ASK_AGAIN_NANOS} ns, and takes a key frame in place of
 * what does not come. Time is a parameter. One owner.
 */
final class FrameAssembler {
  private static final long ASK_AGAIN_NANOS = 60_000_000L;
  private static final int MOST_TRIES = 10;
  private static final int MOST_MISSING = 1000;

  /** Packets held at most. */
  private static final int CAPACITY = 4096;

  private final VideoDepacketizer depacketizer;
  private final SequenceExtender extender = new SequenceExtender();
  private final TreeMap<Long, RtpPacket> waiting = new TreeMap<>();
  private final TreeMap<Long, Missing> missing = new TreeMap<>();
  private long next = -1;
  private long highest = -1;
  private boolean needsKeyFrame = true;

  /** A packet that did not come, and how often it was asked for. */
  private record Missing(long nextAsk, int tries) {}

  /** A picture and the RTP timestamp that its packets bear. */
  record Assembled(long timestamp, Picture picture) {}

  FrameAssembler(VideoCodec codec) {
    depacketizer = VideoDepacketizer.of(codec);
  }

  /** The pictures that are whole with this packet, in order. */
  List<Assembled> push(RtpPacket packet, long now) {
    long sequence = extender.extend(packet.sequence());
    if (next < 0) {
      next = sequence;
      highest = sequence - 1;
    }
    missing.remove(sequence);
    if (sequence < next || waiting.size() >= CAPACITY) {
      return List.of();
    }
    if (sequence - highest > MOST_MISSING) {
      startAnew(sequence);
    }
    for (long gap = highest + 1; gap < sequence; gap++) {
      missing.put(gap, new Missing(now, 0));
    }
    highest = Math.max(highest, sequence);
    waiting.put(sequence, packet);
    return drain();
  }

  private void startAnew(long sequence) {
    waiting.clear();
    missing.clear();
    next = sequence;
    highest = sequence - 1;
    needsKeyFrame = true;
  }

  private List<Assembled> drain() {
    List<Assembled> ready = new ArrayList<>();
    boolean more = true;
    while (more) {
      more = needsKeyFrame ? jump(ready) : take(ready);
      if (!more && !needsKeyFrame && !missing.isEmpty()) {
        more = jump(ready); // a whole key frame behind a gap
      }
    }
    return ready;
  }

  /** Takes the next picture where it is whole. */
  private boolean take(List<Assembled> ready) {
    Optional<List<RtpPacket>> whole = wholeFrom(next);
    if (whole.isEmpty()) {
      return false;
    }
    emit(next, whole.get(), ready);
    return true;
  }

  /** Goes on at a whole key frame, if one waits. */
  private boolean jump(List<Assembled> ready) {
    for (var entry : waiting.entrySet()) {
      if (depacketizer.startsKeyFrame(entry.getValue().payload())) {
        Optional<List<RtpPacket>> whole = wholeFrom(entry.getKey());
        if (whole.isPresent()) {
          needsKeyFrame = false;
          emit(entry.getKey(), whole.get(), ready);
          return true;
        }
      }
    }
    return false;
  }

  private void emit(long from, List<RtpPacket> packets, List<Assembled> ready) {
    next = from + packets.size();
    waiting.headMap(next).clear();
    missing.headMap(next).clear();
    long timestamp = packets.getFirst().timestamp();
    depacketizer
        .assemble(packets.stream().map(RtpPacket::payload).toList())
        .ifPresentOrElse(
            picture -> ready.add(new Assembled(timestamp, picture)), () -> needsKeyFrame = true);
  }

  private Optional<List<RtpPacket>> wholeFrom(long sequence) {
    List<RtpPacket> packets = new ArrayList<>();
    for (long at = sequence; ; at++) {
      RtpPacket packet = waiting.get(at);
      if (packet == null
          || !packets.isEmpty() && packet.timestamp() != packets.getFirst().timestamp()) {
        return Optional.empty();
      }
      packets.add(packet);
      if (packet.marker()) {
        return Optional.of(packets);
      }
    }
  }

  /** The sequence numbers to ask for now. */
  List<Integer> wanted(long now) {
    List<Integer> asked = new ArrayList<>();
    for (var entry : missing.entrySet()) {
      Missing gap = entry.getValue();
      if (now - gap.nextAsk() >= 0) {
        if (gap.tries() == MOST_TRIES) {
          needsKeyFrame = true;
        } else {
          asked.add((int) (entry.getKey() & 0xffff));
          entry.setValue(new Missing(now + ASK_AGAIN_NANOS, gap.tries() + 1));
        }
      }
    }
    if (needsKeyFrame && waiting.size() >= CAPACITY) {
      startAnew(highest + 1);
    }
    return asked;
  }

  /** Whether no picture can be decoded until a key frame comes. */
  boolean needsKeyFrame() {
    return needsKeyFrame;
  }
}
