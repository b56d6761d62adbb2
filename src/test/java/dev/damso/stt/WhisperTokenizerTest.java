package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WhisperTokenizerTest {
  @TempDir private Path directory;

  @Test
  void joinsACharacterThatIsSplitOverTokens() throws IOException {
    // 네 is EB 84 A4: ë stands for EB, Ħ for 84, ¤ for A4; Ġ is a space.
    WhisperTokenizer tokenizer =
        read(
            """
            {"model": {"vocab": {"Ġë": 0, "Ħ": 1, "¤": 2, "!": 3}},
             "added_tokens": [{"id": 4, "content": "<|ko|>"}]}
            """);
    assertThat(tokenizer.decode(List.of(4, 0, 1, 2, 3))).isEqualTo(" 네!");
    assertThat(tokenizer.specials()).containsExactly(Map.entry("<|ko|>", 4));
  }

  @Test
  void refusesAFileWithoutVocabulary() {
    assertThatThrownBy(() -> read("{}")).isInstanceOf(UserFacingException.class);
    assertThatThrownBy(() -> read("{")).isInstanceOf(UserFacingException.class);
  }

  private WhisperTokenizer read(String json) throws IOException {
    return WhisperTokenizer.read(Files.writeString(directory.resolve("tokenizer.json"), json));
  }
}
