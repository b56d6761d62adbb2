package dev.damso.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.MediaTime;
import dev.damso.media.VideoFrame;
import dev.damso.video.VideoEncoder;
import dev.damso.video.VideoEncoders;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class StampTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;

  @Test
  void numbersAreReadFromCodedPictures() {
    String name = VideoEncoders.select(WIDTH, HEIGHT, 25, 300_000).name();
    try (VideoEncoder encoder = VideoEncoders.open(name, WIDTH, HEIGHT, 25, 300_000);
        PictureDecoder decoder = new PictureDecoder()) {
      int[] numbers = {0, 1, 2, 0x5555, 0xAAAA, 0xFFFF, 4711};
      for (int i = 0; i < numbers.length; i++) {
        byte[] coded = encoder.encode(Stamp.on(grey(i), numbers[i]), i == 0).data();
        assertThat(Stamp.read(decoder.decode(coded).orElseThrow()))
            .as("picture %d", i)
            .hasValue(numbers[i]);
      }
    }
  }

  @Test
  void aPictureWithoutANumberHasNone() {
    byte[] black = new byte[WIDTH * HEIGHT];
    Arrays.fill(black, (byte) 16);
    assertThat(Stamp.read(new PictureDecoder.Picture(WIDTH, HEIGHT, black)))
        .isEqualTo(OptionalInt.empty());
  }

  private static VideoFrame grey(int at) {
    byte[] i420 = new byte[WIDTH * HEIGHT * 3 / 2];
    Arrays.fill(i420, (byte) 128);
    return new VideoFrame(new MediaTime(at, 25), WIDTH, HEIGHT, i420);
  }
}
