package dev.damso.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.damso.audio.OpusEncoder;
import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoCodec;
import dev.damso.media.VideoFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RecordingFileTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final int FPS = 25;
  private static final int BITS = 500_000;

  /** Where the picture turns white and a tone begins, seconds. */
  private static final int BEGIN = 2;

  @TempDir private Path folder;

  private RecordingFile create(Path path, VideoCodec codec) {
    return new RecordingFile(path, codec, WIDTH, HEIGHT, FPS, List.of("avatar", "person"));
  }

  /** Four seconds, five seconds into the conversation, in the middle at half the size. */
  private static void writeFourSeconds(RecordingFile file, VideoCodec codec) {
    String h264 = VideoEncoders.select(WIDTH, HEIGHT, FPS, BITS).name();
    try (VideoEncoder encoder =
            codec == VideoCodec.H264
                ? VideoEncoders.open(h264, WIDTH, HEIGHT, FPS, BITS)
                : VideoEncoders.openVp8(WIDTH, HEIGHT, FPS, BITS);
        OpusEncoder opus = new OpusEncoder()) {
      file.audio(0, new EncodedFrame(MediaTime.ofMillis(4_980), new byte[] {1}, true)); // too early
      for (int i = 0; i < 4 * FPS; i++) {
        if (i == FPS) {
          encoder.bitRate(120_000); // half the size
        } else if (i == 3 * FPS) {
          encoder.bitRate(BITS);
        }
        byte[] i420 = new byte[WIDTH * HEIGHT * 3 / 2];
        Arrays.fill(i420, (byte) (i < BEGIN * FPS ? 40 : 200));
        MediaTime time = new MediaTime(5 * FPS + i, FPS);
        file.video(encoder.encode(new VideoFrame(time, WIDTH, HEIGHT, i420), i == 0));
        for (int half = 0; half < 2; half++) {
          MediaTime sounds = MediaTime.ofMillis(5_000 + 40 * i + 20 * half);
          byte[] packet = opus.encode(tone(i < BEGIN * FPS ? 0 : 12_000));
          file.audio(0, new EncodedFrame(sounds, packet, true));
          if (i % FPS < 10) { // gaps
            file.audio(1, new EncodedFrame(sounds, packet, true));
          }
        }
      }
    }
  }

  private static short[] tone(int amplitude) {
    short[] pcm = new short[OpusEncoder.FRAME];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) (amplitude * Math.sin(2 * Math.PI * i / 96));
    }
    return pcm;
  }

  @ParameterizedTest
  @EnumSource
  void picturesAndSoundComeBackTogether(VideoCodec codec) throws IOException {
    Path path = folder.resolve("a" + RecordingFile.suffix(codec));
    try (RecordingFile file = create(path, codec)) {
      writeFourSeconds(file, codec);
    }
    Mp4Reader read = new Mp4Reader(path, 1);
    assertThat(read.pictureTimes).hasSize(4 * FPS).isSorted();
    assertThat(read.pictureTimes.getFirst()).isEqualTo(0.0, within(1e-6));
    assertThat(read.pictureTimes.getLast()).isEqualTo(3.96, within(2e-3));
    assertThat(read.audioStart).isEqualTo(0.0, within(1e-3));
    assertThat(read.samples.size() / 48_000.0).isEqualTo(4.0, within(0.022));
    double white = read.pictureTimes.get(first(read.luma, 120));
    double loud = first(read.samples, 0.1) / 48_000.0;
    assertThat(white).isEqualTo(BEGIN, within(2e-3));
    assertThat(loud).isEqualTo(BEGIN, within(0.010)); // Opus' own delay
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  private static <N extends Number> int first(List<N> values, double above) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).doubleValue() > above) {
        return i;
      }
    }
    throw new AssertionError("nothing above " + above);
  }

  @ParameterizedTest
  @EnumSource
  void anotherProgramPlaysIt(VideoCodec codec) throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/ffprobe")), "skipped: no ffprobe");
    Path path = folder.resolve("a" + RecordingFile.suffix(codec));
    try (RecordingFile file = create(path, codec)) {
      writeFourSeconds(file, codec);
    }
    assertThat(
            output("ffmpeg", "-v", "error", "-i", path.toString(), "-map", "0", "-f", "null", "-"))
        .as("errors")
        .isEmpty();
    String streams =
        output(
            "ffprobe",
            "-v",
            "error",
            "-count_packets",
            "-show_entries",
            "stream=codec_name,nb_read_packets:format=duration",
            "-of",
            "csv=p=0",
            path.toString());
    String video = codec == VideoCodec.H264 ? "h264" : "vp8";
    assertThat(streams).startsWith(video + ",100\nopus,200\nopus,80\n");
    assertThat(Double.parseDouble(streams.strip().lines().toList().getLast()))
        .isEqualTo(4.0, within(0.05));
  }

  private String output(String... command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor()).isZero();
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void whatAKilledProcessLeavesCanBePlayed(VideoCodec codec) throws IOException {
    Path path = folder.resolve("a" + RecordingFile.suffix(codec));
    Path left = folder.resolve("left" + RecordingFile.suffix(codec));
    try (RecordingFile file = create(path, codec)) {
      writeFourSeconds(file, codec);
      Files.copy(path, left);
    }
    assertThat(new Mp4Reader(left, 1).pictureTimes).hasSizeBetween(2 * FPS, 4 * FPS);
  }

  @Test
  void whatComesTwiceOrLateIsLeftOut() throws IOException {
    Path path = folder.resolve("a.webm");
    byte[] key = vp8KeyFrame();
    try (RecordingFile file = create(path, VideoCodec.VP8)) {
      for (int ms : new int[] {0, 40, 40, 20, 80}) {
        file.video(new EncodedFrame(MediaTime.ofMillis(ms), key, true));
      }
    }
    assertThat(new Mp4Reader(path, 1).pictureTimes).hasSize(3).isSorted();
  }

  private static byte[] vp8KeyFrame() {
    try (VideoEncoder encoder = VideoEncoders.openVp8(WIDTH, HEIGHT, FPS, BITS)) {
      byte[] i420 = new byte[WIDTH * HEIGHT * 3 / 2];
      return encoder
          .encode(new VideoFrame(MediaTime.ofMillis(0), WIDTH, HEIGHT, i420), true)
          .data();
    }
  }

  @Test
  void aFileThatCannotBeMadeIsNamed() {
    assertThatThrownBy(() -> create(folder.resolve("no/a.mp4"), VideoCodec.H264))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("no/a.mp4");
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws IOException {
    Path path = Files.writeString(folder.resolve("a.mp4"), "mine");
    assertThatThrownBy(() -> create(path, VideoCodec.H264)).isInstanceOf(UserFacingException.class);
    assertThat(path).hasContent("mine");
  }
}
