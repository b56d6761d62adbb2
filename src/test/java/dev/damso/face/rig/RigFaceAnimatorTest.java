package dev.damso.face.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.face.FaceAnimator.State;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.Backdrop;
import dev.damso.face.render.Bearing;
import dev.damso.face.render.BlendShape;
import dev.damso.face.render.Rasterizer;
import dev.damso.media.MediaTime;
import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoFrame;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bundled avatar as it is drawn. */
final class RigFaceAnimatorTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final AvatarBundle MINA = AvatarBundle.load("mina");
  private static final Backdrop STUDIO = Backdrop.load("studio");

  private static RigFaceAnimator face(long seed) {
    return new RigFaceAnimator(MINA, STUDIO, WIDTH, HEIGHT, seed);
  }

  private static SpeechChunk saying(String phone) {
    return new SpeechChunk(
        new ReplyId(1), new short[48_000], "", "ko", List.of(new Phoneme(phone, 0, 1_000)));
  }

  private static VideoFrame at(RigFaceAnimator face, long ms) {
    return face.frame(MediaTime.ofMillis(ms));
  }

  /** Samples of the mouth's region that are as dark as the inside of a mouth. */
  private static int darkInMouth(VideoFrame frame) {
    int dark = 0;
    for (int y = HEIGHT * 57 / 100; y < HEIGHT * 70 / 100; y++) {
      for (int x = WIDTH * 42 / 100; x < WIDTH * 58 / 100; x++) {
        dark += (frame.i420()[y * WIDTH + x] & 0xff) < 80 ? 1 : 0;
      }
    }
    return dark;
  }

  @Test
  void theSameTimeAndSeedGiveTheSamePicture() {
    try (RigFaceAnimator one = face(5);
        RigFaceAnimator two = face(5)) {
      VideoFrame first = at(one, 400);
      assertThat(at(one, 400)).isSameAs(first);
      assertThat(at(two, 400).i420()).isEqualTo(first.i420());
    }
  }

  @Test
  void theMouthOpensForAAndShutsForM() {
    try (RigFaceAnimator open = face(1);
        RigFaceAnimator shut = face(1)) {
      open.speech(saying("a"), MediaTime.ofMillis(0));
      shut.speech(saying("m"), MediaTime.ofMillis(0));
      assertThat(darkInMouth(at(open, 480))).isGreaterThan(darkInMouth(at(shut, 480)) + 60);
    }
  }

  @Test
  void theMouthIsShutInSilenceAndAfterAnInterruption() {
    try (RigFaceAnimator face = face(1)) {
      int silent = darkInMouth(at(face, 0));
      face.state(State.SPEAKING, MediaTime.ofMillis(40));
      face.speech(saying("a"), MediaTime.ofMillis(40));
      assertThat(darkInMouth(at(face, 480))).isGreaterThan(silent + 60);
      face.stopSpeech(MediaTime.ofMillis(500));
      assertThat(darkInMouth(at(face, 760))).isLessThan(silent + 20);
    }
  }

  /** The mean row of what is as dark as brows between fringe and eyes, pixels from the top. */
  private static double brows(VideoFrame frame) {
    double sum = 0;
    double weights = 0;
    for (int y = HEIGHT * 33 / 100; y < HEIGHT * 45 / 100; y++) {
      for (int x = WIDTH * 38 / 100; x < WIDTH * 62 / 100; x++) {
        int darkness = Math.max(0, 150 - (frame.i420()[y * WIDTH + x] & 0xff));
        sum += darkness * y;
        weights += darkness;
      }
    }
    return sum / weights;
  }

  @Test
  void browsRiseWithAStressedWord() {
    AvatarBundle joon = AvatarBundle.load("joon");
    try (RigFaceAnimator flat = new RigFaceAnimator(joon, STUDIO, WIDTH, HEIGHT, 7);
        RigFaceAnimator lively = new RigFaceAnimator(joon, STUDIO, WIDTH, HEIGHT, 7)) {
      flat.speech(LipsTest.stressing(3_000), MediaTime.ofMillis(0));
      lively.speech(LipsTest.stressing(12_000), MediaTime.ofMillis(0));
      double before = 0;
      double stressed = 0;
      for (int ms = 0; ms <= 720; ms += 40) {
        double risen = brows(at(flat, ms)) - brows(at(lively, ms));
        before = ms <= 200 ? Math.max(before, Math.abs(risen)) : before;
        stressed = ms >= 640 ? Math.max(stressed, risen) : stressed;
      }
      assertThat(before).isLessThan(0.1);
      assertThat(stressed).isGreaterThan(0.3);
    }
  }

  @Test
  void statesAreToldApartBySight() {
    Map<State, VideoFrame> pictures = new EnumMap<>(State.class);
    for (State state : State.values()) {
      try (RigFaceAnimator face = face(7)) {
        face.state(state, MediaTime.ofMillis(0));
        if (state == State.SPEAKING) {
          face.speech(saying("a"), MediaTime.ofMillis(600));
        }
        for (int ms = 0; ms < 1_400; ms += 40) {
          at(face, ms);
        }
        pictures.put(state, at(face, 1_400));
      }
    }
    pictures.forEach((one, picture) ->
        pictures.forEach((other, picture2) -> {
          if (one != other) {
            assertThat(changed(picture, picture2)).as(one + ", " + other).isGreaterThan(0.012);
          }
        }));
  }

  /** The share of samples that differ by more than compression would hide. */
  private static double changed(VideoFrame a, VideoFrame b) {
    int changed = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      changed += Math.abs((a.i420()[i] & 0xff) - (b.i420()[i] & 0xff)) > 12 ? 1 : 0;
    }
    return changed / (double) (WIDTH * HEIGHT);
  }

  @Test
  void theSamePoseGivesTheSameBytesWhateverWasDrawnBefore() {
    Rasterizer used = new Rasterizer(MINA, STUDIO, WIDTH, HEIGHT);
    Rasterizer fresh = new Rasterizer(MINA, STUDIO, WIDTH, HEIGHT);
    float[] shouting = new float[BlendShape.COUNT];
    shouting[BlendShape.JAW_OPEN.index()] = 1;
    shouting[BlendShape.EYE_BLINK_LEFT.index()] = 1;
    float[] rest = new float[BlendShape.COUNT];
    MediaTime now = MediaTime.ofMillis(0);
    used.render(now, rest, new Bearing(-.2f, .1f, .1f, 0));
    used.render(now, shouting, new Bearing(.1f, 0, 0, 0));
    byte[] again = used.render(now, rest, new Bearing(.1f, 0, 0, 0)).i420();
    assertThat(again).isEqualTo(fresh.render(now, rest, new Bearing(.1f, 0, 0, 0)).i420());
  }

  @Test
  void outlinesAreSmooth() {
    // Across the shoulder's edge no row of pixels jumps from cloth to background at once.
    byte[] i420 = at(face(1), 0).i420();
    int soft = 0;
    for (int x = WIDTH / 8; x < WIDTH / 4; x++) {
      for (int y = HEIGHT * 3 / 4; y < HEIGHT - 1; y++) {
        int above = i420[(y - 1) * WIDTH + x] & 0xff;
        int here = i420[y * WIDTH + x] & 0xff;
        int below = i420[(y + 1) * WIDTH + x] & 0xff;
        soft += below - above > 25 && here - above > 6 && below - here > 6 ? 1 : 0;
      }
    }
    assertThat(soft).isGreaterThan(WIDTH / 8 / 4);
  }

  @Test
  void anUnknownAvatarIsSaidPlainly() {
    assertThatThrownBy(() -> AvatarBundle.load("nobody"))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("nobody");
  }
}
