package dev.damso.audio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WavTest {
  @TempDir private Path directory = Path.of("");

  /** A header, then {@code data}; {@code length} is what the header claims of it. */
  private Path file(int tag, int channels, int rate, int bits, byte[] data, int length)
      throws IOException {
    ByteBuffer out = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(US_ASCII))
        .putInt(36 + length)
        .put("WAVEfmt ".getBytes(US_ASCII))
        .putInt(16);
    out.putShort((short) tag).putShort((short) channels).putInt(rate);
    out.putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8));
    out.putShort((short) bits).put("data".getBytes(US_ASCII)).putInt(length).put(data);
    return Files.write(directory.resolve("in.wav"), out.array());
  }

  @Test
  void readsEightBitAndAveragesStereo() throws IOException {
    Wav wav =
        Wav.read(file(1, 2, 48_000, 8, new byte[] {(byte) 192, 64, (byte) 255, (byte) 255}, 4));
    assertThat(wav.sampleRate()).isEqualTo(48_000);
    assertThat(wav.samples()).hasSize(2);
    assertThat(wav.samples()[0]).isZero();
    assertThat(wav.samples()[1]).isCloseTo(1, within(0.01f));
  }

  @ParameterizedTest
  @CsvSource({"16, 2", "24, 3", "32, 4"})
  void readsWiderIntegers(int bits, int bytes) throws IOException {
    byte[] half = new byte[bytes];
    half[bytes - 1] = (byte) 0xC0;
    assertThat(Wav.read(file(1, 1, 16_000, bits, half, bytes)).samples()).containsExactly(-0.5f);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1"})
  void aLengthWrittenBeforeItWasKnownIsNotBelieved(int length) throws IOException {
    assertThat(Wav.read(file(1, 1, 16_000, 16, new byte[20], length)).samples()).hasSize(10);
  }

  @Test
  void refusesWhatIsNoSound() throws IOException {
    refuses(Files.write(directory.resolve("nothing.wav"), new byte[0]), "is empty");
    refuses(Files.writeString(directory.resolve("song.wav"), "ID3 and then some"), "MP3");
    refuses(Files.writeString(directory.resolve("text.wav"), "hello, world, hello"), "not a WAV");
    refuses(directory.resolve("none.wav"), "does not exist");
    refuses(directory, "is a folder");
    refuses(file(1, 1, 16_000, 16, new byte[0], 0), "no sound");
    refuses(file(6, 1, 8_000, 8, new byte[8], 8), "format 6");
    refuses(file(1, 1, 1, 16, new byte[8], 8), "samples a second");
    refuses(file(1, 0, 16_000, 16, new byte[8], 8), "channels");
  }

  private static void refuses(Path file, String why) {
    assertThatExceptionOfType(UserFacingException.class)
        .isThrownBy(() -> Wav.read(file))
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.kind().exitCode()).isEqualTo(2));
  }

  @Test
  void whatIsWrittenIsRead() {
    Path out = directory.resolve("out.wav");
    Wav.write(out, new short[] {0, 16_384, -32_768}, 48_000);
    Wav wav = Wav.read(out);
    assertThat(wav.samples()).containsExactly(0, 0.5f, -1);
    assertThat(wav.sampleRate()).isEqualTo(48_000);
  }

  @Test
  void anUnwritablePlaceLeavesNothing() {
    assertThatExceptionOfType(UserFacingException.class)
        .isThrownBy(() -> Wav.write(directory.resolve("no/such/out.wav"), new short[1], 16_000))
        .withMessageContaining("cannot write");
    assertThat(directory).isEmptyDirectory();
  }
}
