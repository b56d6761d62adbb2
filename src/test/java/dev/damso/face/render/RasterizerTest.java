package dev.damso.face.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.damso.media.MediaTime;
import dev.damso.media.VideoFrame;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RasterizerTest {
  private static final MediaTime NOW = MediaTime.ofMillis(0);
  private static final float[] REST = new float[BlendShape.COUNT];
  private static final Backdrop STUDIO = Backdrop.load("studio");
  private static final AvatarBundle JOON = AvatarBundle.load("joon");

  private static int luma(VideoFrame frame, int x, int y) {
    return frame.i420()[y * frame.width() + x] & 0xff;
  }

  /**
   * Pixels of two pictures' luma that differ clearly, in rows {@code from} to before {@code to}.
   */
  private static int differences(VideoFrame a, VideoFrame b, double from, double to) {
    int count = 0;
    for (int y = (int) (a.height() * from); y < a.height() * to; y++) {
      for (int x = 0; x < a.width(); x++) {
        count += Math.abs(luma(a, x, y) - luma(b, x, y)) > 10 ? 1 : 0;
      }
    }
    return count;
  }

  @ParameterizedTest
  @CsvSource({"512, 512", "1920, 1080", "640, 480", "64, 64", "480, 640"})
  void anyEvenSizeShowsTheSamePerson(int width, int height) {
    VideoFrame frame = new Rasterizer(JOON, STUDIO, width, height).render(NOW, REST, Bearing.REST);
    assertThat(frame.i420()).hasSize(width * height * 3 / 2);
    // Forehead, hair, jumper: heights are of the picture's, whatever its width.
    int middle = width / 2;
    int skin = luma(frame, middle, height * 52 / 100);
    int hair = luma(frame, middle, height * 14 / 100);
    assertThat(skin).isGreaterThan(hair + 40);
    assertThat(luma(frame, 2, 2)).isGreaterThan(90);
  }

  @Test
  void aPoseThatDidNotChangeIsNotDrawnAgain() {
    Rasterizer rasterizer = new Rasterizer(JOON, STUDIO, 320, 240);
    VideoFrame first = rasterizer.render(NOW, REST, Bearing.REST);
    VideoFrame second = rasterizer.render(MediaTime.ofMillis(40), REST, Bearing.REST);
    assertThat(second.i420()).isSameAs(first.i420());
    assertThat(second.pts()).isEqualTo(MediaTime.ofMillis(40));
    float[] moved = REST.clone();
    moved[BlendShape.JAW_OPEN.index()] = .2f;
    VideoFrame third = rasterizer.render(NOW, moved, Bearing.REST);
    assertThat(third.i420()).isNotSameAs(first.i420());
    assertThat(differences(first, third, .5, .8)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mina", "joon"})
  void redrawingOnlyWhatMovedGivesTheWholePicture(String avatar) {
    AvatarBundle bundle = AvatarBundle.load(avatar);
    Rasterizer going = new Rasterizer(bundle, STUDIO, 640, 480);
    Bearing bearing = new Bearing(.06f, -.03f, .02f, .4f);
    Random random = new Random(3);
    float[] weights = new float[BlendShape.COUNT];
    for (int k = 0; k < 40; k++) {
      for (int changes = 0; changes < 1 + k % 4; changes++) {
        weights[random.nextInt(weights.length)] = .6f * random.nextFloat();
      }
      byte[] partly = going.render(NOW, weights, bearing).i420();
      if (k % 5 == 4) {
        byte[] whole =
            new Rasterizer(bundle, STUDIO, 640, 480).render(NOW, weights, bearing).i420();
        assertThat(Arrays.mismatch(partly, whole)).as("picture %d", k).isEqualTo(-1);
      }
    }
  }

  @Test
  void oddSizesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Rasterizer(JOON, STUDIO, 641, 480));
  }

  @Test
  void conversationsShareMeshesAndTexturesAndDoNotDisturbEachOther() {
    Rasterizer one = new Rasterizer(JOON, STUDIO, 320, 240);
    Rasterizer two = new Rasterizer(JOON, STUDIO, 320, 240);
    byte[] alone = one.render(NOW, REST, Bearing.REST).i420();
    float[] shouting = new float[BlendShape.COUNT];
    shouting[BlendShape.JAW_OPEN.index()] = 1;
    two.render(NOW, shouting, new Bearing(.2f, .1f, 0, 1));
    assertThat(one.render(NOW, REST, Bearing.REST).i420()).isEqualTo(alone);
    assertThat(STUDIO.columns(320, 240)).isSameAs(STUDIO.columns(320, 240));
    // What is a conversation's own is small beside a bundle's textures, 40 MB.
    assertThat(JOON.groups.stream().filter(g -> g.texture() != null).count()).isGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mina", "joon"})
  void browsMoveWithoutStretching(String avatar) {
    AvatarBundle bundle = AvatarBundle.load(avatar);
    MeshGroup brow =
        bundle.groups.stream().filter(g -> g.name().equals("brow")).findFirst().orElseThrow();
    float[] moved = bundle.positions.clone();
    bundle.shapes[BlendShape.BROW_INNER_UP.index()].addTo(moved, 1);
    float most = 0;
    for (int k = brow.firstVertex(); k + 2 < brow.endVertex(); k += 3) {
      // Three vertices across the brow, from its upper edge to its lower.
      float before = bundle.positions[3 * k + 1] - bundle.positions[3 * k + 7];
      float after = moved[3 * k + 1] - moved[3 * k + 7];
      assertThat(after).isCloseTo(before, org.assertj.core.api.Assertions.within(1e-3f));
      most = Math.max(most, Math.abs(moved[3 * k + 1] - bundle.positions[3 * k + 1]));
    }
    assertThat(most).isGreaterThan(.04f);
  }

  @Test
  void theChestRisesWithABreathAndTheFaceHardly() {
    Rasterizer rasterizer = new Rasterizer(JOON, STUDIO, 640, 480);
    VideoFrame out = rasterizer.render(NOW, REST, Bearing.REST);
    VideoFrame in = rasterizer.render(NOW, REST, new Bearing(0, 0, 0, 1));
    VideoFrame again = rasterizer.render(NOW, REST, Bearing.REST);
    assertThat(differences(out, in, .92, 1)).isGreaterThan(400);
    assertThat(again.i420()).isEqualTo(out.i420());
    assertThat(Arrays.equals(out.i420(), in.i420())).isFalse();
  }
}
