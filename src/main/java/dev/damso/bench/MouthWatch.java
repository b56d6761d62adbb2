package dev.damso.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Watches the mouth: decodes pictures on a thread of its own and says when it opened further than
 * it did while the avatar was listening. How open it is, is the number of dark pixels between the
 * lips, as in {@code bench/lipsync}. 32 pictures may wait; later ones are dropped.
 */
final class MouthWatch implements AutoCloseable {
  private static final int QUEUE = 32;

  /** The mouth's share of the picture: left, top, right, bottom. */
  private static final double[] MOUTH = {0.40, 0.55, 0.60, 0.70};

  /** Brightness below which a pixel is inside the mouth. */
  private static final int DARK = 82;

  /** How many more than at rest make an open mouth, as a share of the region. */
  private static final double OPEN = 0.002;

  private final BlockingQueue<Coded> queue = new ArrayBlockingQueue<>(QUEUE);
  private final List<Opening> openings = new ArrayList<>();
  private final @Nullable Thread thread;
  private long rest;

  private record Coded(byte[] accessUnit, long nanoTime) {}

  /** How open the mouth is: dark pixels, as a share of the region. */
  private record Opening(long nanoTime, double amount) {}

  private MouthWatch(boolean open) {
    thread = open ? Thread.ofPlatform().name("mouth-watch").daemon().start(this::run) : null;
  }

  static MouthWatch open() {
    return new MouthWatch(true);
  }

  /** One that sees nothing and costs nothing. */
  static MouthWatch shut() {
    return new MouthWatch(false);
  }

  void picture(byte[] accessUnit, long nanoTime) {
    if (thread != null) {
      queue.offer(new Coded(accessUnit, nanoTime));
    }
  }

  private void run() {
    try (PictureDecoder decoder = new PictureDecoder()) {
      while (true) {
        Coded coded = queue.take();
        decoder
            .decode(coded.accessUnit())
            .ifPresent(picture -> add(new Opening(coded.nanoTime(), open(picture))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void add(Opening opening) {
    openings.add(opening);
  }

  private static double open(PictureDecoder.Picture picture) {
    int left = (int) (picture.width() * MOUTH[0]);
    int top = (int) (picture.height() * MOUTH[1]);
    int right = (int) (picture.width() * MOUTH[2]);
    int bottom = (int) (picture.height() * MOUTH[3]);
    int dark = 0;
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        dark += (picture.y()[row * picture.width() + column] & 0xFF) < DARK ? 1 : 0;
      }
    }
    return dark / (double) ((bottom - top) * (right - left));
  }

  /** Starts anew: until {@code spoken} the mouth is at rest. */
  synchronized void rest(long begin, long spoken) {
    openings.removeIf(opening -> opening.nanoTime() < begin);
    rest = spoken;
  }

  /** When the first picture with a moving mouth came after {@code spoken}. */
  synchronized OptionalLong movedAfter(long spoken) {
    double resting = resting();
    return openings.stream()
        .filter(opening -> opening.nanoTime() > spoken && opening.amount() > resting + OPEN)
        .mapToLong(Opening::nanoTime)
        .findFirst();
  }

  private double resting() {
    return openings.stream()
        .filter(opening -> opening.nanoTime() <= rest)
        .mapToDouble(Opening::amount)
        .max()
        .orElse(0);
  }

  /** When the first picture came from which on, until {@code until}, the mouth was at rest. */
  synchronized OptionalLong closedAfter(long from, long until) {
    double resting = resting();
    OptionalLong closed = OptionalLong.empty();
    for (Opening opening : openings) {
      if (opening.nanoTime() < from || opening.nanoTime() > until) {
        continue;
      }
      if (opening.amount() > resting + OPEN) {
        closed = OptionalLong.empty();
      } else if (closed.isEmpty()) {
        closed = OptionalLong.of(opening.nanoTime());
      }
    }
    return closed;
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
