package dev.damso.face.photo;

import dev.damso.face.photo.FaceLandmarks.Face;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Colours of a face in a photo. */
final class SkinTone {
  private static final int[] CHEEKS_AND_FOREHEAD = {151, 50, 280, 9, 205, 425};
  private static final int[] AROUND_MOUTH = {205, 425, 187, 411, 199, 200, 50, 280, 101, 330};
  private static final int[] FOREHEAD = {9, 151, 107, 336};

  /** Outer and inner edge of the lips, between which their middle is. */
  private static final int[] OUTER_LIPS = {0, 37, 267, 39, 269, 17, 84, 314, 181, 405};

  private static final int[] INNER_LIPS = {13, 82, 312, 81, 311, 14, 87, 317, 178, 402};

  /** Lips are so much redder than skin; measured .010 to .065, masks and hands 0. */
  private static final double LIPS = .004;

  /** Skin in a photo that has colours. */
  private static final double COLOURED = .02;

  private final Photo photo;
  private final Face face;

  SkinTone(Photo photo, Face face) {
    this.photo = photo;
    this.face = face;
  }

  /** The mean lightness of cheeks and forehead, to 255. */
  double lightness() {
    return Arrays.stream(CHEEKS_AND_FOREHEAD)
        .mapToDouble(k -> {
          int rgb = photo.sample(face.at(k)[0], face.at(k)[1]);
          return .3 * (rgb >> 16) + .59 * (rgb >> 8 & 255) + .11 * (rgb & 255);
        })
        .average()
        .orElse(0);
  }

  /** Whether something without lips is where they should be. Not known in grey photos: no. */
  boolean mouthIsCovered() {
    double lips =
        IntStream.range(0, OUTER_LIPS.length)
            .mapToDouble(k -> {
              double[] outer = face.at(OUTER_LIPS[k]);
              double[] inner = face.at(INNER_LIPS[k]);
              return redness((outer[0] + inner[0]) / 2, (outer[1] + inner[1]) / 2);
            })
            .average()
            .orElse(0);
    return mean(FOREHEAD) > COLOURED && lips - mean(AROUND_MOUTH) < LIPS;
  }

  private double mean(int[] landmarks) {
    return Arrays.stream(landmarks)
        .mapToDouble(k -> redness(face.at(k)[0], face.at(k)[1]))
        .average()
        .orElse(0);
  }

  /** From -1 to 1. */
  private double redness(double x, double y) {
    int rgb = photo.sample(x, y);
    int red = rgb >> 16;
    int green = rgb >> 8 & 255;
    int blue = rgb & 255;
    return (red - green) / (red + green + blue + 1.0);
  }
}
