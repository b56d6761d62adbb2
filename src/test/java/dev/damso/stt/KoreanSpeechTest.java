package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.TestFiles;
import dev.damso.audio.Wav;
import dev.damso.media.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whisper on real Korean speech: 24 questions put to restaurants. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KoreanSpeechTest {
  private SpeechToText stt = new FakeSpeechToText("");

  @BeforeAll
  void load() {
    stt = new WhisperSpeechToText(TestFiles.whisper(), 2);
  }

  @AfterAll
  void unload() {
    stt.close();
  }

  @Test
  void characterErrorRateIsBounded() throws IOException {
    Path transcripts = TestFiles.shared("data/korean-speech/transcripts.tsv");
    int errors = 0;
    int characters = 0;
    List<String> lines = Files.readAllLines(transcripts);
    for (String line : lines) {
      String[] columns = line.split("\t");
      float[] samples = Wav.read(transcripts.resolveSibling(columns[0])).samples();
      Transcript heard = stt.transcribe(samples, SpeechToText.AUTO, Cancellation.none());
      String expected = letters(columns[1]);
      errors += EditDistance.of(expected, letters(heard.text()));
      characters += expected.length();
      System.out.println(columns[1] + " | " + heard.text());
    }
    assertThat(lines).hasSize(24);
    assertThat(errors / (double) characters).isLessThan(0.22);
  }

  @Test
  void silenceAndNoiseSayNothing() {
    assertThat(stt.transcribe(new float[48_000], "ko", Cancellation.none()).text()).isEmpty();
    Random random = new Random(3);
    float[] noise = new float[48_000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (random.nextGaussian() * 0.01);
    }
    assertThat(stt.transcribe(noise, "ko", Cancellation.none()).text()).isEmpty();
  }

  @Test
  void aCancelledCallReturns() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    assertThat(stt.transcribe(new float[16_000], "ko", cancellation).text()).isEmpty();
  }

  /** Utterances one after the other, more than a window holds, fed in pieces of any length. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aLongStreamLosesAndDoublesNothing(long seed) throws IOException {
    Random random = new Random(seed);
    Path transcripts = TestFiles.shared("data/korean-speech/transcripts.tsv");
    List<String> lines = Files.readAllLines(transcripts).subList(0, 12);
    StringBuilder expected = new StringBuilder();
    StringBuilder apart = new StringBuilder();
    List<float[]> sounds = new ArrayList<>();
    for (String line : lines) {
      String[] columns = line.split("\t");
      float[] sound = Wav.read(transcripts.resolveSibling(columns[0])).samples();
      sounds.add(sound);
      expected.append(letters(columns[1]));
      apart.append(letters(stt.transcribe(sound, "ko", Cancellation.none()).text()));
    }
    List<PartialTranscript> partials = Collections.synchronizedList(new ArrayList<>());
    String heard;
    try (SpeechStream stream = stt.open("ko", partials::add)) {
      for (float[] sound : sounds) {
        int at = 0;
        while (at < sound.length) {
          int to = Math.min(sound.length, at + random.nextInt(32_000));
          stream.feed(Arrays.copyOfRange(sound, at, to));
          at = to;
          if (random.nextInt(4) == 0) {
            stream.finish().join(); // speculation in mid-speech
          }
        }
      }
      heard = letters(stream.finish().join().text());
    }
    double together = EditDistance.of(expected.toString(), heard) / (double) expected.length();
    double single =
        EditDistance.of(expected.toString(), apart.toString()) / (double) expected.length();
    System.out.printf("in one stream %.3f, one by one %.3f: %s%n", together, single, heard);
    assertThat(together).isLessThan(single + 0.08);
    String before = "";
    for (PartialTranscript partial : partials) {
      assertThat(partial.stable()).startsWith(before);
      before = partial.stable();
    }
  }

  private static String letters(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
