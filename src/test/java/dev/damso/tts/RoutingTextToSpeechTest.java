package dev.damso.tts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class RoutingTextToSpeechTest {
  private final List<String> said = new ArrayList<>();

  private TextToSpeech voice(String name) {
    return new TextToSpeech() {
      @Override
      public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation c) {
        said.add(name + ": " + utterance.text());
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public void close() {}
    };
  }

  private void say(String text) {
    try (TextToSpeech all =
        new RoutingTextToSpeech(
            Map.of("ko", voice("k"), "en", voice("e")), voice("o"), true, List.of())) {
      all.speak(new Utterance(ReplyId.NONE, text, "ko", 1), _ -> {}, Cancellation.none());
    }
  }

  @Test
  void aMixedSentenceHasTwoVoicesAnotherScriptAThird() {
    say("이 노래는 Let it be 입니다.");
    say("こんにちは");
    assertThat(said).containsExactly("k: 이 노래는", "e: Let it be", "k: 입니다.", "o: こんにちは");
  }

  @Test
  void noVoiceIsAskedForTwentyThousandCharactersAtOnce() {
    say("가나다라마 ".repeat(4_000));
    say("가".repeat(20_000));
    assertThat(said).hasSizeGreaterThan(100).allMatch(text -> text.length() < 320);
    assertThat(String.join("", said).replaceAll("[^가-힣]", "")).hasSize(40_000);
  }
}
