package dev.damso.face.render;

import java.util.Arrays;

/**
 * Translucent surfaces that came nearest first, summed at each pixel.
 *
 * <p>Light is added linearly: red, green and blue are squares of the coded values, which is near
 * enough to the transfer function.
 */
final class Layers {
  /** Where less than this is seen through, nothing is. */
  private static final float OPAQUE = .08f;

  private static final float[] SQUARES = new float[256];

  static {
    for (int k = 0; k < SQUARES.length; k++) {
      SQUARES[k] = k * k;
    }
  }

  private final int length;

  /** The share of what is behind that is seen through, 0 to 1. */
  final float[] through;

  /** [pixels][3] red, green, blue, times their share. */
  private final float[] light;

  /** How far away the layers hide more than half of what is behind. */
  final float[] nearest;

  /** Of each row, the pixels that were drawn on: from first to before end. */
  final int[] first;

  final int[] end;

  Layers(int length, int rows) {
    this.length = length;
    through = new float[length * rows];
    light = new float[3 * length * rows];
    nearest = new float[length * rows];
    Arrays.fill(nearest, Float.NEGATIVE_INFINITY);
    first = new int[rows];
    end = new int[rows];
    Arrays.fill(through, 1);
    Arrays.fill(first, length);
  }

  void clear() {
    for (int y = 0; y < first.length; y++) {
      int from = y * length + first[y];
      int to = y * length + end[y];
      if (from < to) {
        clear(from, to);
      }
      first[y] = length;
      end[y] = 0;
    }
  }

  /** Clears pixels {@code from} to before {@code to}. */
  void clear(int from, int to) {
    Arrays.fill(through, from, to, 1);
    Arrays.fill(nearest, from, to, Float.NEGATIVE_INFINITY);
    Arrays.fill(light, 3 * from, 3 * to, 0);
  }

  /** Says that pixels of row {@code y} are drawn on, from {@code left} to before {@code right}. */
  void touch(int y, int left, int right) {
    if (left < first[y]) {
      first[y] = left;
    }
    if (right > end[y]) {
      end[y] = right;
    }
  }

  /**
   * Adds a surface behind those already there; its pixel is to be {@link #touch}ed.
   *
   * @param color as {@link Pixels} has it; its alpha does not count
   * @param brightness times the colour, 1 is as painted
   */
  void add(int o, float z, float share, long color, float brightness) {
    float weight = through[o] * share;
    float left = through[o] - weight;
    if (left < OPAQUE) {
      weight += left;
      left = 0;
    }
    if (left < .5f && through[o] >= .5f) {
      nearest[o] = z;
    }
    through[o] = left;
    float scale = weight * brightness * brightness;
    int at = 3 * o;
    light[at] += scale * SQUARES[Pixels.red(color)];
    light[at + 1] += scale * SQUARES[Pixels.green(color)];
    light[at + 2] += scale * SQUARES[Pixels.blue(color)];
  }

  /** Adds, behind those already there, {@code share} of the layers of another pixel. */
  void copy(int o, int other, float share) {
    float weight = through[o] * share;
    through[o] -= weight * (1 - through[other]);
    for (int k = 0; k < 3; k++) {
      light[3 * o + k] += weight * light[3 * other + k];
    }
  }

  /** The colour of a pixel that has these layers, then {@code others}, then {@code rgb} behind. */
  int over(Layers others, int o, int rgb) {
    float here = through[o];
    float there = others.through[o] * here;
    int r = rgb >>> 16 & 255;
    int g = rgb >>> 8 & 255;
    int b = rgb & 255;
    int at = 3 * o;
    return coded(light[at] + here * others.light[at] + there * (r * r)) << 16
        | coded(light[at + 1] + here * others.light[at + 1] + there * (g * g)) << 8
        | coded(light[at + 2] + here * others.light[at + 2] + there * (b * b));
  }

  /** The colour of a pixel that has these layers, then {@code rgb} behind. */
  int over(int rgb, int o) {
    float there = through[o];
    int r = rgb >>> 16 & 255;
    int g = rgb >>> 8 & 255;
    int b = rgb & 255;
    int at = 3 * o;
    return coded(light[at] + there * (r * r)) << 16
        | coded(light[at + 1] + there * (g * g)) << 8
        | coded(light[at + 2] + there * (b * b));
  }

  private static int coded(float light) {
    return Math.min(255, (int) ((float) Math.sqrt(light) + .5f));
  }
}
