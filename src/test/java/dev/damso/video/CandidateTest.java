package dev.damso.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class CandidateTest {
  @Test
  void nvencComesFirstWithTheOptionsOfLowDelay() {
    Candidate first = Candidate.H264.getFirst();
    assertThat(first.name()).isEqualTo("h264_nvenc");
    assertThat(first.followsBitRate()).isTrue();
    assertThat(first.options())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "preset", "p1",
                "tune", "ull",
                "zerolatency", "1",
                "delay", "0",
                "rc", "cbr",
                "forced-idr", "1",
                "profile", "baseline"));
  }

  @Test
  void whatIsTriedAfterItNeedsNoGraphicsCard() {
    assertThat(Candidate.H264)
        .extracting(Candidate::name)
        .containsExactly("h264_nvenc", "libx264", "libopenh264");
  }
}
