package dev.damso.face.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.TestFiles;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.Backdrop;
import dev.damso.face.render.Bearing;
import dev.damso.face.render.BlendShape;
import dev.damso.face.render.Pictures;
import dev.damso.face.render.Rasterizer;
import dev.damso.media.MediaTime;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own avatars stand before the camera. */
final class PhotoAvatarTest {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 720;

  @TempDir private Path root = Path.of("");

  private static Path models() {
    return TestFiles.model("face-landmarks/face_landmark.onnx").resolveSibling(".").normalize();
  }

  private static Photo picture(AvatarBundle avatar, Bearing bearing, BlendShape... full) {
    float[] weights = new float[BlendShape.COUNT];
    for (BlendShape shape : full) {
      weights[shape.index()] = 1;
    }
    Rasterizer rasterizer = new Rasterizer(avatar, Backdrop.load("office"), WIDTH, HEIGHT);
    int[] rgb = Pictures.rgb(rasterizer.render(MediaTime.ofMillis(0), weights, bearing));
    return new Photo(WIDTH, HEIGHT, rgb);
  }

  private static Photo portrait(String avatar) {
    return picture(AvatarBundle.load(avatar), Bearing.REST);
  }

  /** Mean difference of what is within a part of the picture's height from its middle. */
  private static double difference(Photo a, Photo b, double fromY, double toY) {
    double sum = 0;
    int count = 0;
    for (int y = (int) (fromY * HEIGHT); y < toY * HEIGHT; y++) {
      for (int x = WIDTH * 3 / 8; x < WIDTH * 5 / 8; x++, count++) {
        sum += Math.abs(a.channel(x, y, 1) - b.channel(x, y, 1));
      }
    }
    return sum / count;
  }

  @Test
  void wearsThePhotoAndMoves() throws IOException {
    OwnAvatars own = new OwnAvatars(root);
    Path folder = own.create("min-a", portrait("mina"), models());
    assertThat(own.names()).containsExactly("min-a");
    assertThat(own.find("min-a")).contains(folder);
    AvatarBundle made = AvatarBundle.load(folder.toString());
    assertThat(made.about().fromPhoto()).isTrue();

    Photo rest = picture(made, Bearing.REST);
    Photo open = picture(made, Bearing.REST, BlendShape.JAW_OPEN);
    Photo blink =
        picture(made, Bearing.REST, BlendShape.EYE_BLINK_LEFT, BlendShape.EYE_BLINK_RIGHT);
    double mouth = difference(rest, open, .55, .8);
    double eyesOfThat = difference(rest, open, .3, .48);
    double eyes = difference(rest, blink, .3, .55);
    assertThat(mouth).isGreaterThan(6);
    assertThat(eyesOfThat).isLessThan(1);
    assertThat(eyes).isGreaterThan(2);
    assertThat(difference(rest, blink, .65, .8)).isLessThan(1);

    // The rest is the photo, cut.
    try (FaceDetector detector = new FaceDetector(models());
        FaceLandmarks landmarks = new FaceLandmarks(models())) {
      Photo photo = portrait("mina");
      FaceLandmarks.Face before = landmarks.of(photo, detector.find(photo).getFirst());
      FaceLandmarks.Face after = landmarks.of(rest, detector.find(rest).getFirst());
      double scale = after.distance(10, 152) / before.distance(10, 152);
      for (int[] pair : new int[][] {{33, 263}, {61, 291}, {1, 152}}) {
        assertThat(after.distance(pair[0], pair[1]))
            .isBetween(
                .97 * scale * before.distance(pair[0], pair[1]),
                1.03 * scale * before.distance(pair[0], pair[1]));
      }
      FaceLandmarks.Face speaking = landmarks.of(open, detector.find(open).getFirst());
      assertThat(speaking.distance(13, 14)).isGreaterThan(5 * (1 + after.distance(13, 14)));
    }

    own.remove("min-a");
    assertThat(own.names()).isEmpty();
    assertThat(folder).doesNotExist();
  }

  @Test
  void theSamePhotoGivesTheSameFilesAndNoMetadata() throws IOException {
    OwnAvatars own = new OwnAvatars(root);
    Path one = own.create("one", portrait("joon"), models());
    Path two = own.create("two", portrait("joon"), models());
    for (String file : List.of("mesh.bin", "photo.jpg", "eye_left.png")) {
      assertThat(one.resolve(file)).hasSameBinaryContentAs(two.resolve(file));
    }
    String jpeg = Files.readString(one.resolve("photo.jpg"), StandardCharsets.ISO_8859_1);
    assertThat(jpeg).doesNotContain("Exif", "http", "ICC_PROFILE");
  }

  @Test
  void unfitPhotosAreRefusedAndLeaveNothing() throws IOException {
    Photo plain = new Photo(600, 600, new int[360_000]);
    refused(plain, "no face");
    refused(beside(portrait("mina"), portrait("joon")), "2 faces");
    refused(shrunk(portrait("joon"), 5), "");
    Photo cut = portrait("joon");
    int[] half = new int[WIDTH / 2 * HEIGHT];
    for (int y = 0; y < HEIGHT; y++) {
      System.arraycopy(cut.rgb(), y * WIDTH + WIDTH / 2, half, y * WIDTH / 2, WIDTH / 2);
    }
    refused(new Photo(WIDTH / 2, HEIGHT, half), "");
    refused(picture(AvatarBundle.load("joon"), new Bearing(.5f, 0, 0, 0)), "from the front");
    refused(
        picture(AvatarBundle.load("joon"), Bearing.REST, BlendShape.JAW_OPEN),
        "mouth is wide open");
    Photo masked = portrait("joon");
    for (int k = 0; k < masked.rgb().length; k++) {
      int x = k % WIDTH;
      int y = Math.floorDiv(k, WIDTH);
      if (Math.abs(x - WIDTH / 2) < WIDTH / 8 && y > HEIGHT * 52 / 100 && y < HEIGHT * 78 / 100) {
        masked.rgb()[k] = 0x96b9d2;
      }
    }
    refused(masked, "cover");
    try (var left = Files.list(root)) {
      assertThat(left).isEmpty();
    }
  }

  private void refused(Photo photo, String why) {
    Path models = models();
    assertThatThrownBy(() -> new OwnAvatars(root).create("x", photo, models))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining(why);
  }

  private static Photo beside(Photo a, Photo b) {
    int[] rgb = new int[2 * WIDTH * HEIGHT];
    for (int y = 0; y < HEIGHT; y++) {
      System.arraycopy(a.rgb(), y * WIDTH, rgb, 2 * y * WIDTH, WIDTH);
      System.arraycopy(b.rgb(), y * WIDTH, rgb, (2 * y + 1) * WIDTH, WIDTH);
    }
    return new Photo(2 * WIDTH, HEIGHT, rgb);
  }

  private static Photo shrunk(Photo from, int by) {
    Photo small = new Photo(WIDTH / by, HEIGHT / by, new int[WIDTH / by * (HEIGHT / by)]);
    Arrays.setAll(
        small.rgb(), k -> from.rgb()[k / small.width() * by * WIDTH + k % small.width() * by]);
    return small;
  }

  @Test
  void namesAreFolders() {
    OwnAvatars own = new OwnAvatars(root);
    for (String bad : List.of("", "..", ".", "a/b", "a\\b", "a b", "-x", "x".repeat(41), "a\0")) {
      assertThatThrownBy(() -> own.requireNew(bad, List.of()))
          .isInstanceOf(UserFacingException.class)
          .hasMessageContaining("is no name");
      assertThat(own.find(bad)).isEmpty();
    }
    own.requireNew("민아_2", List.of("mina"));
    assertThatThrownBy(() -> own.requireNew("mina", List.of("mina")))
        .hasMessageContaining("already");
  }
}
