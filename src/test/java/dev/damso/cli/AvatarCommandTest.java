package dev.damso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.TestFiles;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.Backdrop;
import dev.damso.face.render.Bearing;
import dev.damso.face.render.BlendShape;
import dev.damso.face.render.Pictures;
import dev.damso.face.render.Rasterizer;
import dev.damso.media.MediaTime;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AvatarCommandTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void createsAnAvatarThatCanBeDrawnAndRemovesIt() throws IOException {
    TestFiles.model("face-landmarks/face_landmark.onnx");
    Path photo = portrait(folder.resolve("photo.png"));
    Map<String, String> environment = Map.of("DAMSO_AVATARS", folder.resolve("avatars").toString());
    Path sheet = folder.resolve("sheet.jpg");

    assertThat(run(environment, "avatar", "create", "twin", photo.toString(), "--json")).isZero();
    assertThat(run(environment, "avatar", "create", "twin", photo.toString())).isEqualTo(2);
    assertThat(run(environment, "animate", "--avatar", "twin", "--sheet", sheet.toString()))
        .isZero();
    assertThat(sheet).isNotEmptyFile();
    assertThat(run(environment, "avatar", "remove", "twin")).isZero();
    assertThat(run(environment, "animate", "--avatar", "twin", "--sheet", sheet.toString()))
        .isEqualTo(2);
  }

  /** Joon in a café. */
  static Path portrait(Path file) throws IOException {
    Rasterizer joon = new Rasterizer(AvatarBundle.load("joon"), Backdrop.load("cafe"), 640, 480);
    int[] rgb =
        Pictures.rgb(joon.render(MediaTime.ofMillis(0), new float[BlendShape.COUNT], Bearing.REST));
    BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 640, 480, rgb, 0, 640);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static int run(Map<String, String> environment, String... command) {
    return DamsoCommand.run(command, environment);
  }
}
