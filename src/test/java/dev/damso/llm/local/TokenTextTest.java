package dev.damso.llm.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TokenTextTest {
  private final TokenText text = new TokenText("<|im_end|>", "<|im_start|>");

  private String feed(String part) {
    return text.feed(part.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aCharacterThatIsCutComesWhole() {
    StringBuilder out = new StringBuilder();
    for (byte b : "값이 😀 얼마".getBytes(StandardCharsets.UTF_8)) {
      out.append(text.feed(new byte[] {b}));
    }
    assertThat(out.append(text.flush()).toString()).isEqualTo("값이 😀 얼마");
  }

  @Test
  void aBrokenCharacterIsReplaced() {
    assertThat(text.feed(new byte[] {(byte) 0xff, 'a'})).isEqualTo("\uFFFDa");
  }

  @Test
  void nothingPassesFromAStopStringOn() {
    assertThat(feed("네, ")).isEqualTo("네, ");
    assertThat(feed("그래요.<|im_")).isEqualTo("그래요.");
    assertThat(text.isStopped()).isFalse();
    assertThat(feed("start|>user")).isEmpty();
    assertThat(text.isStopped()).isTrue();
    assertThat(feed("또") + text.flush()).isEmpty();
  }

  @Test
  void whatOnlyBeginsLikeOnePasses() {
    assertThat(feed("a <|")).isEqualTo("a ");
    assertThat(feed("b")).isEqualTo("<|b");
    assertThat(feed("<") + text.flush()).isEqualTo("<");
  }
}
