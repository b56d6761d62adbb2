package dev.damso.bench;

import dev.damso.audio.OpusEncoder;
import dev.damso.telemetry.ReplyTimeline;
import dev.damso.telemetry.ReplyTimeline.Mark;
import dev.damso.vad.VoiceActivityDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A person on the line: speaks in real time, 20 ms at a time, each block when its last sample is
 * spoken, and listens to the answers. One owner thread.
 */
final class Caller implements AutoCloseable {
  private static final long BLOCK_NANOS = 20_000_000;
  private static final int BLOCK = OpusEncoder.FRAME;
  private static final double WINDOW_MS =
      VoiceActivityDetector.WINDOW * 1000.0 / VoiceActivityDetector.SAMPLE_RATE;

  /** After which there will be no answer. */
  private static final long PATIENCE_NANOS = 15_000_000_000L;

  /** How long a stopped answer may take to be over. */
  private static final long STOP_NANOS = 1_500_000_000L;

  private final Line line;
  private final long listenNanos;
  private final OpusEncoder encoder = new OpusEncoder();
  private final AnswerEar ear = new AnswerEar();
  private final MouthWatch mouth;
  private final ConcurrentLinkedQueue<ReplyTimeline> replies = new ConcurrentLinkedQueue<>();

  /** When the next block is due. */
  private long due;

  /** When the first block began. */
  private long origin;

  /**
   * @param listenMs how long an answer is listened to before it is stopped
   * @param mouth watches the pictures
   */
  Caller(Line line, int listenMs, MouthWatch mouth) {
    this.line = line;
    this.listenNanos = listenMs * 1_000_000L;
    this.mouth = mouth;
  }

  /** Connects, and is silent for {@code silenceMs}. */
  void open(int silenceMs) throws InterruptedException {
    line.open(new Ears());
    due = System.nanoTime();
    origin = due;
    for (int i = 0; i < silenceMs / 20; i++) {
      send(new short[BLOCK]);
    }
  }

  private final class Ears implements Line.Receiver {
    @Override
    public void arrived(long number, long nanoTime) {
      ear.arrived(number, nanoTime);
    }

    @Override
    public void audio(byte[] opus, long nanoTime) {
      ear.audio(opus, nanoTime);
    }

    @Override
    public void picture(byte[] accessUnit, long nanoTime) {
      mouth.picture(accessUnit, nanoTime);
    }

    @Override
    public void replied(ReplyTimeline timeline) {
      replies.add(timeline);
    }
  }

  /** Says one thing and listens to the answer. */
  Turn ask(Utterance utterance) throws InterruptedException {
    long begin = due;
    long started = begin + nanos(utterance.startMs());
    long spoken = begin + nanos(utterance.endMs());
    mouth.rest(begin, spoken);
    replies.clear();
    OptionalLong heard = OptionalLong.empty();
    boolean hushed = false;
    for (int block = 0; ; block++) {
      send(utterance.block(block, BLOCK));
      long now = System.nanoTime();
      if (heard.isEmpty()) {
        heard = ear.firstAfter(spoken);
        if (now > spoken + PATIENCE_NANOS) {
          break;
        }
        continue;
      }
      long since = now - heard.getAsLong();
      if (replyTo(heard.getAsLong()).isPresent() || since > listenNanos + STOP_NANOS) {
        break;
      }
      if (since > listenNanos && !hushed) {
        line.hush();
        hushed = true;
      }
    }
    List<ReplyTimeline> timeline = new ArrayList<>();
    if (heard.isPresent()) {
      replyTo(heard.getAsLong()).ifPresent(timeline::add);
    }
    return new Turn(
        utterance,
        spoken,
        WINDOW_MS - (spoken - origin) / 1e6 % WINDOW_MS,
        ear.between(started, spoken),
        heard,
        heard.isEmpty() ? OptionalLong.empty() : mouth.movedAfter(spoken),
        timeline);
  }

  /**
   * Asks, then speaks again while the answer is heard.
   *
   * @return milliseconds from the first sample of the second speech to the answer's last, or empty
   *     where there was no answer to interrupt, or it went on to its end
   */
  OptionalDouble interrupt(Utterance first, Utterance second, int afterMs)
      throws InterruptedException {
    long spoken = due + nanos(first.endMs());
    OptionalLong heard = OptionalLong.empty();
    int block = 0;
    while (heard.isEmpty() || System.nanoTime() < heard.getAsLong() + afterMs * 1_000_000L) {
      send(first.block(block++, BLOCK));
      heard = ear.firstAfter(spoken);
      if (System.nanoTime() > spoken + PATIENCE_NANOS) {
        return OptionalDouble.empty();
      }
    }
    long speaking = due + nanos(second.startMs());
    long over = due + nanos(second.endMs());
    replies.clear();
    for (int i = 0; System.nanoTime() < over; i++) {
      send(second.block(i, BLOCK));
    }
    OptionalLong stopped = ear.endOf(speaking);
    boolean interrupted = replies.stream().anyMatch(reply -> reply.has(Mark.INTERRUPTED));
    line.hush();
    silence(1_000);
    line.hush();
    silence(1_000);
    return stopped.isEmpty() || !interrupted
        ? OptionalDouble.empty()
        : OptionalDouble.of((stopped.getAsLong() - speaking) / 1e6);
  }

  private void silence(int ms) throws InterruptedException {
    for (int i = 0; i < ms / 20; i++) {
      send(new short[BLOCK]);
    }
  }

  /** The reply whose sound was heard then. */
  private Optional<ReplyTimeline> replyTo(long heardNanos) {
    return replies.stream()
        .filter(reply -> {
          Long start = reply.nanos().get(Mark.PLAYOUT_START);
          return start != null && Math.abs(start - heardNanos) < 2_000_000_000L;
        })
        .findFirst();
  }

  private void send(short[] block) throws InterruptedException {
    byte[] opus = encoder.encode(block);
    due += BLOCK_NANOS;
    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
      LockSupport.parkNanos(wait);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    line.microphone(opus);
  }

  /** How much later than the earliest each packet of the answers' stream came. */
  List<Double> lateMs() {
    return ear.lateMs();
  }

  private static long nanos(double ms) {
    return (long) (ms * 1e6);
  }

  @Override
  public void close() {
    line.close();
    mouth.close();
    encoder.close();
    ear.close();
  }
}
