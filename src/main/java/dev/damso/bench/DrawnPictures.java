package dev.damso.bench;

import dev.damso.media.MediaTime;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** What the last {@value #KEPT} stamped pictures show. Thread safe. */
final class DrawnPictures {
  private static final int KEPT = 1 << 10;

  private final AtomicReferenceArray<Drawn> drawn = new AtomicReferenceArray<>(KEPT);
  private final AtomicInteger next = new AtomicInteger();

  /**
   * A picture.
   *
   * @param number on it
   * @param nanoTime when it was drawn
   * @param speech what the mouth says, or empty
   */
  record Drawn(int number, long nanoTime, Optional<Speech> speech) {}

  /**
   * A place in speech.
   *
   * @param atMs the mouth is so far into the chunk
   * @param lengthMs of the chunk
   */
  record Speech(double atMs, double lengthMs) {
    static Speech in(MediaTime start, double lengthMs, MediaTime shown) {
      return new Speech(shown.millis() - start.millis(), lengthMs);
    }
  }

  /** The number of a picture that was just drawn. */
  int add(Optional<Speech> speech) {
    int number = next.getAndIncrement() & Stamp.NUMBERS - 1;
    drawn.set(number % KEPT, new Drawn(number, System.nanoTime(), speech));
    return number;
  }

  Optional<Drawn> find(int number) {
    return Optional.ofNullable(drawn.get(number % KEPT)).filter(known -> known.number() == number);
  }
}
