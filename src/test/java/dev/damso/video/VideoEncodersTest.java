package dev.damso.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class VideoEncodersTest {
  @Test
  void keyFramesComeOnDemandWithTheirParameterSets() {
    try (VideoEncoder encoder = open(500_000)) {
      for (int i = 0; i < 30; i++) {
        EncodedFrame coded = encoder.encode(noise(i), i % 10 == 0);
        assertThat(coded.keyFrame()).isEqualTo(i % 10 == 0);
        assertThat(AnnexB.parameterSets(coded.data()).length > 0).isEqualTo(i % 10 == 0);
        assertThat(coded.pts()).isEqualTo(new MediaTime(i, 25));
      }
    }
  }

  @Test
  void isConstrainedBaseline() {
    try (VideoEncoder encoder = open(500_000)) {
      byte[] sets = AnnexB.parameterSets(encoder.encode(noise(0), true).data());
      assertThat(sets[5]).as("profile_idc").isEqualTo((byte) 66);
      assertThat(sets[6] & 0x40).as("constraint_set1_flag").isEqualTo(0x40);
    }
  }

  @Test
  void vp8ComesAtOnceWithKeyFramesOnDemand() {
    try (VideoEncoder encoder = VideoEncoders.openVp8(320, 240, 25, 500_000)) {
      for (int i = 0; i < 30; i++) {
        EncodedFrame coded = encoder.encode(noise(i), i % 10 == 0);
        assertThat(coded.keyFrame()).isEqualTo(i % 10 == 0);
        assertThat(coded.data()[0] & 1)
            .as("RFC 6386 §9.1: 0 in key frames")
            .isEqualTo(i % 10 == 0 ? 0 : 1);
        assertThat(coded.pts()).isEqualTo(new MediaTime(i, 25));
      }
    }
  }

  @Test
  void aLowerBitRateMakesSmallerPictures() {
    try (VideoEncoder encoder = open(2_000_000)) {
      long before = bytesOf50(encoder);
      encoder.bitRate(300_000);
      long after = bytesOf50(encoder);
      assertThat(after).isLessThan(before / 2);
    }
  }

  @Test
  void whereTheChosenOneDoesNotOpenAnyMoreTheNextDoes() {
    List<Candidate> candidates = new ArrayList<>(Candidate.H264);
    candidates.addFirst(new Candidate("gone", Map.of(), true));
    try (VideoEncoder opened = VideoEncoders.openOrNext(candidates, "gone", 64, 64, 25, 100_000)) {
      assertThat(opened.name()).isIn("h264_nvenc", "libx264", "libopenh264");
    }
    assertThatThrownBy(() -> VideoEncoders.openOrNext(List.of(), "gone", 64, 64, 25, 100_000))
        .isInstanceOf(UserFacingException.class);
  }

  @Test
  void noneThatOpensIsSaidInOneLine() {
    List<Candidate> candidates = List.of(new Candidate("no_such", Map.of(), false));
    assertThatThrownBy(() -> VideoEncoders.select(candidates, 320, 240, 25, 500_000))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("no_such not in this build of FFmpeg")
        .hasMessageNotContaining("\n");
  }

  private static VideoEncoder open(int bitRate) {
    String name = VideoEncoders.select(320, 240, 25, bitRate).name();
    return VideoEncoders.open(name, 320, 240, 25, bitRate);
  }

  private static long bytesOf50(VideoEncoder encoder) {
    long bytes = 0;
    for (int i = 0; i < 50; i++) {
      bytes += encoder.encode(noise(i), i == 0).data().length;
    }
    return bytes;
  }

  private static VideoFrame noise(int i) {
    byte[] i420 = new byte[320 * 240 * 3 / 2];
    new Random(i).nextBytes(i420);
    for (int k = 0; k < i420.length; k++) {
      i420[k] = (byte) (128 + i420[k] / 8);
    }
    return new VideoFrame(new MediaTime(i, 25), 320, 240, i420);
  }
}
