package dev.damso.llm.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoopGuardTest {
  @ParameterizedTest
  @CsvSource({
    "마늘을 넣고 끓여서 맛이 맛이 맛이 맛이, true",
    "'음악, 휴식, 음악, 휴식, 음악, 휴식, 음악, 휴식, ', true",
    "잠이 안 와요. 잠이 안 와요. 잠이 안 와요., false",
    "하하하 정말 재미있네요, false",
    "전화번호는 0000 0000 0000 0000 이에요, false",
    "네 네 알겠어요, false",
  })
  void loopsAreSeen(String text, boolean loop) {
    LoopGuard guard = new LoopGuard();
    boolean seen = false;
    for (int i = 0; i < text.length(); i++) {
      seen |= guard.isIn(text.substring(i, i + 1));
    }
    assertThat(seen).isEqualTo(loop);
  }
}
