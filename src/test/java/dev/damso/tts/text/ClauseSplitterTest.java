package dev.damso.tts.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.tts.text.ClauseSplitter.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClauseSplitterTest {
  private static List<String> split(String... deltas) {
    ClauseSplitter splitter = new ClauseSplitter();
    List<Piece> pieces = new ArrayList<>();
    for (String delta : deltas) {
      pieces.addAll(splitter.feed(delta));
    }
    splitter.flush().ifPresent(pieces::add);
    return pieces.stream().map(Piece::text).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "네, 알겠습니다. 잠시만요. | 네, 알겠습니다. / 잠시만요.",
        "안녕하세요, 무엇을 도와드릴까요? | 안녕하세요, / 무엇을 도와드릴까요?",
        "값은 3.5 퍼센트입니다. 네. | 값은 3.5 퍼센트입니다. / 네.",
        "모두 1,200원입니다. 네. | 모두 1,200원입니다. / 네.",
        "10:30에 봐요. 그럼 이만. | 10:30에 봐요. / 그럼 이만.",
        "Ask Dr. Kim about it. He knows. | Ask Dr. Kim about it. / He knows.",
        "The U.S. team won. Great! | The U.S. team won. / Great!",
        "See example.com for more. Bye. | See example.com for more. / Bye.",
        "음… 글쎄요. 네. | 음… / 글쎄요. / 네.",
        "\"좋아요.\" 그가 말했다. | \"좋아요.\" / 그가 말했다.",
        "정말요?! 와. | 정말요?! / 와.",
      })
  void cutsAtTheRightPlaces(String text, String expected) {
    assertThat(split(text)).containsExactly(expected.split(" / "));
  }

  @Test
  void onlyTheFirstPieceIsCutAtAnEarlyComma() {
    assertThat(split("물론이죠, 제가 도와드릴게요. 먼저, 주소를 알려 주세요."))
        .containsExactly("물론이죠,", "제가 도와드릴게요.", "먼저, 주소를 알려 주세요.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "오늘 날씨는 아 | 오늘 날씨는 | 아",
        "'오늘 날씨는 ' | 오늘 날씨는 | ''",
        "네 | '' | 네",
        "'아 ' | '' | 아",
        "'지금은 오후 3 ' | 지금은 오후 | 3",
        "값은 3. | 값은 | 3.",
        "'Ask Dr. ' | Ask | Dr.",
        "좋아요 (웃으며 손을 흔 | 좋아요 | (웃으며 손을 흔",
        "보세요 [여기를 눌러 | 보세요 | [여기를 눌러",
        "https://a.b/c?d | '' | https://a.b/c?d",
        "'' | '' | ''",
      })
  void whereTheTextStallsItsWholeWordsAreSpoken(String text, String spoken, String left) {
    ClauseSplitter splitter = new ClauseSplitter();
    assertThat(splitter.feed(text)).isEmpty();
    assertThat(splitter.stall().map(Piece::text).orElse("")).isEqualTo(spoken);
    assertThat(splitter.flush().map(Piece::text).orElse("")).isEqualTo(left);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "네. | 네.",
        "그럼요! | 그럼요!",
        "그럼요, | 그럼요,",
        "Sure. | Sure.",
        "Well, | Well,",
        "The museum opens at nine, | The museum opens at nine,",
        "Node. | ''", // may be Node.js
        "값은 3. | ''",
        "모두 1, | ''",
        "'\"네.' | ''",
        "(음, | ''",
        "Really? | ''", // may be ?!
        "음… | ''",
      })
  void theFirstClauseDoesNotWaitForWhatCannotChangeIt(String text, String clause) {
    List<Piece> pieces = new ClauseSplitter().feed(text);
    assertThat(pieces.stream().map(Piece::text).findFirst().orElse("")).isEqualTo(clause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'The museum opens at nine in' | The museum opens",
        "'You can get there by ' | You can get there",
        "'You can get there by' | ''", // may be "bypass"
        "'A ticket for two people costs ' | ''", // two words only
        "'It opens at 9 in the ' | ''", // what 9 is may follow
        "'He said (and I mean in ' | ''",
        "'값은 아주 많이 and ' | 값은 아주 많이",
      })
  void aFirstClauseThatIsLateEndsAtAPhrase(String text, String phrase) {
    ClauseSplitter splitter = new ClauseSplitter();
    assertThat(splitter.feed(text)).isEmpty();
    String piece = splitter.hurry().stream().map(Piece::text).findFirst().orElse("");
    assertThat(piece).isEqualTo(phrase);
  }

  @Test
  void aLaterClauseIsNotCutAtAPhrase() {
    ClauseSplitter splitter = new ClauseSplitter();
    splitter.hurry();
    assertThat(splitter.feed("You can get there by bus. The next one leaves in ten minutes "))
        .extracting(Piece::text)
        .containsExactly("You can get there", "by bus.");
  }

  @Test
  void laterClausesWaitForWhatFollowsTheirMark() {
    ClauseSplitter splitter = new ClauseSplitter();
    assertThat(splitter.feed("네.")).hasSize(1);
    assertThat(splitter.feed(" 그래요.")).isEmpty();
    assertThat(splitter.feed(" ")).hasSize(1);
  }

  @Test
  void aPieceKnowsThatALineEndedBeforeIt() {
    ClauseSplitter splitter = new ClauseSplitter();
    List<Piece> pieces = new ArrayList<>(splitter.feed("\n제목\n네. 그래요.\n\n다음은"));
    splitter.flush().ifPresent(pieces::add);
    assertThat(pieces)
        .containsExactly(
            new Piece("제목", false),
            new Piece("네.", true),
            new Piece("그래요.", false),
            new Piece("다음은", true));
  }

  @Test
  void aNumberWaitsForItsNextDigit() {
    assertThat(split("값은 3", ".", "5", "입니다.")).containsExactly("값은 3.5입니다.");
    assertThat(split("모두 1", ",", "200원이에요.")).containsExactly("모두 1,200원이에요.");
  }

  @Test
  void aLongSentenceIsCutAtACommaThenAtASpace() {
    List<String> pieces = split("그러니까 " + "아주 긴 문장이 이어지고 ".repeat(30));
    assertThat(pieces).hasSizeGreaterThan(2).allMatch(piece -> piece.length() <= 125);
  }

  @Test
  void nothingIsLostHoweverTheTextComes() {
    String text =
        "안녕하세요! 오늘 기온은 15.5도, 습도는 60%입니다. Dr. Kim이 10:30에 와요… \"네.\" https://a.b/c?d=1,2 를 보세요.\n끝";
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<String> deltas = new ArrayList<>();
      for (int at = 0; at < text.length(); ) {
        int end = Math.min(text.length(), at + 1 + random.nextInt(6));
        deltas.add(text.substring(at, end));
        at = end;
      }
      assertThat(split(deltas.toArray(String[]::new))).isEqualTo(split(text));
    }
    assertThat(String.join("", split(text)).replaceAll("\\s", ""))
        .isEqualTo(text.replaceAll("\\s", ""));
  }

  @Test
  void anyTextInAnyPiecesComesOutWhole() {
    String[] bits = {
      "네",
      "가나다",
      " ",
      ", ",
      ". ",
      "? ",
      "1",
      "2,3",
      "4.5",
      "10:30",
      "Dr.",
      " Kim",
      "…",
      "\n",
      "\"",
      "😀",
      "e.g. ",
      "(",
      ")",
      "U.S. ",
      "https://a.b/c, ",
      "。",
      "！",
      ":",
      "ㅋㅋ",
      "\u200d",
      "-"
    };
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(bits[random.nextInt(bits.length)]);
      }
      List<String> deltas = new ArrayList<>();
      for (int at = 0; at < text.length(); ) {
        int end = Math.min(text.length(), at + 1 + random.nextInt(8));
        deltas.add(text.substring(at, end));
        at = end;
      }
      List<String> pieces = split(deltas.toArray(String[]::new));
      assertThat(pieces).isEqualTo(split(text.toString())).noneMatch(String::isBlank);
      assertThat(String.join("", pieces).replaceAll("\\s", ""))
          .isEqualTo(text.toString().replaceAll("\\s", ""));
    }
  }

  @Test
  void aWordWithoutEndIsCut() {
    List<String> pieces = split("가".repeat(1000) + "😀".repeat(500));
    assertThat(pieces).allMatch(piece -> piece.length() <= 302);
    assertThat(String.join("", pieces)).isEqualTo("가".repeat(1000) + "😀".repeat(500));
    assertThat(pieces)
        .noneMatch(piece -> Character.isHighSurrogate(piece.charAt(piece.length() - 1)));
  }
}
