package dev.damso.tts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.Cancellation;
import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PhraseCacheTest {
  @TempDir private Path folder = Path.of("");

  /** Says everything in {@code millis} of sound, and counts. */
  private static final class Counting implements TextToSpeech {
    final int millis;
    final List<String> said = new ArrayList<>();
    Runnable meanwhile = () -> {};
    boolean broken;

    Counting(int millis) {
      this.millis = millis;
    }

    @Override
    public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancelled) {
      said.add(utterance.text());
      if (broken) {
        throw new IllegalStateException("broken");
      }
      meanwhile.run();
      if (!cancelled.isCancelled()) {
        onChunk.accept(
            new SpeechChunk(
                utterance.reply(),
                new short[millis * (SpeechChunk.SAMPLE_RATE / 1000)],
                utterance.text(),
                utterance.language(),
                List.of(new Phoneme("a", 0, millis))));
      }
    }

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public void close() {}
  }

  private static Utterance utterance(String text, double speed) {
    return new Utterance(new ReplyId(7), text, "ko", speed);
  }

  private static List<SpeechChunk> say(TextToSpeech voice, String text) {
    List<SpeechChunk> chunks = new ArrayList<>();
    voice.speak(utterance(text, 1), chunks::add, Cancellation.none());
    return chunks;
  }

  private PhraseFiles files(String build) {
    return new PhraseFiles(folder.resolve("phrases"), build);
  }

  @Test
  void saysAgainWithoutMakingAgain() {
    Counting voice = new Counting(300);
    TextToSpeech cached = new PhraseCache(Optional.empty()).over(voice, "v1");
    say(cached, "네, 알겠습니다.");
    SpeechChunk again = say(cached, " 네,  알겠습니다.\n").getFirst();
    assertThat(voice.said).hasSize(1);
    assertThat(again.reply()).isEqualTo(new ReplyId(7));
    assertThat(again.phonemes()).containsExactly(new Phoneme("a", 0, 300));
  }

  @Test
  void anotherSpeedVoicePitchOrModelIsAnotherSound() {
    PhraseCache cache = new PhraseCache(Optional.empty());
    Counting voice = new Counting(300);
    for (String identity : List.of("hj 0.0 abc", "hj 2.0 abc", "hj 0.0 def", "joe 0.0 abc")) {
      say(cache.over(voice, identity), "네.");
    }
    cache.over(voice, "hj 0.0 abc").speak(utterance("네.", 1.2), _ -> {}, Cancellation.none());
    assertThat(voice.said).hasSize(5);
  }

  @Test
  void theStandInsSoundIsNotTheVoices() {
    PhraseCache cache = new PhraseCache(Optional.empty());
    Counting chosen = new Counting(300);
    Counting standIn = new Counting(700);
    long[] now = {0};
    TextToSpeech voice =
        new FallbackTextToSpeech(
            cache.over(chosen, "openai"), cache.over(standIn, "hj"), () -> now[0]);
    chosen.broken = true;
    assertThat(say(voice, "네.").getFirst().durationMs()).isEqualTo(700);
    chosen.broken = false;
    now[0] = 60_000;
    assertThat(say(voice, "네.").getFirst().durationMs()).isEqualTo(300);
  }

  @Test
  void whatIsCutOffOrFailsIsNotKept() {
    Counting voice = new Counting(300);
    TextToSpeech cached = new PhraseCache(Optional.empty()).over(voice, "v1");
    Cancellation cancelled = new Cancellation();
    voice.meanwhile = cancelled::cancel;
    cached.speak(utterance("네.", 1), _ -> {}, cancelled);
    voice.broken = true;
    assertThatThrownBy(() -> say(cached, "네.")).hasMessage("broken");
    voice.broken = false;
    voice.meanwhile = () -> {};
    assertThat(say(cached, "네.")).hasSize(1);
    assertThat(voice.said).hasSize(3);
  }

  @Test
  void theLeastRecentlySaidGoesFirst() {
    Counting voice = new Counting(1);
    TextToSpeech cached = new PhraseCache(Optional.empty()).over(voice, "v1");
    for (int i = 0; i < PhraseCache.PHRASES; i++) {
      say(cached, "phrase " + i);
    }
    say(cached, "phrase 0");
    say(cached, "one too many");
    voice.said.clear();
    say(cached, "phrase 0");
    say(cached, "phrase 2");
    say(cached, "phrase 1");
    assertThat(voice.said).containsExactly("phrase 1");
  }

  @Test
  void bytesAreBounded() {
    Counting voice = new Counting(60_000); // 5.76 MB
    TextToSpeech cached = new PhraseCache(Optional.empty()).over(voice, "v1");
    int fit = (int) (PhraseCache.BYTES / (60 * 2 * SpeechChunk.SAMPLE_RATE));
    for (int i = 0; i <= fit; i++) {
      say(cached, "phrase " + i);
    }
    voice.said.clear();
    say(cached, "phrase 1");
    say(cached, "phrase 0");
    assertThat(voice.said).containsExactly("phrase 0");
  }

  @Test
  void longTextsAreNotKept() {
    Counting voice = new Counting(1);
    TextToSpeech cached = new PhraseCache(Optional.empty()).over(voice, "v1");
    String text = "가".repeat(PhraseCache.LONGEST + 1);
    say(cached, text);
    say(cached, text);
    assertThat(voice.said).hasSize(2);
  }

  @Test
  void whatWasPreparedIsThereAfterARestart() {
    Counting voice = new Counting(300);
    TextToSpeech first = new PhraseCache(Optional.of(files("b1"))).over(voice, "v1");
    assertThat(first.prepare(utterance("네.", 1), Cancellation.none())).isTrue();
    say(first, "비밀이에요.");

    TextToSpeech second = new PhraseCache(Optional.of(files("b1"))).over(voice, "v1");
    assertThat(second.prepare(utterance("네.", 1), Cancellation.none())).isTrue();
    SpeechChunk kept = say(second, "네.").getFirst();
    assertThat(kept.durationMs()).isEqualTo(300);
    assertThat(kept.spokenText()).isEqualTo("네.");
    assertThat(kept.phonemes()).containsExactly(new Phoneme("a", 0, 300));
    assertThat(voice.said).containsExactly("네.", "비밀이에요.");

    // What was said in a conversation is not on the disk.
    assertThat(second.prepare(utterance("비밀이에요.", 1), Cancellation.none())).isTrue();
    assertThat(voice.said).hasSize(3);
    // Another voice, and another build, make it anew.
    for (String[] other : new String[][] {{"b1", "v2"}, {"b2", "v1"}}) {
      new PhraseCache(Optional.of(files(other[0])))
          .over(voice, other[1])
          .prepare(utterance("네.", 1), Cancellation.none());
    }
    assertThat(voice.said).hasSize(5);
  }

  @Test
  void aDamagedFileCountsForNothing() throws IOException {
    Counting voice = new Counting(30);
    PhraseCache cache = new PhraseCache(Optional.of(files("b")));
    cache.over(voice, "v").prepare(utterance("네.", 1), Cancellation.none());
    Path file;
    try (Stream<Path> all = Files.list(folder.resolve("phrases"))) {
      file = all.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 97) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x40;
      Files.write(file, damaged);
      assertThat(files("b").find(Phrase.of("v", utterance("네.", 1)))).isEmpty();
    }
    for (int length : new int[] {0, 7, 8, 20, whole.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThat(files("b").find(Phrase.of("v", utterance("네.", 1)))).isEmpty();
    }
  }

  @Test
  void filesAreBounded() throws IOException {
    Counting voice = new Counting(1);
    TextToSpeech cached = new PhraseCache(Optional.of(files("b"))).over(voice, "v");
    for (int i = 0; i < 205; i++) {
      cached.prepare(utterance("phrase " + i, 1), Cancellation.none());
    }
    try (Stream<Path> all = Files.list(folder.resolve("phrases"))) {
      assertThat(all.count()).isEqualTo(200);
    }
  }

  @Test
  void preparingGivesWayToWhoSpeaks() {
    Counting slow = new Counting(300);
    PhraseCache cache = new PhraseCache(Optional.of(files("b")));
    TextToSpeech voice = cache.over(slow, "v");
    TextToSpeech other = cache.over(new Counting(1), "w");
    slow.meanwhile = () -> say(other, "지금 몇 시예요?");
    assertThat(voice.prepare(utterance("네.", 1), Cancellation.none())).isFalse();
    slow.meanwhile = () -> {};
    assertThat(voice.prepare(utterance("네.", 1), Cancellation.none())).isTrue();
    assertThat(slow.said).containsExactly("네.", "네.");
    // What is known needs nobody's time.
    slow.meanwhile = () -> say(other, "지금 몇 시예요?");
    assertThat(voice.prepare(utterance("아.", 1), Cancellation.none())).isTrue();
  }

  @Test
  void onlyTheChosenVoiceIsPrepared() {
    PhraseCache cache = new PhraseCache(Optional.empty());
    Counting chosen = new Counting(300);
    Counting standIn = new Counting(700);
    chosen.broken = true;
    TextToSpeech voice =
        new RoutingTextToSpeech(
            Map.of(
                "ko",
                new FallbackTextToSpeech(
                    cache.over(chosen, "a"), cache.over(standIn, "b"), () -> 0)),
            cache.over(standIn, "b"),
            true,
            List.of());
    assertThat(voice.prepare(utterance("네.", 1), Cancellation.none())).isTrue();
    assertThat(voice.prepare(utterance("아.", 1), Cancellation.none())).isTrue();
    assertThat(chosen.said).containsExactly("네.");
    assertThat(standIn.said).isEmpty();
  }
}
