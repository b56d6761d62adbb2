package dev.damso.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.config.ConfigLoader;
import dev.damso.media.UserFacingException;
import dev.damso.model.Catalog;
import dev.damso.model.ConsoleProgress;
import dev.damso.model.ModelStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VoiceAssemblyTest {
  private static final String THERE_ARE =
      "; there are kokoro-hj, piper-joe, supertonic, espeak, openai, google";

  @TempDir private Path directory;

  private VoiceAssembly voices(Map<String, String> environment) {
    return new VoiceAssembly(
        ConfigLoader.load(Optional.empty(), environment).tts(),
        environment,
        ModelStore.open(directory, Catalog.bundled(), new ConsoleProgress(), Map.of()));
  }

  @Test
  void aMissingVoiceIsNamedWithThoseThatThereAre() {
    assertThatThrownBy(() -> voices(Map.of("DAMSO_TTS_VOICES_KO", "yuna")).required())
        .isInstanceOf(UserFacingException.class)
        .hasMessage("tts.voices.ko: there is no voice \"yuna\"" + THERE_ARE);
    assertThatThrownBy(() -> voices(Map.of()).textToSpeech("yuna"))
        .isInstanceOf(UserFacingException.class)
        .hasMessage("--voice: there is no voice \"yuna\"" + THERE_ARE);
  }

  @Test
  void onlyTheModelsOfTheChosenVoicesAreFetched() {
    assertThat(voices(Map.of()).required())
        .containsExactlyInAnyOrder("kokoro", "piper-en-joe", "espeak-ng");
    assertThat(
            voices(Map.of("DAMSO_TTS_VOICES_KO", "supertonic", "DAMSO_TTS_VOICES_EN", "supertonic"))
                .required())
        .containsExactlyInAnyOrder("supertonic", "espeak-ng");
    assertThat(voices(Map.of("DAMSO_TTS_VOICES_KO", "openai")).required())
        .as("who stands in for a service")
        .contains("kokoro");
  }
}
