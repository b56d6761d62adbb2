package dev.damso.tts.en;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnglishReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "It costs $3.50. | It costs 3 dollars and 50 cents.",
        "Only $1! | Only 1 dollar!",
        "$1,200 a month | 1,200 dollars a month",
        "a $2.5 million house | a 2.5 million dollars house",
        "£2.01 | 2 pounds and 1 penny",
        "€10.00 | 10 euros",
        "₩5,000 | 5,000 won",
        "at 10:30 | at 10 30",
        "at 9:05 am. | at 9 oh 5 AM",
        "at 7:00 p.m. today | at 7 PM today",
        "by 12:00, please | by 12 o'clock, please",
        "open until 9pm | open until 9 PM",
        "Dr. Kim and Mrs. Lee | Doctor Kim and Missis Lee",
        "on St. Paul's hill | on Saint Paul's hill",
        "the 2nd floor | the 2nd floor",
        "1,200 people | 1,200 people",
        "up 3% | up 3 percent",
        "on 2026-11-25 | on November 25th, 2026",
        "on 7/4/2026 | on July 4th, 2026",
        "pages 10-15 | pages 10 to 15",
        "from 1998–2004 | from 1998 to 2004",
        "Call 555-123-4567 | Call 5 5 5, 1 2 3, 4 5 6 7",
        "Call 555-0199 | Call 5 5 5, 0 1 9 9",
        "21°C outside | 21 degrees Celsius outside",
        "5km away | 5 kilometers away",
        "100 km/h | 100 kilometers per hour",
        "16GB of memory | 16 gigabytes of memory",
        "-5 degrees | minus 5 degrees",
        "No. 7 | number 7",
        "salt & pepper | salt and pepper",
        "2 + 2 = 4 | 2 plus 2 equals 4",
        "e.g. tea, etc. | for example tea, et cetera",
        "See https://a.b/c?d=1 now | See a link now",
        "me@example.com | me at example dot com",
        "3/4 of it | three quarters of it",
        "well-known, twenty-one | well-known, twenty-one",
      })
  void readsAsPeopleDo(String text, String expected) {
    assertThat(EnglishReader.read(text)).isEqualTo(expected);
  }

  @Test
  void nothingBreaksIt() {
    assertThat(EnglishReader.read("a\u0000b\ud800c\u200bd\ne")).isEqualTo("a bcd e");
    assertThat(EnglishReader.read("$".repeat(10_000) + "1")).endsWith("1 dollar");
    assertThat(EnglishReader.read("1,".repeat(10_000))).isNotEmpty();
    assertThat(EnglishReader.read("9".repeat(20_000))).hasSize(20_000);
    String marks = "0123456789$€:-/.,%# @amp\ud83d\ude00\ud800";
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(marks.charAt(random.nextInt(marks.length())));
      }
      assertThat(EnglishReader.read(text.toString())).isNotNull();
    }
  }
}
