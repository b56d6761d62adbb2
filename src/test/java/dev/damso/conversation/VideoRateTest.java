package dev.damso.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class VideoRateTest {
  private final VideoRate rate = new VideoRate();

  /** Pictures until the encoder is told again, at most {@code most}. */
  private int picturesUntilTold(int most) {
    for (int i = 1; i <= most; i++) {
      if (rate.next().isPresent()) {
        return i;
      }
    }
    return most + 1;
  }

  private int shownOf(int pictures) {
    int shown = 0;
    for (int i = 0; i < pictures; i++) {
      shown += rate.skips() ? 0 : 1;
    }
    return shown;
  }

  @Test
  void nothingIsToldBeforeAnEstimate() {
    assertThat(picturesUntilTold(200)).isEqualTo(201);
    assertThat(shownOf(10)).isEqualTo(10);
  }

  @Test
  void theFirstEstimateIsToldAtOnceAndSmallChangesNot() {
    rate.wanted(1_000_000);
    assertThat(rate.next()).isEqualTo(OptionalInt.of(1_000_000));
    rate.wanted(950_000);
    assertThat(picturesUntilTold(100)).isEqualTo(101);
    rate.wanted(1_150_000);
    assertThat(picturesUntilTold(100)).isEqualTo(101);
  }

  @Test
  void lessIsToldWithinHalfASecondAndMoreWithinTwo() {
    rate.wanted(1_000_000);
    rate.next();
    rate.wanted(500_000);
    assertThat(picturesUntilTold(100)).isEqualTo(13);
    rate.wanted(1_000_000);
    assertThat(picturesUntilTold(100)).isEqualTo(51);
  }

  @Test
  void everyOtherPictureIsLeftOutOnANarrowLinkUntilItIsClearlyWider() {
    rate.wanted(240_000);
    rate.next();
    assertThat(shownOf(10)).isEqualTo(5);
    rate.wanted(290_000);
    assertThat(picturesUntilTold(100)).isEqualTo(51);
    assertThat(shownOf(10)).isEqualTo(5);
    rate.wanted(400_000);
    picturesUntilTold(100);
    assertThat(shownOf(10)).isEqualTo(10);
  }
}
