package dev.damso.llm.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KnowledgeTest {
  private static final String MUSEUM =
      """
      # 관람 시간
      화요일부터 일요일까지 오전 열 시에 문을 열고 오후 여섯 시에 닫습니다. 월요일은 휴관일입니다.

      # 요금
      어른은 만 이천 원, 학생은 팔천 원입니다. 학생 할인을 받으려면 학생증을 보여 주세요.
      여섯 살까지는 무료입니다.

      # 주차
      지하 주차장에 백 대를 댈 수 있습니다. 관람객은 두 시간까지 무료입니다.

      # 전시
      삼 층에서 조선 백자 전시가 열립니다. 이 층에는 고려 청자와 불상이 있습니다.

      # 식당과 카페
      일 층 카페에서 커피와 샌드위치를 팝니다. 도시락은 뒤뜰에서 드실 수 있습니다.

      # 물품 보관
      큰 가방과 우산은 입구 옆 보관함에 넣어 주세요. 동전이 필요합니다.

      # Wheelchairs
      Wheelchairs can be borrowed at the entrance. Lifts reach every floor.

      # 사진
      사진은 찍어도 되지만 플래시와 삼각대는 안 됩니다.
      """;

  /** Longer than a prompt has room for. */
  private final Knowledge large = Knowledge.of(MUSEUM + "\n\n# 기타\n" + "다른 이야기입니다. ".repeat(300));

  @TempDir private Path folder;

  @Test
  void aSmallTextIsInEveryPrompt() {
    Knowledge small = Knowledge.of(MUSEUM);
    assertThat(small.whole()).contains("조선 백자");
    assertThat(small.reference("백자 어디 있어요?")).isEmpty();
    assertThat(Knowledge.NONE.whole()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "학생 할인 돼요?, 학생증",
    "몇 시에 문을 열어요?, 오전 열 시",
    "월요일에도 하나요?, 휴관일",
    "주차할 데 있어요?, 지하 주차장",
    "백자는 몇 층에 있나요?, 조선 백자",
    "커피를 마시고 싶어요, 카페",
    "우산은 어디에 둬요?, 보관함",
    "사진 찍어도 되나요?, 삼각대",
    "Can I borrow a wheelchair?, borrowed at the entrance",
    "여섯 살 아이는 얼마예요?, 무료",
  })
  void ofALargeTextWhatTheQuestionNeedsIsFound(String question, String passage) {
    assertThat(large.whole()).isEmpty();
    assertThat(large.reference(question))
        .contains(passage)
        .hasSizeLessThanOrEqualTo(Knowledge.REFERENCE);
  }

  @Test
  void nothingIsFoundForNothing() {
    assertThat(large.reference("")).isEmpty();
    assertThat(large.reference("xyzzy?!")).isEmpty();
  }

  @Test
  void aTextWithoutParagraphsIsCut() {
    assertThat(Passages.of("가".repeat(10_000)))
        .allSatisfy(passage -> assertThat(passage).hasSizeLessThanOrEqualTo(600));
    assertThat(Passages.of("# 제목\n내용이에요.")).containsExactly("제목: 내용이에요.");
  }

  @Test
  void aFolderIsReadWhole() throws IOException {
    Files.writeString(folder.resolve("a.md"), "첫째");
    Files.writeString(folder.resolve("b.TXT"), "둘째");
    Files.writeString(folder.resolve("c.pdf"), "셋째");
    assertThat(Knowledge.load(folder).whole()).isEqualTo("첫째\n\n둘째");
  }

  @Test
  void whatCannotBeReadIsSaidInOneLine() throws IOException {
    assertThatThrownBy(() -> Knowledge.load(folder.resolve("none.txt")))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("there is nothing at");
    assertThatThrownBy(() -> Knowledge.load(folder)).hasMessageContaining("no .txt or .md");
    Path binary = Files.write(folder.resolve("x.txt"), new byte[] {(byte) 0xc3, (byte) 0x28});
    assertThatThrownBy(() -> Knowledge.load(binary)).hasMessageContaining("not UTF-8");
  }
}
