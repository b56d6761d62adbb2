package dev.damso.llm.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MeaningTest {
  private static final List<String> PASSAGES =
      List.of("오전 열 시에 문을 엽니다.", "주차장은 지하에 있습니다.", "커피와 샌드위치를 팝니다.", "제품 번호는 A-310입니다.");

  private final FakeTextEmbedder embedder =
      new FakeTextEmbedder(List.of(List.of("문을", "영업"), List.of("주차", "자동차"), List.of("커피", "배고")));

  @TempDir private Path folder;

  private Knowledge read() {
    Knowledge knowledge = Knowledge.ofPassages(PASSAGES).byMeaning(embedder, folder);
    knowledge.awaitReading();
    return knowledge;
  }

  @Test
  void whatIsAskedInOtherWordsIsFound() {
    assertThat(Knowledge.ofPassages(PASSAGES).best("배고파요", 1)).isEmpty();
    assertThat(read().best("배고파요", 1)).containsExactly(2);
    assertThat(read().reference("자동차를 가져가도 돼요?")).startsWith("주차장은");
  }

  @Test
  void exactWordsCountToo() {
    assertThat(read().best("A-310", 1)).containsExactly(3);
  }

  @Test
  void theNextStartReadsNothingAgain() {
    read();
    assertThat(embedder.read()).hasSize(PASSAGES.size());
    read();
    assertThat(embedder.read()).hasSize(PASSAGES.size());
    Knowledge.ofPassages(List.of("다른 글")).byMeaning(embedder, folder).awaitReading();
    assertThat(embedder.read()).hasSize(PASSAGES.size() + 1);
  }

  @Test
  void aDamagedFileIsMadeAnew() throws IOException {
    read();
    Path kept;
    try (var files = Files.list(folder)) {
      kept = files.findFirst().orElseThrow();
    }
    Files.write(kept, new byte[] {1, 2, 3, 4, 5});
    assertThat(read().best("배고파요", 1)).containsExactly(2);
    assertThat(embedder.read()).hasSize(2 * PASSAGES.size());
  }

  @Test
  void aModelThatFailsLeavesTheWords() {
    embedder.breakDown();
    assertThat(read().best("주차장 있어요?", 1)).containsExactly(1);
  }

  @Test
  void theModelEndsWithTheKnowledge() {
    Knowledge knowledge = read();
    knowledge.close();
    assertThat(embedder.isClosed()).isTrue();
    assertThat(knowledge.best("주차장 있어요?", 1)).containsExactly(1);
  }
}
