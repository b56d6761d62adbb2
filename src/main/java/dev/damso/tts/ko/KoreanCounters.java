package dev.damso.tts.ko;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** How a number is read before a counter: natively or Sino-Korean. */
final class KoreanCounters {
  private static final Set<String> NATIVE = counters("native: ");
  private static final Set<String> SINO = counters("sino: ");
  private static final Pattern PLACE =
      Pattern.compile("\\s*(출구|버스|게이트|창구|홈|문제|선수|타자|방|테이블|국도|승강장|상담|메뉴|을 누|을 눌|으로)");
  private static final Pattern PEOPLE_AFTER = Pattern.compile("\\s*(의\\s*손님|이서|모두|께|예약|자리)");
  private static final Pattern PEOPLE_BEFORE = Pattern.compile("(손님|어르신|고객|총)\\s*$");
  private static final Pattern VEHICLES_AFTER = Pattern.compile("\\s*(를|의 차|의 버스)");

  /** All counters, the longest first, as a regular expression. */
  static final String PATTERN = pattern();

  private KoreanCounters() {}

  private static Set<String> counters(String kind) {
    String line =
        Tables.lines("counters.txt").stream()
            .filter(l -> l.startsWith(kind))
            .findFirst()
            .orElseThrow();
    return Set.copyOf(Arrays.asList(line.substring(kind.length()).split(" ")));
  }

  private static String pattern() {
    Set<String> all = new TreeSet<>(NATIVE);
    all.addAll(SINO);
    all.addAll(List.of("톤", "파운드", "시", "번"));
    return String.join(
        "|", all.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList());
  }

  static boolean isNative(String counter) {
    return NATIVE.contains(counter);
  }

  static String hour(long hour) {
    return hour >= 1 && hour <= 12 ? KoreanNumbers.attributive(hour) : KoreanNumbers.sino(hour);
  }

  /**
   * @param number with separators or a decimal point
   * @param rest what follows the counter
   * @param before what precedes the number
   */
  static String read(String number, String counter, String rest, String before) {
    String digits = number.replace(",", "");
    if (digits.contains(".") || digits.length() > 15) {
      return KoreanNumbers.plain(number);
    }
    if (digits.length() > 1
        && digits.startsWith("0")
        && !Set.of("월", "일", "시", "분", "초").contains(counter)) {
      return KoreanNumbers.digits(digits);
    }
    long value = Long.parseLong(digits);
    return switch (counter) {
      case "월" -> value == 6 ? "유" : value == 10 ? "시" : KoreanNumbers.sino(value);
      case "시" -> hour(value);
      case "시간" -> natively(value, value <= 20);
      case "번" ->
          natively(value, !before.endsWith("제") && value < 10 && !PLACE.matcher(rest).lookingAt());
      case "분" ->
          natively(
              value,
              PEOPLE_AFTER.matcher(rest).lookingAt() || PEOPLE_BEFORE.matcher(before).find());
      case "대" -> {
        boolean decade = value >= 10 && value <= 90 && value % 10 == 0;
        yield natively(value, !decade || VEHICLES_AFTER.matcher(rest).lookingAt());
      }
      case "건" -> natively(value, value < 20);
      case "번째" -> value == 1 ? "첫" : natively(value, value <= 99);
      case "장" -> natively(value, !before.endsWith("제") && value <= 99);
      default ->
          NATIVE.contains(counter) ? natively(value, value <= 99) : KoreanNumbers.plain(number);
    };
  }

  private static String natively(long value, boolean yes) {
    return yes ? KoreanNumbers.attributive(value) : KoreanNumbers.sino(value);
  }
}
