package dev.damso.tts.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.tts.ko.KoreanFrontEnd;
import dev.damso.tts.text.LanguageRuns.Run;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LanguageRunsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '$',
      value = {
        "AI 아바타 3대가 있어요. | ko | ko:AI 아바타 3대가 있어요.",
        "KTX와 WiFi를 쓰세요. | ko | ko:KTX와 WiFi를 쓰세요.",
        "영어로는 thank you very much 라고 해요. | ko | ko:영어로는 / en:thank you very much / ko:라고 해요.",
        "Kubernetes를 배포합니다. | ko | en:Kubernetes / ko:를 배포합니다.",
        "그건 serendipity. | ko | ko:그건 / en:serendipity.",
        "\"안녕\" means hello. | en | ko:\"안녕 / en:\" means hello.",
        "Hello, how are you? | en | en:Hello, how are you?",
        "… ! | ko | ko:… !",
      })
  void eachVoiceSaysItsPart(String text, String language, String expected) {
    List<Run> runs = LanguageRuns.of(text, language, KoreanFrontEnd::readsLatin);
    assertThat(
            String.join(
                " / ", runs.stream().map(r -> r.language() + ":" + r.text().strip()).toList()))
        .isEqualTo(expected);
    assertThat(String.join("", runs.stream().map(Run::text).toList())).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"안녕, xx", "Привет, ru", "こんにちは, ja", "漢字かな, ja", "你好, zh", "123, xx", "ᚠᚢᚦ, xx"})
  void aScriptTellsItsLanguage(String text, String language) {
    assertThat(Languages.ofScript(text, "xx")).isEqualTo(language);
  }
}
