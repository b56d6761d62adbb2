package dev.damso.tts.ko;

import dev.damso.tts.text.Characters;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads out what is not Hangul: numbers, dates, times, money, units, telephone numbers, Latin
 * words. The rules are tried in order, each over the whole text. Number and counter become one
 * word, for they are pronounced as one.
 */
final class KoreanReader {
  private static final String NUMBER = "(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?";
  private static final Map<String, String> CURRENCIES =
      Map.of("$", "달러", "€", "유로", "£", "파운드", "¥", "엔", "₩", "원");
  private static final Map<String, String> WORDS = words();
  private static final String[] LETTERS =
      "에이 비 씨 디 이 에프 지 에이치 아이 제이 케이 엘 엠 엔 오 피 큐 알 에스 티 유 브이 더블유 엑스 와이 제트".split(" ");

  /** A rule sees the match and the text that it is in. */
  private interface Reading {
    String of(MatchResult match, String text);
  }

  private record Rule(Pattern pattern, Reading reading) {
    String apply(String text) {
      return pattern
          .matcher(text)
          .replaceAll(m -> java.util.regex.Matcher.quoteReplacement(reading.of(m, text)));
    }
  }

  private static final List<Rule> BEFORE_UNITS =
      List.of(
          simple("https?://\\S+", m -> "링크"),
          simple(
              "([$€£¥₩])\\s*(" + NUMBER + ")(\\s*[천만억조])?",
              m ->
                  KoreanNumbers.plain(m.group(2))
                      + (m.group(3) == null ? "" : m.group(3))
                      + " "
                      + CURRENCIES.get(m.group(1))),
          simple(
              "(?<!\\d)(\\d{4})[-./]\\s?(0?[1-9]|1[0-2])[-./]\\s?(0?[1-9]|[12]\\d|3[01])(?!\\d)\\.?",
              m -> "%s년 %d월 %d일".formatted(m.group(1), number(m, 2), number(m, 3))),
          simple(
              "(?<!\\d)(0?[1-9]|1[0-2])/(1[3-9]|2\\d|3[01])(?!\\d|/)",
              m -> "%d월 %d일".formatted(number(m, 1), number(m, 2))),
          // Telephone numbers: 010-1234-5678, 1588-1234, 01012345678.
          simple(
              "(?<!\\d)(0\\d{1,2}|1[56]\\d\\d|\\+82)[-. )](?:(\\d{3,4})[-. ])?(\\d{4})(?!\\d)",
              KoreanReader::telephone),
          simple(
              "(?<!\\d)(01[016789]|0[2-6]\\d?)(\\d{3,4})(\\d{4})(?!\\d)", KoreanReader::telephone),
          simple(
              "(?<![\\d:])([01]?\\d|2[0-4]):([0-5]\\d)(?::([0-5]\\d))?(?![\\d:])",
              KoreanReader::clock),
          simple(
              "(?<!\\d)(\\d{1,15})\\s*:\\s*(\\d{1,15})(?!\\d)",
              m -> KoreanNumbers.sino(m.group(1)) + " 대 " + KoreanNumbers.sino(m.group(2))));

  private static final List<Rule> UNITS =
      Tables.lines("units.txt").stream().map(KoreanReader::unit).toList();

  private static final List<Rule> AFTER_UNITS =
      List.of(
          // 1만 2천, 3천 명, 5억
          rule(
              "("
                  + NUMBER
                  + ")\\s?(천만|백만|십만|만|억|조|천|백)"
                  + "(?=\\s?(?:\\d|원|명|개|달러|엔|유로|위안|톤|건|평|회|번|년|[\\s,.~]|$))",
              KoreanReader::large),
          simple("(?<![\\w가-힣])-\\s?(" + NUMBER + ")(?=\\s*도)", m -> "영하 " + m.group(1)),
          simple("(?<![\\d\\w가-힣])-\\s?(?=\\d)", m -> "마이너스 "),
          simple("(?<![\\d\\w가-힣])\\+\\s?(?=\\d)", m -> "플러스 "),
          simple(
              "(?<!\\d)(\\d{1,15})/(\\d{1,15})(?!\\d)",
              m -> KoreanNumbers.sino(m.group(2)) + "분의 " + KoreanNumbers.sino(m.group(1))),
          simple(
              "(" + NUMBER + ")\\s*~\\s*(" + NUMBER + ")\\s*(" + KoreanCounters.PATTERN + ")?",
              KoreanReader::range),
          simple("~", m -> "에서 "),
          rule(
              "(?<![\\d.])(" + NUMBER + ")\\s?(" + KoreanCounters.PATTERN + ")",
              (m, text) ->
                  KoreanCounters.read(
                          m.group(1),
                          m.group(2),
                          text.substring(m.end(), Math.min(text.length(), m.end() + 8)),
                          text.substring(Math.max(0, m.start() - 8), m.start()))
                      + m.group(2)),
          simple("제\\s?(" + NUMBER + ")", m -> "제" + KoreanNumbers.plain(m.group(1))),
          simple(NUMBER, m -> KoreanNumbers.plain(m.group())),
          simple("[A-Za-z](?:[A-Za-z\\-]*[A-Za-z])?", m -> latin(m.group())),
          simple("&", m -> " 앤드 "),
          simple("@", m -> " 골뱅이 "),
          simple("#", m -> " 샵 "),
          simple("\\+", m -> " 더하기 "),
          simple("=", m -> " 는 "),
          simple("×", m -> " 곱하기 "),
          simple("[*_/]", m -> " "),
          simple("\\s+", m -> " "));

  private KoreanReader() {}

  static String read(String text) {
    String out =
        Characters.clean(text)
            .replace('～', '~')
            .replace('〜', '~')
            .replace('−', '-')
            .replace('–', '-');
    for (List<Rule> rules : List.of(BEFORE_UNITS, UNITS, AFTER_UNITS)) {
      for (Rule rule : rules) {
        out = rule.apply(out);
      }
    }
    return out.strip();
  }

  private static Rule simple(String pattern, Function<MatchResult, String> reading) {
    return rule(pattern, (match, text) -> reading.apply(match));
  }

  private static Rule rule(String pattern, Reading reading) {
    return new Rule(Pattern.compile(pattern), reading);
  }

  private static Rule unit(String line) {
    int equals = line.indexOf('=');
    String sign = line.substring(0, equals);
    String word = line.substring(equals + 1);
    boolean letter = Character.isLetter(sign.charAt(sign.length() - 1));
    return simple("(?<=\\d)\\s*" + Pattern.quote(sign) + (letter ? "(?![A-Za-z])" : ""), m -> word);
  }

  private static long number(MatchResult match, int group) {
    return Long.parseLong(match.group(group));
  }

  private static String telephone(MatchResult match) {
    StringBuilder words = new StringBuilder();
    for (int g = 1; g <= match.groupCount(); g++) {
      if (match.group(g) != null) {
        words.append(words.isEmpty() ? "" : ", ");
        words.append(KoreanNumbers.digits(match.group(g).replace("+", "")));
      }
    }
    return words.append(' ').toString();
  }

  private static String clock(MatchResult match) {
    StringBuilder words = new StringBuilder(KoreanCounters.hour(number(match, 1))).append("시");
    if (number(match, 2) > 0) {
      words.append(' ').append(KoreanNumbers.sino(number(match, 2))).append("분");
    }
    if (match.group(3) != null && number(match, 3) > 0) {
      words.append(' ').append(KoreanNumbers.sino(number(match, 3))).append("초");
    }
    return words.toString();
  }

  private static String large(MatchResult match, String text) {
    String number = KoreanNumbers.plain(match.group(1));
    String unit = match.group(2);
    if (number.equals("일") && "만천백".contains(unit)) {
      number = "";
    }
    char next = match.end() < text.length() ? text.charAt(match.end()) : ' ';
    return number + unit + (" ,.".indexOf(next) >= 0 ? "" : " ");
  }

  private static String range(MatchResult match) {
    String counter = match.group(3);
    if (counter == null) {
      return KoreanNumbers.plain(match.group(1)) + "에서 " + KoreanNumbers.plain(match.group(2));
    }
    String from = KoreanCounters.read(match.group(1), counter, "", "");
    String to = KoreanCounters.read(match.group(2), counter, "", "");
    // 다섯명에서 여섯명, but 삼에서 오일
    if (KoreanCounters.isNative(counter) || counter.equals("시")) {
      return from + counter + "에서 " + to + counter;
    }
    return from + "에서 " + to + counter;
  }

  private static Map<String, String> words() {
    Map<String, String> words = new HashMap<>();
    for (String line : Tables.lines("latin.txt")) {
      int equals = line.indexOf('=');
      words.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return words;
  }

  static boolean readsLatin(String word) {
    long small = word.chars().filter(Character::isLowerCase).count();
    return word.length() < 3
        || WORDS.containsKey(word.toLowerCase(Locale.ROOT))
        || small * 3 <= word.length();
  }

  private static String latin(String word) {
    String known = WORDS.get(word.toLowerCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    StringBuilder spelt = new StringBuilder();
    String upper = word.toUpperCase(Locale.ROOT);
    for (int i = 0; i < upper.length(); i++) {
      char c = upper.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        spelt.append(LETTERS[c - 'A']);
      }
    }
    return spelt.toString();
  }
}
