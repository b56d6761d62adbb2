package dev.damso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.TestFiles;
import dev.damso.audio.Resampler;
import dev.damso.audio.Wav;
import dev.damso.stt.Noises;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.WhisperSpeechToText;
import dev.damso.turn.EchoGate;
import dev.damso.turn.SmartTurn;
import dev.damso.turn.TurnEvent;
import dev.damso.turn.TurnSettings;
import dev.damso.turn.TurnTaking;
import dev.damso.vad.SileroModel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A minute of sound in which no person speaks, through all of hearing with its real models. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NothingHeardTest {
  /** How loud a person speaks, dB of full scale, and from which sample on. */
  private static final double PERSON_DB = -24;

  private static final int BEGINS = 3 * SpeechToText.SAMPLE_RATE;

  private final SileroModel silero = new SileroModel(TestFiles.model("silero-vad/silero_vad.onnx"));
  private final SpeechToText whisper = new WhisperSpeechToText(TestFiles.whisper(), 2);
  private final SmartTurn smartTurn =
      new SmartTurn(TestFiles.model("smart-turn/smart-turn-v3.2-cpu.onnx"));
  private final List<OwnVoice> voices = List.of(OwnVoice.korean(), OwnVoice.english());

  @AfterAll
  void unload() {
    smartTurn.close();
    whisper.close();
    silero.close();
  }

  private TurnReplay replay() {
    return new TurnReplay(
        silero.newDetector(), new TurnTaking(TurnSettings.smart(800)), whisper, smartTurn, "ko");
  }

  @ParameterizedTest
  @ValueSource(strings = {"silence", "digital silence", "breath", "keyboard", "music", "tv", "hum"})
  void noiseIsNoQuestion(String kind) {
    try (TurnReplay replay = replay()) {
      replay.hear(Noises.of(kind, 60, 11), 2_000, now -> {});
      assertThat(words(replay)).isEmpty();
    }
  }

  /** Loudspeaker and microphone in one room, before an echo canceller, and behind a weak one. */
  @ParameterizedTest
  @CsvSource({"-20, 40, 0", "-20, 120, 300", "-20, 250, 600", "-14, 80, 300", "-35, 120, 300"})
  void theAvatarDoesNotAnswerItself(double gainDb, int delayMs, int reverberationMs) {
    for (OwnVoice voice : voices) {
      try (TurnReplay replay = replay()) {
        float[] echo = voice.inRoom(gainDb, delayMs, reverberationMs);
        replay.hear(echo, 2_000, now -> replay.avatar(now < voice.endMs(), voice.levelAt(now)));
        assertThat(words(replay)).isEmpty();
        assertThat(replay.events(TurnEvent.Interruption.class)).isEmpty();
      }
    }
  }

  /** So it is the gate that keeps it silent, not the room. */
  @Test
  void anEchoThatNobodyToldOfIsTakenForAPerson() {
    try (TurnReplay replay = replay()) {
      replay.hear(voices.getFirst().inRoom(-20, 120, 300), 2_000, now -> {});
      assertThat(words(replay)).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-20, -35})
  void aPersonIsHeardOverTheEcho(double gainDb) {
    OwnVoice voice = voices.getFirst();
    float[] echo = voice.inRoom(gainDb, 120, 300);
    int people = 6;
    int interrupted = 0;
    for (int person = 1; person <= people; person++) {
      Wav said =
          Wav.read(TestFiles.shared("data/korean-speech/wav_%03d.wav".formatted(8 * person)));
      float[] speech =
          Resampler.resample(said.samples(), said.sampleRate(), SpeechToText.SAMPLE_RATE);
      double gain = Math.pow(10, (PERSON_DB - EchoGate.decibels(speech)) / 20);
      float[] sound = Arrays.copyOf(echo, 8 * SpeechToText.SAMPLE_RATE);
      for (int i = 0; i < speech.length && BEGINS + i < sound.length; i++) {
        sound[BEGINS + i] += (float) (gain * speech[i]);
      }
      try (TurnReplay replay = replay()) {
        replay.hear(sound, 2_000, now -> replay.avatar(true, voice.levelAt(now)));
        interrupted += replay.events(TurnEvent.Interruption.class).isEmpty() ? 0 : 1;
      }
    }
    assertThat(interrupted).isGreaterThanOrEqualTo(people - 1);
  }

  private static List<String> words(TurnReplay replay) {
    return replay.turns().stream()
        .map(turn -> turn.words().text())
        .filter(t -> !t.isEmpty())
        .toList();
  }
}
