package dev.damso.bench;

import dev.damso.media.VideoFrame;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A number that can be read from a picture after it was coded: a row of black and white squares at
 * its top, 16 bits and the sum of their four digits.
 */
final class Stamp {
  /** Numbers are 0 to this, without it. */
  static final int NUMBERS = 1 << 16;

  private static final int BITS = 20;

  /** Squares of this share of the picture's width. */
  private static final int SQUARES = 40;

  private static final int BLACK = 16;
  private static final int WHITE = 235;

  private Stamp() {}

  /** The picture with {@code number} on it. */
  static VideoFrame on(VideoFrame frame, int number) {
    byte[] i420 = frame.i420().clone();
    int side = frame.width() / SQUARES;
    int code = number << 4 | sum(number);
    for (int bit = 0; bit < BITS; bit++) {
      byte shade = (byte) ((code >> bit & 1) == 1 ? WHITE : BLACK);
      for (int row = 0; row < side; row++) {
        int from = row * frame.width() + bit * side;
        Arrays.fill(i420, from, from + side, shade);
      }
    }
    return new VideoFrame(frame.pts(), frame.width(), frame.height(), i420);
  }

  /** The number on a picture, at whatever size, or empty where there is none. */
  static OptionalInt read(PictureDecoder.Picture picture) {
    int side = picture.width() / SQUARES;
    int code = 0;
    for (int bit = 0; bit < BITS; bit++) {
      code |= bright(picture, bit * side, side) ? 1 << bit : 0;
    }
    int number = code >> 4;
    return (code & 15) == sum(number) ? OptionalInt.of(number) : OptionalInt.empty();
  }

  /** Whether the inner half of a square is. */
  private static boolean bright(PictureDecoder.Picture picture, int left, int side) {
    int sum = 0;
    int count = 0;
    for (int row = side / 4; row < side - side / 4; row++) {
      for (int column = left + side / 4; column < left + side - side / 4; column++) {
        sum += picture.y()[row * picture.width() + column] & 0xFF;
        count++;
      }
    }
    return sum > count * (BLACK + WHITE) / 2;
  }

  /** So that a picture without a stamp is hardly taken for one: never the same as no bits. */
  private static int sum(int number) {
    return (number & 15) + (number >> 4 & 15) + (number >> 8 & 15) + (number >> 12) + 5 & 15;
  }
}
