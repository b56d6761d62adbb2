package dev.damso.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Watches the mouth: decodes pictures on a thread of its own and says when the region around the
 * mouth changed more from one picture to the next than it did while the avatar was listening. 32
 * pictures may wait; later ones are dropped.
 */
final class MouthWatch implements AutoCloseable {
  private static final int QUEUE = 32;

  /** The mouth's share of the picture: left, top, right, bottom. */
  private static final double[] MOUTH = {0.42, 0.56, 0.58, 0.73};

  /** Blocks of this many pixels are averaged, against the coder's noise. */
  private static final int BLOCK = 4;

  /** How much more than at rest, and at least. */
  private static final double TIMES = 1.5;

  private static final double LEAST = 0.5;

  private final BlockingQueue<Coded> queue = new ArrayBlockingQueue<>(QUEUE);
  private final List<Change> changes = new ArrayList<>();
  private final @Nullable Thread thread;
  private double rest;

  private record Coded(byte[] accessUnit, long nanoTime) {}

  /** How much the mouth changed, mean grey levels of 255. */
  private record Change(long nanoTime, double amount) {}

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
      double[] before = new double[0];
      while (true) {
        Coded coded = queue.take();
        var picture = decoder.decode(coded.accessUnit());
        if (picture.isPresent()) {
          double[] mouth = mouth(picture.get());
          if (before.length == mouth.length) {
            add(new Change(coded.nanoTime(), difference(before, mouth)));
          }
          before = mouth;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void add(Change change) {
    changes.add(change);
  }

  private static double[] mouth(PictureDecoder.Picture picture) {
    int left = (int) (picture.width() * MOUTH[0]);
    int top = (int) (picture.height() * MOUTH[1]);
    int columns = ((int) (picture.width() * MOUTH[2]) - left) / BLOCK;
    int rows = ((int) (picture.height() * MOUTH[3]) - top) / BLOCK;
    double[] blocks = new double[columns * rows];
    for (int row = 0; row < rows * BLOCK; row++) {
      for (int column = 0; column < columns * BLOCK; column++) {
        int value = picture.y()[(top + row) * picture.width() + left + column] & 0xFF;
        blocks[row / BLOCK * columns + column / BLOCK] += value / (double) (BLOCK * BLOCK);
      }
    }
    return blocks;
  }

  private static double difference(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  /** Starts anew: what moves until {@code spoken} is a mouth at rest. */
  synchronized void rest(long begin, long spoken) {
    changes.removeIf(change -> change.nanoTime() < begin);
    rest = spoken;
  }

  /** When the first picture with a moving mouth came after {@code spoken}. */
  synchronized OptionalLong movedAfter(long spoken) {
    double resting =
        changes.stream()
            .filter(change -> change.nanoTime() <= rest)
            .mapToDouble(Change::amount)
            .max()
            .orElse(0);
    double threshold = Math.max(LEAST, TIMES * resting);
    return changes.stream()
        .filter(change -> change.nanoTime() > spoken && change.amount() > threshold)
        .mapToLong(Change::nanoTime)
        .findFirst();
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
