package dev.damso.face.photo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the face in the pictures of a film. Not thread safe. */
public final class FaceTracker implements AutoCloseable {
  private static final double LEAST_PRESENCE = .5;

  private final FaceDetector detector;
  private final FaceLandmarks landmarks;

  /**
   * Where the largest face of a picture is, pixels.
   *
   * @param left of the outline, in front of an ear
   * @param right of the outline
   * @param forehead its upper end, by the hair
   * @param bridge height of the nose's bridge, two thirds down to the tip
   * @param chin its lower end
   */
  public record Outline(double left, double right, double forehead, double bridge, double chin) {}

  /**
   * @param models the folder of the model {@code face-landmarks}
   */
  public FaceTracker(Path models) {
    detector = new FaceDetector(models);
    landmarks = new FaceLandmarks(models);
  }

  /**
   * @param i420 BT.601, limited range
   * @return empty where no face can be made out
   */
  public Optional<Outline> find(byte[] i420, int width, int height) {
    Photo photo = photo(i420, width, height);
    List<FaceDetector.Found> found = detector.find(photo);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FaceLandmarks.Face face = landmarks.roughly(photo, found.getFirst());
    if (face.presence() < LEAST_PRESENCE) {
      return Optional.empty();
    }
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    for (int point : BaseFace.OVAL) {
      left = Math.min(left, face.at(point)[0]);
      right = Math.max(right, face.at(point)[0]);
    }
    return Optional.of(new Outline(left, right, face.at(10)[1], face.at(5)[1], face.at(152)[1]));
  }

  private static Photo photo(byte[] i420, int width, int height) {
    int[] rgb = new int[width * height];
    int chroma = width / 2 * (height / 2);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = width * height + y / 2 * (width / 2) + x / 2;
        double luma = 1.164 * ((i420[y * width + x] & 255) - 16);
        int u = (i420[at] & 255) - 128;
        int v = (i420[at + chroma] & 255) - 128;
        rgb[y * width + x] =
            level(luma + 1.596 * v) << 16
                | level(luma - 0.392 * u - 0.813 * v) << 8
                | level(luma + 2.017 * u);
      }
    }
    return new Photo(width, height, rgb);
  }

  private static int level(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }

  @Override
  public void close() {
    detector.close();
    landmarks.close();
  }
}
