package dev.damso.tts.en;

import dev.damso.tts.text.Characters;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes out what espeak-ng would not read as people do: money, dates, times, ranges, telephone
 * numbers, units, abbreviations. Plain and ordinal numbers are left to it. The rules are tried in
 * order, each over the whole text.
 */
public final class EnglishReader {
  private static final String NUMBER = "\\d{1,3}(?:,\\d{3})+|\\d+";
  private static final Map<String, String> CURRENCIES =
      Map.of("$", "dollar", "€", "euro", "£", "pound", "₩", "won", "¥", "yen");
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("Dr", "Doctor"),
          Map.entry("Mr", "Mister"),
          Map.entry("Mrs", "Missis"),
          Map.entry("Ms", "Miz"),
          Map.entry("Prof", "Professor"),
          Map.entry("St", "Saint"),
          Map.entry("vs", "versus"),
          Map.entry("etc", "et cetera"),
          Map.entry("e.g", "for example"),
          Map.entry("i.e", "that is"),
          Map.entry("approx", "approximately"));
  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("km/h", "kilometers per hour"),
          Map.entry("mph", "miles per hour"),
          Map.entry("km", "kilometers"),
          Map.entry("cm", "centimeters"),
          Map.entry("mm", "millimeters"),
          Map.entry("kg", "kilograms"),
          Map.entry("mg", "milligrams"),
          Map.entry("ml", "milliliters"),
          Map.entry("lb", "pounds"),
          Map.entry("lbs", "pounds"),
          Map.entry("ft", "feet"),
          Map.entry("GB", "gigabytes"),
          Map.entry("MB", "megabytes"),
          Map.entry("GHz", "gigahertz"),
          Map.entry("°C", "degrees Celsius"),
          Map.entry("°F", "degrees Fahrenheit"),
          Map.entry("°", "degrees"),
          Map.entry("%", "percent"));

  private record Rule(Pattern pattern, Function<MatchResult, String> reading) {
    String apply(String text) {
      return pattern
          .matcher(text)
          .replaceAll(match -> Matcher.quoteReplacement(reading.apply(match)));
    }
  }

  private static final List<Rule> RULES =
      List.of(
          rule("https?://\\S+|www\\.\\S+", m -> "a link"),
          rule("([\\w.]+)@(\\w[\\w.]*\\w)", m -> dots(m.group(1)) + " at " + dots(m.group(2))),
          rule(
              "([$€£¥₩])\\s?("
                  + NUMBER
                  + ")(?:\\.(\\d\\d)(?!\\d)|(\\.\\d+)?)"
                  + "(?:\\s?(thousand|million|billion|trillion)\\b)?",
              EnglishReader::money),
          rule(
              "(?<![\\d-])(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(?![\\d-])",
              m -> date(m.group(2), m.group(3), m.group(1))),
          rule(
              "(?<![\\d/])(0?[1-9]|1[0-2])/(0?[1-9]|[12]\\d|3[01])/(\\d{4})(?![\\d/])",
              m -> date(m.group(1), m.group(2), m.group(3))),
          rule(
              "(?<!\\d)(\\+?\\d{1,3}[- ])?\\(?(\\d{3})\\)?[- ](\\d{3})-(\\d{4})(?!\\d)",
              EnglishReader::telephone),
          rule("(?<![\\d-])(\\d{3})-(\\d{4})(?![\\d-])", EnglishReader::telephone),
          rule(
              "(?<![\\d:])([01]?\\d|2[0-4]):([0-5]\\d)(?![\\d:])(?:\\s?([AaPp])\\.?[Mm]\\b\\.?)?",
              EnglishReader::clock),
          rule(
              "(?<![\\w:])(1[0-2]|[1-9])\\s?([AaPp])\\.?[Mm]\\b\\.?",
              m -> m.group(1) + halfOfDay(m.group(2))),
          rule(
              "(?<![\\d-])(\\d{1,3})\\s?[-–]\\s?(\\d{1,3})(?![\\d-])",
              m -> m.group(1) + " to " + m.group(2)),
          rule(
              "(?<![\\d-])(\\d{4})\\s?[-–]\\s?(\\d{4})(?![\\d-])",
              m -> m.group(1) + " to " + m.group(2)),
          rule("(?<=\\d)\\s?(" + units() + ")(?![\\w/])", m -> " " + UNITS.get(m.group(1))),
          rule(
              "\\b(Dr|Mr|Mrs|Ms|Prof|vs|etc|approx|e\\.g|i\\.e)\\.",
              m -> WORDS.get(m.group(1)) + ""),
          rule("\\bSt\\.(?=\\s[A-Z])", m -> "Saint"),
          rule("\\bNo\\.\\s?(?=\\d)", m -> "number "),
          rule("#\\s?(?=\\d)", m -> "number "),
          rule("\\b24/7\\b", m -> "24 7"),
          rule("(?<![\\d/])1/2(?![\\d/])", m -> "one half"),
          rule(
              "(?<![\\d/])([13])/4(?![\\d/])",
              m -> m.group(1).equals("1") ? "a quarter" : "three quarters"),
          rule("(?<![\\w-])[-−](?=\\d)", m -> "minus "),
          rule("\\s*&\\s*", m -> " and "),
          rule("(?<=\\d)\\s*\\+\\s*(?=\\d)", m -> " plus "),
          rule("(?<=\\w)\\s*=\\s*(?=\\w)", m -> " equals "),
          rule("\\s+", m -> " "));

  private EnglishReader() {}

  /** Never fails, whatever the text. */
  public static String read(String text) {
    String out = Characters.clean(text);
    for (Rule rule : RULES) {
      out = rule.apply(out);
    }
    return out.strip();
  }

  private static Rule rule(String pattern, Function<MatchResult, String> reading) {
    return new Rule(Pattern.compile(pattern), reading);
  }

  private static String units() {
    return String.join(
        "|",
        UNITS.keySet().stream()
            .sorted((a, b) -> b.length() - a.length())
            .map(Pattern::quote)
            .toList());
  }

  private static String dots(String address) {
    return address.replace(".", " dot ");
  }

  private static String money(MatchResult m) {
    String sign = m.group(1);
    String units = m.group(2);
    String cents = m.group(3);
    String tail = m.group(4) == null ? "" : m.group(4);
    String name = CURRENCIES.get(sign);
    boolean plural = !units.equals("1") && !List.of("¥", "₩").contains(sign);
    String scale = m.group(5);
    if (scale != null) {
      String decimals = cents == null ? tail : "." + cents;
      return units + decimals + " " + scale + " " + name + (sign.matches("[¥₩]") ? "" : "s");
    }
    String whole = units + tail + " " + name + (plural || !tail.isEmpty() ? "s" : "");
    if (cents == null || cents.equals("00") || List.of("¥", "₩").contains(sign)) {
      return whole;
    }
    int count = Integer.parseInt(cents);
    String small =
        sign.equals("£") ? (count == 1 ? "penny" : "pence") : count == 1 ? "cent" : "cents";
    return whole + " and " + count + " " + small;
  }

  private static String date(String month, String day, String year) {
    String name = Month.of(Integer.parseInt(month)).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    return name + " " + ordinal(Integer.parseInt(day)) + ", " + year;
  }

  private static String ordinal(int n) {
    String ending =
        n % 100 >= 11 && n % 100 <= 13
            ? "th"
            : switch (n % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return n + ending;
  }

  /** Digit by digit, a pause after each group. */
  private static String telephone(MatchResult m) {
    StringBuilder words = new StringBuilder();
    for (int g = 1; g <= m.groupCount(); g++) {
      if (m.group(g) != null) {
        String digits = m.group(g).replaceAll("\\D", "");
        words.append(words.isEmpty() ? "" : ", ").append(String.join(" ", digits.split("")));
      }
    }
    return words.toString();
  }

  private static String clock(MatchResult m) {
    int hour = Integer.parseInt(m.group(1));
    int minute = Integer.parseInt(m.group(2));
    String half = m.group(3) == null ? "" : halfOfDay(m.group(3));
    if (minute == 0) {
      return hour
          + (half.isEmpty() && hour <= 12 ? " o'clock" : half.isEmpty() ? " hundred" : half);
    }
    return hour + (minute < 10 ? " oh " : " ") + minute + half;
  }

  private static String halfOfDay(String letter) {
    return " " + letter.toUpperCase(Locale.ROOT) + "M";
  }
}
