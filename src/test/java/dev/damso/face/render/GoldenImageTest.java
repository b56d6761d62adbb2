package dev.damso.face.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.MediaTime;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both avatars against pictures of them, luma, with tolerance. {@code -Ddamso.golden=write} draws
 * the pictures anew: look at them before committing.
 */
final class GoldenImageTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;

  /** A picture may differ by so much at a pixel without a person seeing it. */
  private static final int PIXEL = 24;

  /** Of all pixels so many may differ by more: a float's last bit moves an edge. */
  private static final double SHARE = 0.002;

  /** Of all pixels, the mean difference: gloss alone makes as much. */
  private static final double MEAN = 0.1;

  @ParameterizedTest
  @CsvSource({"mina, rest", "mina, talk", "mina, blink", "joon, rest", "joon, talk", "joon, blink"})
  void looksAsItDid(String avatar, String pose) throws IOException {
    Rasterizer rasterizer =
        new Rasterizer(AvatarBundle.load(avatar), Backdrop.load("studio"), WIDTH, HEIGHT);
    byte[] drawn = rasterizer.render(MediaTime.ofMillis(0), weights(pose), bearing(pose)).i420();
    String file = avatar + "-" + pose + ".png";
    if ("write".equals(System.getProperty("damso.golden"))) {
      write(drawn, Path.of("src/test/resources/face", file));
    }
    int[] golden = read(file);
    int off = 0;
    long sum = 0;
    for (int k = 0; k < WIDTH * HEIGHT; k++) {
      int difference = Math.abs((drawn[k] & 0xff) - golden[k]);
      sum += difference;
      off += difference > PIXEL ? 1 : 0;
    }
    assertThat(off).as("pixels of %s that differ", file).isLessThan((int) (SHARE * golden.length));
    assertThat(sum / (double) golden.length).as("mean difference").isLessThan(MEAN);
  }

  private static float[] weights(String pose) {
    float[] weights = new float[BlendShape.COUNT];
    switch (pose) {
      case "talk" -> {
        weights[BlendShape.JAW_OPEN.index()] = .3f;
        weights[BlendShape.MOUTH_LOWER_DOWN_LEFT.index()] = .2f;
        weights[BlendShape.MOUTH_LOWER_DOWN_RIGHT.index()] = .2f;
        weights[BlendShape.BROW_INNER_UP.index()] = .5f;
      }
      case "blink" -> {
        weights[BlendShape.EYE_BLINK_LEFT.index()] = 1;
        weights[BlendShape.EYE_BLINK_RIGHT.index()] = 1;
      }
      default -> {}
    }
    return weights;
  }

  private static Bearing bearing(String pose) {
    return pose.equals("talk") ? new Bearing(.12f, .05f, -.04f, 1) : Bearing.REST;
  }

  private static void write(byte[] luma, Path file) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    image
        .getRaster()
        .setDataElements(0, 0, WIDTH, HEIGHT, java.util.Arrays.copyOf(luma, WIDTH * HEIGHT));
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private static int[] read(String file) throws IOException {
    Path written = Path.of("src/test/resources/face", file);
    try (InputStream in = Files.newInputStream(written)) {
      BufferedImage image = ImageIO.read(in);
      return image.getRaster().getSamples(0, 0, WIDTH, HEIGHT, 0, (int[]) null);
    }
  }
}
