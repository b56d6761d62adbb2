package dev.damso.model.graph;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code PhotoAvatarTest} runs converted models. */
final class TfliteGraphsTest {
  @Test
  void bytesThatAreNoModelAreRefused() {
    Random random = new Random(1);
    for (int k = 0; k < 2_000; k++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertThatThrownBy(() -> TfliteGraphs.convert(bytes, "noise"))
          .isInstanceOf(UserFacingException.class);
    }
  }
}
