package dev.damso.tts.ko;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KoreanFrontEndTest {
  private final KoreanFrontEnd korean = new KoreanFrontEnd();

  private static Stream<String[]> table(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(KoreanFrontEndTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(l -> l.split("\t"));
    }
  }

  private static String close(String text) {
    return text.replace(" ", "");
  }

  @TestFactory
  Stream<DynamicTest> pronunciationByArticle() throws IOException {
    return table("pronunciations.tsv")
        .map(row ->
            dynamicTest(
                "article " + row[2] + ": " + row[0],
                () -> assertThat(close(korean.pronounce(row[0]))).isEqualTo(close(row[1]))));
  }

  @TestFactory
  Stream<DynamicTest> readings() throws IOException {
    return table("readings.tsv")
        .map(row ->
            dynamicTest(
                row[0], () -> assertThat(close(korean.read(row[0]))).isEqualTo(close(row[1]))));
  }

  /** Sentences: reading, pronunciation and Kokoro's symbols. */
  @TestFactory
  Stream<DynamicTest> sentences() throws IOException {
    return table("kokoro.tsv")
        .map(row ->
            dynamicTest(
                row[0],
                () -> {
                  assertThat(korean.read(row[0])).isEqualTo(row[1]);
                  assertThat(korean.pronounce(row[0])).isEqualTo(row[2]);
                  String symbols =
                      KokoroSymbols.of(korean.phones(row[0])).stream()
                          .map(KokoroSymbols.Symbol::kokoro)
                          .collect(joining());
                  assertThat(symbols.strip()).isEqualTo(row[3]);
                }));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AI 아바타 3대 | 에이아이 아바타 세대",
        "10:30에 만나요 | 열시 삼십분에 만나요",
        "2026-11-24 | 이천이십육년 십일월 이십사일",
        "02-123-4567 | 공이, 일이삼, 사오육칠",
        "커피 2잔 | 커피 두잔",
        "20살 | 스무살",
        "100살 | 백살",
        "3층 | 삼층",
        "1,234,567원 | 백이십삼만 사천오백육십칠원",
        "-5도 | 영하 오도",
        "0.5% | 영쩜오퍼센트",
        "GPU 서버 | 지피유 서버",
        "Wi-Fi | 와이파이",
        "5km/h | 오킬로미터 퍼 아워",
        "7월 10일 | 칠월 십일",
        "10월 | 시월",
        "제3장 | 제삼장",
        "3:2로 | 삼 대 이로",
        "₩5000 | 오천 원",
        "버스 5대를 | 버스 다섯대를",
        "20대는 | 이십대는",
        "5분 뒤 | 오분 뒤",
        "손님 5분 | 손님 다섯분",
        "1시간 | 한시간",
        "25시간 | 이십오시간",
        "007 | 공공칠",
        "오후 3시 5분에 | 오후 세시 오분에",
        "15,000원 | 만 오천원",
        "$20 | 이십 달러",
        "1588-1234 | 일오팔팔, 일이삼사",
        "50% 할인 | 오십퍼센트 할인",
        "3~5일 | 삼에서 오일",
        "2~3명 | 두명에서 세명",
        "2번째 | 두번째",
        "1번째 | 첫번째",
        "제2회 | 제이회",
        "1/3 | 삼분의 일",
        "21.5도 | 이십일쩜오도",
        "6월 6일 | 유월 육일",
        "12월 25일 | 십이월 이십오일",
        "1km | 일킬로미터",
        "책 3권 | 책 세권",
        "차 1대 | 차 한대",
        "강아지 2마리 | 강아지 두마리",
        "100명 | 백명",
        "30분 | 삼십분",
        "2시간 30분 | 두시간 삼십분",
        "10층 | 십층",
        "24시간 | 이십사시간",
        "PDF 파일 | 피디에프 파일",
        "KTX를 타고 | 케이티엑스를 타고",
        "Hello라고 하세요 | 헬로라고 하세요",
      })
  void moreReadings(String text, String expected) {
    assertThat(korean.read(text)).isEqualTo(expected);
  }

  @Test
  void nothingBreaksIt() {
    for (String text :
        new String[] {
          "",
          " ",
          "…",
          "😊",
          "漢字",
          "\ud800",
          "a\u0000\u0007가",
          "ไทย",
          "\u202e거꾸로",
          "가\u200d나",
          "ㅋㅋㅋ",
          "a1가!",
          "99999999999999999999999원",
          "1:1:1",
          "제",
          "~"
        }) {
      assertThat(korean.phones(text)).isNotNull();
    }
    assertThat(korean.phones("가나다 ".repeat(2_500))).hasSizeGreaterThan(10_000);
    assertThat(korean.read("1,".repeat(5_000))).isNotEmpty();
  }
}
