package dev.damso.tts.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlockFilterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '$',
      value = {
        "네, 그래요. | 네, 그래요.",
        "이렇게요. ```java int x = 1; ``` 됐죠? | 이렇게요.   됐죠?",
        "<think>사용자가 인사했다.</think>안녕하세요! | $ 안녕하세요!$",
        "<think>끝나지 않는 생각 | $$",
        "```끝나지 않는 코드 | $$",
        "a < b 이고 `x` 예요 | a < b 이고 `x` 예요",
        "<thin 종이> | <thin 종이>",
        "두 개 `` 끝 | 두 개 `` 끝",
        "<tool_call>{}</tool_call>네 | $ 네$",
      })
  void blocksAreDroppedWhereverThePiecesAreCut(String text, String passed) {
    BlockFilter whole = new BlockFilter();
    assertThat(whole.feed(text) + whole.flush()).isEqualTo(passed);
    BlockFilter pieces = new BlockFilter();
    StringBuilder out = new StringBuilder();
    text.chars().forEach(c -> out.append(pieces.feed(String.valueOf((char) c))));
    assertThat(out.append(pieces.flush()).toString()).isEqualTo(passed);
  }
}
