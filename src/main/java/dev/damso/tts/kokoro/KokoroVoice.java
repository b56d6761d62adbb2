package dev.damso.tts.kokoro;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A voice: style vectors {@code [510][256]}, one for each number of symbols. Means of voices are
 * voices.
 */
final class KokoroVoice {
  static final int WIDTH = 256;
  static final int ROWS = 510;
  private static final int BYTES = ROWS * WIDTH * Float.BYTES;

  private final float[] styles;

  private KokoroVoice(float[] styles) {
    this.styles = styles;
  }

  /** Raw little-endian float32. */
  static KokoroVoice ofRaw(Path file) {
    try {
      return of(Files.readAllBytes(file), 0, file.toString());
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read the voice " + file, e);
    }
  }

  /** An array of a NumPy archive (NEP 1: the data follow a header that says its own length). */
  static KokoroVoice ofArchive(Path npz, String name) {
    try (ZipFile zip = new ZipFile(npz.toFile())) {
      ZipEntry entry = zip.getEntry(name + ".npy");
      if (entry == null) {
        throw UserFacingException.failed("there is no voice " + name + " in " + npz);
      }
      try (InputStream in = zip.getInputStream(entry)) {
        byte[] bytes = in.readNBytes(BYTES + 4096);
        return of(bytes, bytes.length - BYTES, npz + ":" + name);
      }
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read the voices " + npz, e);
    }
  }

  private static KokoroVoice of(byte[] bytes, int offset, String what) {
    if (offset < 0 || bytes.length - offset != BYTES) {
      throw UserFacingException.failed(
          what + " is no Kokoro voice: it has " + bytes.length + " bytes");
    }
    float[] styles = new float[ROWS * WIDTH];
    ByteBuffer.wrap(bytes, offset, BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(styles);
    return new KokoroVoice(styles);
  }

  /** The mean of two voices. */
  KokoroVoice blend(KokoroVoice other) {
    float[] mean = new float[styles.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (styles[i] + other.styles[i]) / 2;
    }
    return new KokoroVoice(mean);
  }

  /** The style for a text of so many symbols. */
  float[] style(int symbols) {
    int row = Math.clamp(symbols - 1, 0, ROWS - 1);
    return Arrays.copyOfRange(styles, row * WIDTH, (row + 1) * WIDTH);
  }
}
