package dev.damso.audio;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A WAV file: RIFF with PCM of 8, 16, 24 or 32 bits or 32-bit float, any rate, any number of
 * channels, which are averaged.
 *
 * @param samples mono, in [-1, 1]
 * @param sampleRate samples a second
 */
public record Wav(float[] samples, int sampleRate) {
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xFFFE;

  /** Ten minutes at 48 kHz stereo float: what a command reads into memory at most. */
  private static final long LONGEST_FILE = 10L * 60 * 48_000 * 8;

  private record Format(int tag, int channels, int sampleRate, int bits) {}

  /**
   * @throws UserFacingException for a file that is missing, too long, or no WAV that this reads
   */
  public static Wav read(Path file) {
    byte[] bytes;
    try {
      if (Files.isDirectory(file)) {
        throw bad(file, "is a folder");
      }
      if (Files.size(file) > LONGEST_FILE) {
        throw bad(file, "is longer than ten minutes");
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw bad(file, "does not exist");
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read " + file + ": " + e.getMessage(), e);
    }
    return parse(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), file);
  }

  private static Wav parse(ByteBuffer in, Path file) {
    if (in.remaining() == 0) {
      throw bad(file, "is empty");
    }
    if (in.remaining() < 12 || !tag(in, 0, "RIFF") || !tag(in, 8, "WAVE")) {
      throw bad(file, "is not a WAV file" + guess(in));
    }
    Format format = null;
    int at = 12;
    while (at + 8 <= in.limit()) {
      long length = in.getInt(at + 4) & 0xFFFF_FFFFL;
      // A header written before the length was known says 0 or 4 GiB: the data go to the end.
      int available = (int) Math.min(length, in.limit() - at - 8);
      if (tag(in, at, "fmt ")) {
        format = format(in, at + 8, available, file);
      } else if (tag(in, at, "data")) {
        if (format == null) {
          throw bad(file, "has no format before its data");
        }
        int bytes = length == 0 ? in.limit() - at - 8 : available;
        return new Wav(samples(in, at + 8, bytes, format, file), format.sampleRate());
      }
      at += 8 + available + (available & 1);
    }
    throw bad(file, "has no sound in it");
  }

  private static Format format(ByteBuffer in, int at, int length, Path file) {
    if (length < 16) {
      throw bad(file, "has a damaged header");
    }
    int tag = in.getShort(at) & 0xFFFF;
    if (tag == EXTENSIBLE && length >= 26) {
      tag = in.getShort(at + 24) & 0xFFFF;
    }
    Format format = new Format(tag, in.getShort(at + 2), in.getInt(at + 4), in.getShort(at + 14));
    boolean known =
        format.tag() == PCM && (format.bits() & 7) == 0 && format.bits() >= 8 && format.bits() <= 32
            || format.tag() == FLOAT && format.bits() == 32;
    if (!known) {
      throw bad(
          file,
          "holds sound of format %d with %d bits; PCM or 32-bit float is needed"
              .formatted(format.tag(), format.bits()));
    }
    if (format.channels() < 1 || format.channels() > 32) {
      throw bad(file, "says it has %d channels".formatted(format.channels()));
    }
    if (format.sampleRate() < 4_000 || format.sampleRate() > 384_000) {
      throw bad(file, "says it has %d samples a second".formatted(format.sampleRate()));
    }
    return format;
  }

  private static float[] samples(ByteBuffer in, int at, int bytes, Format format, Path file) {
    int width = format.bits() / 8;
    int frames = bytes / (width * format.channels());
    if (frames == 0) {
      throw bad(file, "has no sound in it");
    }
    float[] samples = new float[frames];
    for (int i = 0; i < frames; i++) {
      float sum = 0;
      for (int c = 0; c < format.channels(); c++) {
        sum += sample(in, at + (i * format.channels() + c) * width, format);
      }
      samples[i] = sum / format.channels();
    }
    return samples;
  }

  private static float sample(ByteBuffer in, int at, Format format) {
    if (format.tag() == FLOAT) {
      float value = in.getFloat(at);
      return Float.isFinite(value) ? Math.clamp(value, -1, 1) : 0;
    }
    return switch (format.bits()) {
      case 8 -> ((in.get(at) & 0xFF) - 128) / 128f;
      case 16 -> in.getShort(at) / 32_768f;
      case 24 ->
          ((in.get(at) & 0xFF) | (in.get(at + 1) & 0xFF) << 8 | in.get(at + 2) << 16) / 8_388_608f;
      default -> in.getInt(at) / 0x1p31f;
    };
  }

  private static boolean tag(ByteBuffer in, int at, String tag) {
    for (int i = 0; i < 4; i++) {
      if (in.get(at + i) != tag.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String guess(ByteBuffer in) {
    boolean mp3 =
        in.remaining() > 3
            && (in.get(0) == 'I' && in.get(1) == 'D' && in.get(2) == '3'
                || (in.get(0) & 0xFF) == 0xFF && (in.get(1) & 0xE0) == 0xE0);
    return mp3 ? " (it looks like MP3; convert it first: ffmpeg -i IN OUT.wav)" : "";
  }

  private static UserFacingException bad(Path file, String what) {
    return UserFacingException.badInput(file + " " + what);
  }

  /** A file of 16-bit mono. */
  public static byte[] bytes(short[] pcm, int sampleRate) {
    ByteBuffer out = ByteBuffer.allocate(44 + pcm.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII));
    out.putInt(36 + pcm.length * 2);
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
    out.putInt(16).putShort((short) PCM).putShort((short) 1).putInt(sampleRate);
    out.putInt(sampleRate * 2).putShort((short) 2).putShort((short) 16);
    out.put("data".getBytes(StandardCharsets.US_ASCII));
    out.putInt(pcm.length * 2);
    out.asShortBuffer().put(pcm);
    return out.array();
  }

  /**
   * Writes 16-bit mono; the file appears whole or not at all.
   *
   * @throws UserFacingException where it cannot be written
   */
  public static void write(Path file, short[] pcm, int sampleRate) {
    Path absolute = file.toAbsolutePath();
    Path partial = absolute.resolveSibling("." + absolute.getFileName() + ".part");
    try {
      try {
        Files.write(partial, bytes(pcm, sampleRate));
        Files.move(partial, absolute, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw UserFacingException.failed("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
