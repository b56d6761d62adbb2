package dev.damso.bench;

import dev.damso.audio.OpusDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Listens to the answer: when samples above −50 dBFS come out of the decoder, and how late packets
 * are. One thread gives it packets, any may ask.
 */
final class AnswerEar implements AutoCloseable {
  /** −50 dBFS. */
  private static final int LOUD = 104;

  /** Silence that separates two sounds. */
  private static final long GAP_NANOS = 250_000_000;

  private static final double NANOS_A_SAMPLE = 1e9 / Utterance.SAMPLE_RATE;

  private final OpusDecoder decoder = new OpusDecoder();
  private final List<Sound> sounds = new ArrayList<>();
  private final List<Double> lateMs = new ArrayList<>();

  private boolean closed;

  /** When packet 0 would have come, had all come as early as the earliest. */
  private long origin = Long.MAX_VALUE;

  /** Sound without a longer pause in it, by {@link System#nanoTime}. */
  record Sound(long start, long end) {}

  synchronized void arrived(long number, long nanoTime) {
    long ideal = number * 20_000_000;
    origin = Math.min(origin, nanoTime - ideal);
    lateMs.add((nanoTime - ideal - origin) / 1e6);
  }

  synchronized void audio(byte[] opus, long nanoTime) {
    if (closed) {
      return; // the last packets of a line that is being closed
    }
    short[] pcm = decoder.decode(opus);
    int first = -1;
    int last = -1;
    for (int i = 0; i < pcm.length; i++) {
      if (Math.abs(pcm[i]) > LOUD) {
        first = first < 0 ? i : first;
        last = i;
      }
    }
    if (first >= 0) {
      heard(at(nanoTime, first), at(nanoTime, last));
    }
  }

  private static long at(long packet, int sample) {
    return packet + (long) (sample * NANOS_A_SAMPLE);
  }

  private void heard(long start, long end) {
    if (!sounds.isEmpty() && start - sounds.getLast().end() < GAP_NANOS) {
      sounds.add(new Sound(sounds.removeLast().start(), end));
    } else {
      sounds.add(new Sound(start, end));
    }
  }

  /** When the first sound that began after {@code nanoTime} began. */
  synchronized OptionalLong firstAfter(long nanoTime) {
    return sounds.stream().filter(s -> s.start() >= nanoTime).mapToLong(Sound::start).findFirst();
  }

  /** When the sound that is heard at {@code nanoTime} ends, as far as is known. */
  synchronized OptionalLong endOf(long nanoTime) {
    return sounds.stream()
        .filter(s -> s.start() <= nanoTime && s.end() >= nanoTime)
        .mapToLong(Sound::end)
        .findFirst();
  }

  /** Whether anything was heard in that time. */
  synchronized boolean between(long from, long to) {
    return sounds.stream().anyMatch(s -> s.start() < to && s.end() > from);
  }

  /** How much later than the earliest each packet came. */
  synchronized List<Double> lateMs() {
    return List.copyOf(lateMs);
  }

  @Override
  public synchronized void close() {
    closed = true;
    decoder.close();
  }
}
