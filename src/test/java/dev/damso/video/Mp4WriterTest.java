package dev.damso.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.damso.media.MediaTime;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Mp4WriterTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;

  @TempDir private Path folder;

  @Test
  void fiftyPicturesAndTwoSecondsOfToneComeBack() throws IOException {
    Path file = folder.resolve("a b.mp4");
    try (Mp4Writer writer = new Mp4Writer(file, WIDTH, HEIGHT, 25)) {
      writeTwoSeconds(writer);
      writer.finish();
    }
    Mp4Reader read = new Mp4Reader(file);
    assertThat(read.pictureTimes).hasSize(50);
    assertThat(read.pictureTimes.getFirst()).isEqualTo(0.0, within(1e-6));
    assertThat(read.pictureTimes.getLast()).isEqualTo(1.96, within(1e-3));
    assertThat(read.luma.get(49)).isEqualTo(149, within(6.0));
    assertThat(read.audioStart).isEqualTo(0.0, within(1e-6));
    assertThat(read.samples.size() / 48_000.0).isEqualTo(2.0, within(0.022));
    assertThat(firstLoudSample(read)).isCloseTo(24_000, within(300));
    assertThat(names()).containsExactly("a b.mp4");
    String head = new String(Files.readAllBytes(file), 0, 64, StandardCharsets.US_ASCII);
    assertThat(head).contains("moov");
  }

  @Test
  void leavesNothingWithoutFinish() throws IOException {
    try (Mp4Writer writer = new Mp4Writer(folder.resolve("a.mp4"), WIDTH, HEIGHT, 25)) {
      writeTwoSeconds(writer);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsSaidInOneLine() {
    assertThatThrownBy(() -> new Mp4Writer(folder.resolve("no/a.mp4"), WIDTH, HEIGHT, 25).close())
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("No such file or directory")
        .hasMessageNotContaining("\n");
  }

  /** Half a second of silence, then a tone; pictures get brighter by one each. */
  private static void writeTwoSeconds(Mp4Writer writer) {
    short[] tone = new short[96_000];
    for (int i = 24_000; i < tone.length; i++) {
      tone[i] = (short) (12_000 * Math.cos(2 * Math.PI * 440 * i / 48_000));
    }
    String name = VideoEncoders.select(WIDTH, HEIGHT, 25, 1_000_000).name();
    try (VideoEncoder encoder = VideoEncoders.open(name, WIDTH, HEIGHT, 25, 1_000_000)) {
      for (int i = 0; i < 50; i++) {
        writer.audio(Arrays.copyOfRange(tone, i * 1920, (i + 1) * 1920));
        byte[] i420 = new byte[WIDTH * HEIGHT * 3 / 2];
        Arrays.fill(i420, (byte) 128);
        Arrays.fill(i420, 0, WIDTH * HEIGHT, (byte) (100 + i));
        writer.video(
            encoder.encode(new VideoFrame(new MediaTime(i, 25), WIDTH, HEIGHT, i420), i == 0));
      }
    }
  }

  private static int firstLoudSample(Mp4Reader read) {
    for (int i = 0; i < read.samples.size(); i++) {
      if (Math.abs(read.samples.get(i)) > 0.1) {
        return i;
      }
    }
    return -1;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(p -> p.getFileName().toString()).toList();
    }
  }
}
