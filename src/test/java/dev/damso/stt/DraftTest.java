package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.damso.TestFiles;
import dev.damso.audio.Wav;
import dev.damso.media.Cancellation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A draft makes a pass quicker and changes nothing but what is as likely: several tokens at once
 * are rounded a little differently from one at a time.
 */
final class DraftTest {
  @ParameterizedTest
  @ValueSource(strings = {"wav_004", "wav_028", "wav_048", "wav_088"})
  void isAsGoodAsPlainDecoding(String name) {
    Path folder = TestFiles.whisper();
    Path file = TestFiles.shared("data/korean-speech/" + name + ".wav");
    float[] speech = Wav.read(file).samples();
    Random random = new Random(name.hashCode());
    try (WhisperModel model = new WhisperModel(folder, 2)) {
      Hypothesis plain = decode(model, speech, List.of());
      List<Integer> wrong = new ArrayList<>(plain.tokens());
      wrong.set(wrong.size() / 2, 1_000 + random.nextInt(1_000));
      float[] part = Arrays.copyOf(speech, speech.length * 2 / 3);
      for (List<Integer> draft :
          List.of(plain.tokens(), wrong, List.of(11), decode(model, part, List.of()).tokens())) {
        Hypothesis drafted = decode(model, speech, draft);
        String text = model.text(drafted.tokens());
        assertThat(EditDistance.of(text, model.text(plain.tokens()))).isLessThanOrEqualTo(3);
        assertThat(drafted.meanLogProbability()).isCloseTo(plain.meanLogProbability(), within(0.1));
      }
    }
  }

  private static Hypothesis decode(WhisperModel model, float[] speech, List<Integer> draft) {
    return model.decode(speech, "ko", draft, Cancellation.none());
  }
}
