package dev.damso.face.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.face.FaceAnimator;
import dev.damso.media.MediaTime;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The avatar that comes with Damso, on the processor. */
final class NeuralAvatarTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  private static NeuralAvatar load(String avatar) {
    return NeuralAvatar.load(avatar, WIDTH, HEIGHT, "cpu", notice -> {}).orElseThrow();
  }

  /** A second of a buzz that comes and goes. */
  private static SpeechChunk speech() {
    short[] pcm = new short[SpeechChunk.SAMPLE_RATE];
    Random random = new Random(1);
    for (int i = 0; i < pcm.length; i++) {
      double buzz = i % 320 / 160.0 - 1 + 0.2 * random.nextGaussian();
      pcm[i] = (short) (6_000 * buzz * Math.abs(Math.sin(i * Math.PI / 12_000)));
    }
    return new SpeechChunk(ReplyId.NONE.next(), pcm, "", "", List.of());
  }

  private static double lowerFaceDifference(byte[] a, byte[] b) {
    long sum = 0;
    for (int y = 280; y < 340; y++) {
      for (int x = 270; x < 370; x++) {
        sum += Math.abs((a[y * WIDTH + x] & 255) - (b[y * WIDTH + x] & 255));
      }
    }
    return sum / 6_000.0;
  }

  @Test
  void speechMovesTheMouthAndNothingElse() {
    try (NeuralAvatar avatar = load("demo-neural");
        FaceAnimator silent = avatar.newAnimator(0, false);
        FaceAnimator speaking = avatar.newAnimator(0, false)) {
      speaking.speech(speech(), MediaTime.ofMillis(400));
      double most = 0;
      for (int i = 0; i < 60; i++) {
        MediaTime time = MediaTime.ofMillis(40L * i);
        byte[] still = silent.frame(time).i420();
        byte[] moved = speaking.frame(time).i420();
        assertThat(speaking.frame(time).i420()).isSameAs(moved);
        double difference = lowerFaceDifference(still, moved);
        most = Math.max(most, difference);
        if (i < 6 || i > 45) {
          assertThat(difference).as("in silence, picture %d", i).isZero();
        }
        for (int p = 0; p < 200 * WIDTH; p++) {
          if (still[p] != moved[p]) {
            throw new AssertionError("a pixel above the mouth moved: " + p);
          }
        }
      }
      assertThat(most).isGreaterThan(4);
    }
  }

  @Test
  void whatIsCutOffIsNotSpoken() {
    try (NeuralAvatar avatar = load("demo-neural");
        FaceAnimator silent = avatar.newAnimator(0, false);
        FaceAnimator speaking = avatar.newAnimator(0, false)) {
      speaking.speech(speech(), MediaTime.ofMillis(0));
      speaking.frame(MediaTime.ofMillis(40));
      speaking.stopSpeech(MediaTime.ofMillis(80));
      MediaTime later = MediaTime.ofMillis(480);
      assertThat(speaking.frame(later).i420()).isEqualTo(silent.frame(later).i420());
    }
  }

  @Test
  void theSameSoundGivesTheSameFilmWhenItComesInPieces() {
    SpeechChunk whole = speech();
    try (NeuralAvatar avatar = load("demo-neural");
        FaceAnimator once = avatar.newAnimator(0, false);
        FaceAnimator twice = avatar.newAnimator(0, false)) {
      once.speech(whole, MediaTime.ofMillis(0));
      short[] a = java.util.Arrays.copyOfRange(whole.pcm(), 0, 24_000);
      short[] b = java.util.Arrays.copyOfRange(whole.pcm(), 24_000, 48_000);
      twice.speech(new SpeechChunk(whole.reply(), a, "", "", List.of()), MediaTime.ofMillis(0));
      List<Double> differences = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        if (i == 5) {
          twice.speech(
              new SpeechChunk(whole.reply(), b, "", "", List.of()), MediaTime.ofMillis(500));
        }
        MediaTime time = MediaTime.ofMillis(40L * i);
        differences.add(lowerFaceDifference(once.frame(time).i420(), twice.frame(time).i420()));
      }
      assertThat(differences).allMatch(d -> d < 3);
    }
  }

  @Test
  void aBundleWithAnotherModelIsRefused(@TempDir Path folder) throws Exception {
    for (String file : List.of("neural.json", "base.mp4", "model.onnx")) {
      try (InputStream in =
          NeuralAvatarTest.class.getResourceAsStream("/avatars/demo-neural/" + file)) {
        Files.copy(Objects.requireNonNull(in), folder.resolve(file));
      }
    }
    Path manifest = folder.resolve("neural.json");
    String right = Files.readString(manifest);
    Files.writeString(manifest, right.replace("\"steps\": 40", "\"steps\": 39"));
    assertThatThrownBy(() -> load(folder.toString()))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("does not run");
    Files.writeString(manifest, right);
    Files.write(folder.resolve("model.onnx"), new byte[1000]);
    assertThatThrownBy(() -> load(folder.toString())).isInstanceOf(UserFacingException.class);
    Files.write(folder.resolve("base.mp4"), new byte[1000]);
    assertThatThrownBy(() -> load(folder.toString()))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("base.mp4");
    Files.delete(folder.resolve("base.mp4"));
    assertThatThrownBy(() -> load(folder.toString())).isInstanceOf(UserFacingException.class);
  }

  @Test
  void thereAreOthers() {
    assertThat(NeuralAvatar.load("mina", WIDTH, HEIGHT, "cpu", notice -> {})).isEmpty();
    assertThat(NeuralAvatar.load("\0", WIDTH, HEIGHT, "cpu", notice -> {})).isEmpty();
  }
}
