package dev.damso.face.photo;

import dev.damso.media.UserFacingException;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads JPEG and PNG files from outside: sizes are looked at before anything is decoded, turned
 * pictures are set upright, and only pixels are kept.
 */
public final class PhotoFile {
  /** The largest file that is read, bytes. */
  public static final int MOST_BYTES = 20 << 20;

  private static final long MOST_PIXELS = 40_000_000;
  private static final int LEAST_SIDE = 256;

  /** Of the sides of what is kept; larger pictures are thinned out. */
  private static final int ENOUGH = 4_096;

  private PhotoFile() {}

  /**
   * @param name in messages
   * @throws UserFacingException where it is no picture that can be used; the message says why and
   *     what to do
   */
  public static Photo read(byte[] file, String name) {
    if (file.length > MOST_BYTES) {
      throw refused(name, "has more than %d MB: save it smaller".formatted(MOST_BYTES >> 20));
    }
    boolean jpeg = startsWith(file, 0, "\u00ff\u00d8\u00ff");
    if (!jpeg && !startsWith(file, 0, "\u0089PNG")) {
      throw refused(name, whatElse(file));
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(jpeg ? "jpeg" : "png");
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        requireUsableSize(reader, name);
        JpegHeader header = JpegHeader.of(file);
        if (jpeg && header.components() == 4) {
          throw refused(name, "is a JPEG for print (CMYK): export it in RGB");
        }
        return upright(decode(reader), jpeg ? header.orientation() : 1);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw UserFacingException.badInput(
          name + " is damaged (" + e.getMessage() + "): export it again");
    }
  }

  private static String whatElse(byte[] file) {
    if (startsWith(file, 4, "ftyp")) {
      return "is a HEIC or AVIF picture or a film, which Damso cannot read: export it as JPEG";
    }
    if (startsWith(file, 8, "WEBP") || startsWith(file, 0, "GIF8") || startsWith(file, 0, "BM")) {
      return "is neither JPEG nor PNG: export it as JPEG";
    }
    return "is no picture: use a JPEG or PNG photo";
  }

  private static boolean startsWith(byte[] file, int at, String magic) {
    byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
    for (int k = 0; k < wanted.length; k++) {
      if (at + k >= file.length || file[at + k] != wanted[k]) {
        return false;
      }
    }
    return true;
  }

  private static void requireUsableSize(ImageReader reader, String name) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > MOST_PIXELS) {
      throw refused(
          name,
          "has %d megapixels, more than %d: save it smaller"
              .formatted(Math.round(1e-6 * width * height), MOST_PIXELS / 1_000_000));
    }
    if (Math.min(width, height) < LEAST_SIDE) {
      throw refused(
          name,
          "has %d×%d pixels: use one with at least %d each way"
              .formatted(width, height, LEAST_SIDE));
    }
  }

  private static BufferedImage decode(ImageReader reader) throws IOException {
    ImageReadParam wanted = reader.getDefaultReadParam();
    int thin = (Math.max(reader.getWidth(0), reader.getHeight(0)) + ENOUGH - 1) / ENOUGH;
    wanted.setSourceSubsampling(thin, thin, 0, 0);
    return reader.read(0, wanted);
  }

  private static Photo upright(BufferedImage image, int orientation) {
    int w = image.getWidth();
    int h = image.getHeight();
    boolean onItsSide = orientation >= 5;
    Photo photo = onItsSide ? new Photo(h, w, new int[w * h]) : new Photo(w, h, new int[w * h]);
    boolean grey = image.getColorModel().getNumColorComponents() == 1;
    int[] row = new int[w];
    for (int y = 0; y < h; y++) {
      if (grey) {
        grey(image, y, row);
      } else {
        image.getRGB(0, y, w, 1, row, 0, w);
      }
      for (int x = 0; x < w; x++) {
        photo.rgb()[place(photo, x, y, orientation)] = onWhite(row[x]);
      }
    }
    return photo;
  }

  /** Java takes grey values for linear light, which those of files are not. */
  private static void grey(BufferedImage image, int y, int[] row) {
    Raster raster = image.getRaster();
    int down = Math.max(0, image.getColorModel().getComponentSize(0) - 8);
    for (int x = 0; x < row.length; x++) {
      row[x] = 0xff00_0000 | (raster.getSample(x, y, 0) >> down) * 0x01_0101;
    }
  }

  private static int onWhite(int argb) {
    int alpha = argb >>> 24;
    if (alpha == 255) {
      return argb & 0xff_ffff;
    }
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      rgb |= ((argb >> shift & 255) * alpha + 255 * (255 - alpha)) / 255 << shift;
    }
    return rgb;
  }

  /** Where the pixel of a turned or mirrored picture belongs. */
  private static int place(Photo upright, int x, int y, int orientation) {
    int right = upright.width() - 1;
    int bottom = upright.height() - 1;
    int px =
        switch (orientation) {
          case 2, 3 -> right - x;
          case 5, 8 -> y;
          case 6, 7 -> right - y;
          default -> x;
        };
    int py =
        switch (orientation) {
          case 3, 4 -> bottom - y;
          case 5, 6 -> x;
          case 7, 8 -> bottom - x;
          default -> y;
        };
    return py * upright.width() + px;
  }

  private static UserFacingException refused(String name, String why) {
    return UserFacingException.badInput(name + " " + why);
  }
}
