package dev.damso.face.render;

import dev.damso.media.UserFacingException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** What is behind an avatar. Looks the same for ever, so shared by all conversations. */
public final class Backdrop {
  /**
   * Those that come with Damso, the default first; {@code avatars/build/backdrops.py} made them.
   */
  public static final List<String> NAMES = List.of("studio", "cafe", "office", "night");

  /** A side of a picture that somebody brings, at most. */
  private static final int LARGEST = 8_192;

  private final BufferedImage image;
  private int[] columns = {};
  private int columnHeight;

  private Backdrop(BufferedImage image) {
    this.image = image;
  }

  /**
   * @param name one of {@link #NAMES}, or the path of a JPEG or PNG file
   * @throws UserFacingException where there is no such picture
   */
  public static Backdrop load(String name) {
    try (InputStream in =
        NAMES.contains(name)
            ? Backdrop.class.getResourceAsStream("/backdrops/" + name + ".jpg")
            : file(name)) {
      BufferedImage image = in == null ? null : ImageIO.read(in);
      if (image == null || Math.max(image.getWidth(), image.getHeight()) > LARGEST) {
        throw UserFacingException.badInput(
            "backdrop '" + name + "' is no JPEG or PNG of at most " + LARGEST + " pixels a side");
      }
      return new Backdrop(image);
    } catch (IOException e) {
      throw UserFacingException.badInput(
          "backdrop '" + name + "' cannot be read (" + e.getMessage() + ")");
    }
  }

  private static InputStream file(String name) throws IOException {
    try {
      Path path = Path.of(name);
      if (Files.isRegularFile(path)) {
        return Files.newInputStream(path);
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw UserFacingException.badInput(
        "no backdrop '%s': use one of %s, or the path of a picture"
            .formatted(name, String.join(", ", NAMES)));
  }

  /**
   * Its middle, scaled so that it fills a picture of this size: RGB, column by column. Shared by
   * all pictures of one size; not to be written.
   */
  synchronized int[] columns(int width, int height) {
    if (columns.length != width * height || columnHeight != height) {
      columns = scaled(width, height);
      columnHeight = height;
    }
    return columns;
  }

  private int[] scaled(int width, int height) {
    double scale = Math.max((double) width / image.getWidth(), (double) height / image.getHeight());
    int w = (int) Math.ceil(image.getWidth() * scale);
    int h = (int) Math.ceil(image.getHeight() * scale);
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, (width - w) / 2, (height - h) / 2, w, h, null);
    graphics.dispose();
    int[] pixels = new int[width * height];
    for (int k = 0; k < pixels.length; k++) {
      pixels[k] = scaled.getRGB(k / height, k % height) & 0xffffff;
    }
    return pixels;
  }
}
