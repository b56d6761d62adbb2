package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.damso.TestFiles;
import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import dev.damso.model.graph.RandomWhisper;
import dev.damso.model.graph.WhisperGraphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of large-v3-turbo's kind: 128 mel bands, one language more, so other token ids. */
final class LargeWhisperTest {
  private static final int END = 50_257;
  private static final int LANGUAGES = 100;
  private static final int VOCABULARY = 51_866;

  @TempDir private Path directory;

  @BeforeEach
  void make() throws IOException {
    TestFiles.whisper(); // ONNX Runtime is there where this is
    RandomWhisper.write(directory, 128, 64, 4, 2, 1, VOCABULARY);
    Files.writeString(
        directory.resolve("config.json"),
        """
        {"alignment_heads": [[0, 1], [0, 3]], "suppress_ids": [1, 2, 7]}
        """);
    tokenizer(END + 1 + LANGUAGES + 1);
    WhisperGraphs.build(directory, directory);
  }

  /** As large-v3's: end, start, 100 languages, translate, transcribe, … */
  private void tokenizer(int translate) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    ObjectNode vocabulary = root.putObject("model").putObject("vocab");
    for (int i = 0; i < END; i++) {
      vocabulary.put("t" + i, i);
    }
    ArrayNode added = root.putArray("added_tokens");
    String[] names = {
      "translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"
    };
    added.addObject().put("id", END).put("content", "<|endoftext|>");
    added.addObject().put("id", END + 1).put("content", "<|startoftranscript|>");
    for (int i = 0; i < LANGUAGES; i++) {
      String language =
          i == 0
              ? "en"
              : i == 5
                  ? "ko"
                  : i == 99 ? "yue" : "" + (char) ('a' + i / 26) + (char) ('a' + i % 26);
      added.addObject().put("id", END + 2 + i).put("content", "<|" + language + "|>");
    }
    for (int i = 0; i < names.length; i++) {
      added.addObject().put("id", translate + 1 + i).put("content", "<|" + names[i] + "|>");
    }
    json.writeValue(directory.resolve("tokenizer.json").toFile(), root);
  }

  @Test
  void itsShapesAndTokensAreReadFromItsFiles() {
    try (WhisperModel model = new WhisperModel(directory, 1)) {
      assertThat(model.tokens().noTimestamps()).isEqualTo(50_365);
      assertThat(model.tokens().language("yue")).isEqualTo(50_358);
      float[] sound = Noises.of("music", 2, 1);
      for (String language : List.of("ko", SpeechToText.AUTO)) {
        Hypothesis preview =
            model.preview(sound, language, List.of(5), List.of(9, 11), Cancellation.none());
        assertThat(preview.tokens()).startsWith(5);
        Hypothesis text = model.decode(sound, language, List.of(9, 11), Cancellation.none());
        for (Hypothesis heard : List.of(preview, text)) {
          assertThat(heard.tokens()).allMatch(token -> token < END).doesNotContain(1, 2, 7);
          assertThat(heard.frames()).hasSameSizeAs(heard.tokens()).allMatch(f -> f >= 0 && f < 100);
        }
      }
    }
  }

  /** The 16-bit graphs load on a CPU and compute what the 8-bit ones do, but for rounding. */
  @Test
  void halfPrecisionComputesTheSame() throws IOException {
    Path half = Files.createDirectory(directory.resolve("half"));
    WhisperGraphs.build(directory, half, WhisperGraphs.Precision.FP16);
    for (String file : List.of("tokenizer.json", "config.json")) {
      Files.copy(directory.resolve(file), half.resolve(file));
    }
    float[] sound = Noises.of("music", 2, 1);
    try (WhisperModel eight = new WhisperModel(directory, 1);
        WhisperModel sixteen = new WhisperModel(half, 1)) {
      assertThat(sixteen.precision()).isEqualTo("fp16");
      List<Integer> text = List.of(5, 9, 11);
      Hypothesis a = eight.preview(sound, "ko", text, List.of(), Cancellation.none());
      Hypothesis b = sixteen.preview(sound, "ko", text, List.of(), Cancellation.none());
      assertThat(b.noSpeech()).isCloseTo(a.noSpeech(), withinPercentage(30));
      assertThat(b.tokens()).startsWith(5, 9, 11).allMatch(token -> token < END);
    }
  }

  @Test
  void aTokenizerOfAnotherModelIsRefused() throws IOException {
    tokenizer(VOCABULARY);
    assertThatThrownBy(() -> new WhisperModel(directory, 1))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("another model");
  }
}
