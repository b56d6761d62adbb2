package dev.damso.tts.ko;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Numbers as words. Numbers come as digits, for they may be longer than a {@code long}. */
final class KoreanNumbers {
  private static final String DIGITS = "영일이삼사오육칠팔구";
  private static final String[] MYRIADS = {"", "만", "억", "조", "경", "해"};
  private static final String[] TENS = {"", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"};
  private static final String[] ONES = {"", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"};

  private KoreanNumbers() {}

  /** Sino-Korean: 12500 → 만 이천오백. A leading 일 is dropped before 만, 천, 백, 십. */
  static String sino(String digits) {
    String number = digits.replaceFirst("^0+(?=.)", "");
    if (number.equals("0")) {
      return "영";
    }
    if (number.length() > 4 * MYRIADS.length) {
      return digits(number);
    }
    List<String> groups = new ArrayList<>();
    for (int i = 0, end = number.length(); end > 0; i++, end -= 4) {
      String group = group(number.substring(Math.max(0, end - 4), end));
      if (!group.isEmpty()) {
        groups.add((i == 1 && group.equals("일") ? "" : group) + MYRIADS[i]);
      }
    }
    Collections.reverse(groups);
    return String.join(" ", groups);
  }

  static String sino(long number) {
    return sino(Long.toString(number));
  }

  private static String group(String fourDigits) {
    String units = "천백십";
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < fourDigits.length(); i++) {
      int digit = fourDigits.charAt(i) - '0';
      int unit = 3 - (fourDigits.length() - i - 1);
      if (digit > 0) {
        words.append(digit == 1 && unit < 3 ? "" : DIGITS.charAt(digit));
        words.append(unit < 3 ? units.charAt(unit) : "");
      }
    }
    return words.toString();
  }

  /** Digit by digit, as telephone numbers: 010 → 공일공. */
  static String digits(String digits) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      words.append(c == '0' ? '공' : DIGITS.charAt(c - '0'));
    }
    return words.toString();
  }

  /** Native, as before a counter: 21 → 스물한, 20 → 스무; Sino-Korean from 100 on. */
  static String attributive(long number) {
    if (number <= 0 || number > 99) {
      return sino(number);
    }
    return number == 20 ? "스무" : TENS[(int) number / 10] + ONES[(int) number % 10];
  }

  /** Sino-Korean, with thousands separators, a decimal point, or leading zeros. */
  static String plain(String text) {
    String number = text.replace(",", "");
    int point = number.indexOf('.');
    if (point >= 0) {
      String decimals = digits(number.substring(point + 1)).replace('공', '영');
      return sino(point == 0 ? "0" : number.substring(0, point)) + "쩜" + decimals;
    }
    return number.length() > 1 && number.startsWith("0") ? digits(number) : sino(number);
  }
}
