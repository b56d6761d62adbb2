package dev.damso.face.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PhotoFileTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 288;

  private static byte[] file(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  /** Red at the upper left, blue at the lower right, grey elsewhere. */
  private static BufferedImage corners(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean red = x < 80 && y < 80;
        boolean blue = x >= WIDTH - 80 && y >= HEIGHT - 80;
        image.setRGB(x, y, red ? 0xffff0000 : blue ? 0xff0000ff : 0xff808080);
      }
    }
    return image;
  }

  private static void refused(byte[] file, String why) {
    assertThatThrownBy(() -> PhotoFile.read(file, "a photo"))
        .isInstanceOf(UserFacingException.class)
        .hasMessageStartingWith("a photo")
        .hasMessageContaining(why);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatIsNoPhotoIsToldApart() {
    refused(ascii("Dear Sir or Madam"), "is no picture");
    refused(new byte[0], "is no picture");
    refused(ascii("\0\0\0\u0018ftypheic\0\0\0\0"), "HEIC");
    refused(ascii("GIF89a"), "neither JPEG nor PNG");
    refused(ascii("RIFF\0\0\0\0WEBPVP8 "), "neither JPEG nor PNG");
    refused(ascii("\u0089PNG and nothing more"), "is damaged");
    refused(new byte[PhotoFile.MOST_BYTES + 1], "more than 20 MB");
  }

  @Test
  void sizesAreReadBeforePixels() {
    refused(emptyPng(8_000, 6_500), "52 megapixels");
    refused(emptyPng(2_000_000_000, 2_000_000_000), "megapixels");
    refused(emptyPng(200, 900), "at least 256");
  }

  /** A PNG that has a header only. */
  private static byte[] emptyPng(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put(ascii("IHDR")).putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(header.array());
    return ByteBuffer.allocate(8 + 4 + 17 + 4)
        .put(ascii("\u0089PNG\r\n\u001a\n"))
        .putInt(13)
        .put(header.array())
        .putInt((int) crc.getValue())
        .array();
  }

  @Test
  void aJpegForPrintIsRefused() throws IOException {
    WritableRaster inks =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream to = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(to);
      writer.write(new IIOImage(inks, null, null));
    }
    writer.dispose();
    refused(out.toByteArray(), "CMYK");
  }

  @Test
  void aCutFileIsDamaged() throws IOException {
    byte[] whole = file(corners(BufferedImage.TYPE_INT_RGB), "png");
    refused(Arrays.copyOf(whole, whole.length / 2), "is damaged");
  }

  @Test
  void sixteenBitsAndGreyKeepTheirTones() throws IOException {
    BufferedImage deep = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    BufferedImage grey = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    deep.getRaster().setSample(5, 6, 0, 100 << 8);
    grey.getRaster().setSample(5, 6, 0, 100);
    for (BufferedImage image : new BufferedImage[] {deep, grey}) {
      Photo photo = PhotoFile.read(file(image, "png"), "a photo");
      assertThat(photo.rgb()[6 * WIDTH + 5]).isEqualTo(0x646464);
      assertThat(photo.rgb()[0]).isZero();
    }
  }

  @Test
  void whatIsClearIsWhite() throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(3, 0, 0x80_000000);
    Photo photo = PhotoFile.read(file(image, "png"), "a photo");
    assertThat(photo.rgb()[0]).isEqualTo(0xffffff);
    assertThat(photo.rgb()[3]).isEqualTo(0x7f7f7f);
  }

  /** Where the red and the blue corner of a stored picture belong, by the EXIF standard. */
  @ParameterizedTest
  @CsvSource({
    "1, left top", "2, right top", "3, right bottom", "4, left bottom",
    "5, left top", "6, right top", "7, right bottom", "8, left bottom",
  })
  void turnedPicturesStandUpright(int orientation, String red) throws IOException {
    byte[] jpeg = oriented(file(corners(BufferedImage.TYPE_INT_RGB), "jpeg"), orientation);
    Photo photo = PhotoFile.read(jpeg, "a photo");
    boolean turned = orientation >= 5;
    assertThat(photo.width()).isEqualTo(turned ? HEIGHT : WIDTH);
    assertThat(photo.height()).isEqualTo(turned ? WIDTH : HEIGHT);
    int x = red.startsWith("left") ? 20 : photo.width() - 20;
    int y = red.endsWith("top") ? 20 : photo.height() - 20;
    assertThat(photo.channel(x, y, 0)).isGreaterThan(200);
    assertThat(photo.channel(x, y, 2)).isLessThan(60);
    assertThat(photo.channel(photo.width() - x, photo.height() - y, 2)).isGreaterThan(200);
  }

  @Test
  void brokenMetadataCountsAsUpright() throws IOException {
    byte[] plain = file(corners(BufferedImage.TYPE_INT_RGB), "jpeg");
    byte[] jpeg = oriented(plain, 6);
    for (int at = 2; at < 38; at++) {
      byte[] broken = jpeg.clone();
      broken[at] = (byte) 0xff;
      assertThat(JpegHeader.of(broken).orientation()).isBetween(1, 8);
      assertThat(JpegHeader.of(Arrays.copyOf(jpeg, at)).orientation()).isEqualTo(1);
    }
    assertThat(JpegHeader.of(jpeg).orientation()).isEqualTo(6);
    assertThat(JpegHeader.of(plain).orientation()).isEqualTo(1);
  }

  /** The JPEG with an APP1 segment that says how to turn it. */
  static byte[] oriented(byte[] jpeg, int orientation) {
    ByteBuffer tiff = ByteBuffer.allocate(26);
    tiff.put(ascii("MM")).putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return ByteBuffer.allocate(jpeg.length + 4 + 6 + 26)
        .put(jpeg, 0, 2)
        .putShort((short) 0xffe1)
        .putShort((short) (2 + 6 + 26))
        .put(ascii("Exif\0\0"))
        .put(tiff.array())
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }
}
