package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.TestFiles;
import dev.damso.audio.Resampler;
import dev.damso.audio.Wav;
import dev.damso.media.Cancellation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sound that is broken in one way or another, to the real model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SoundFromOutsideTest {
  private SpeechToText stt = new FakeSpeechToText("");
  private float[] speech = {};
  private String text = "";

  @BeforeAll
  void load() {
    Path file = TestFiles.shared("data/korean-speech/wav_016.wav");
    stt = new WhisperSpeechToText(TestFiles.whisper(), 2);
    speech = Wav.read(file).samples();
    text = hear(speech);
  }

  @AfterAll
  void unload() {
    stt.close();
  }

  private String hear(float[] sound) {
    return stt.transcribe(sound, "ko", Cancellation.none()).text();
  }

  @Test
  void aFewNumbersThatAreNoneAreSilence() {
    float[] sound = speech.clone();
    for (int i = 0; i < sound.length; i += 4_000) {
      sound[i] = Float.NaN;
    }
    assertThat(EditDistance.of(hear(sound), text)).isLessThanOrEqualTo(text.length() / 3);
    Arrays.fill(sound, Float.NaN);
    assertThat(hear(sound)).isEmpty();
    Arrays.fill(sound, Float.NEGATIVE_INFINITY);
    assertThat(hear(sound)).isEmpty();
  }

  @Test
  void clippedSpeechIsUnderstood() {
    float[] sound = speech.clone();
    for (int i = 0; i < sound.length; i++) {
      sound[i] *= 20; // beyond [-1, 1]
    }
    assertThat(EditDistance.of(hear(sound), text)).isLessThanOrEqualTo(text.length() / 3);
  }

  /** A header that states half or twice the rate: other words or none, but an answer. */
  @Test
  void aWrongRateIsAnotherVoice() {
    for (int rate : new int[] {8_000, 32_000}) {
      float[] sound = Resampler.resample(speech, rate, SpeechToText.SAMPLE_RATE);
      assertThat(hear(sound).length()).isLessThan(4 * text.length());
    }
  }

  @Test
  void piecesOfNoLengthAndAnEndInMidWordAreNoTrouble() {
    assertThat(hear(new float[0])).isEmpty();
    assertThat(hear(new float[1])).isEmpty();
    List<PartialTranscript> partials = new ArrayList<>();
    try (SpeechStream stream = stt.open("ko", partials::add)) {
      assertThat(stream.finish().join().text()).isEmpty();
      stream.feed(new float[0]);
      stream.feed(Arrays.copyOf(speech, speech.length * 3 / 5));
      stream.feed(new float[0]);
      String heard = stream.finish().join().text();
      assertThat(heard).hasSizeBetween(text.length() / 3, text.length());
      String begin = text.substring(0, heard.length());
      assertThat(EditDistance.of(heard, begin)).isLessThanOrEqualTo(begin.length() / 2);
    }
  }
}
