package dev.damso.tts.ko;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What changes a whole word before the rules look at its syllables. */
final class Respelling {
  /** Nouns that end in 의, which is no particle there. */
  private static final Set<String> ENDS_IN_UI =
      Set.of(
          "회의", "주의", "강의", "논의", "문의", "동의", "합의", "정의", "편의", "거의", "상의", "예의", "결의", "항의", "협의",
          "성의", "호의", "토의", "심의", "유의", "건의", "창의", "고의", "악의", "선의", "하의", "탈의", "수의", "의의", "대의",
          "민의", "열의", "경의", "만의하나");

  private static final Pattern FUTURE_ENDING = Pattern.compile("^(.*[가-힣])(수록|게요|게|걸요|걸|지도|지라도)$");
  private static final Map<String, String> FUTURE_TENSE =
      Map.of("수록", "쑤록", "게", "께", "게요", "께요", "걸", "껄", "걸요", "껄요", "지도", "찌도", "지라도", "찌라도");
  private static final String FUTURE_STEMS = "할갈올볼줄릴을될일둘들쓸살알열팔놀말걸질칠킬실칠필릴길낼볼뺄댈갤깰탈잘찰설켤뵐뵐받";
  private static final String NOT_BEFORE_JIDO = "알살팔열놀말들걸";
  private static final Pattern STATION =
      Pattern.compile("^([가-힣]{2,})역(에서|에|은|이|을|까지|으로|부터|앞|과|의)?$");
  private static final Pattern NUMERAL = Pattern.compile("([일칠팔])([십조])");

  private Respelling() {}

  static String of(String word) {
    String out = genitive(Lexicon.respell(word));
    if (out.length() > 1) {
      // Article 5, proviso 3: 의 that does not begin a word may be 이.
      out = out.charAt(0) + out.substring(1).replace('의', '이');
    }
    out = station(future(out));
    // Article 26 in numerals: 칠십 → 칠씹.
    return NUMERAL.matcher(out).replaceAll(m -> m.group(1) + (m.group(2).equals("십") ? "씹" : "쪼"));
  }

  /** Article 5, proviso 4: the particle 의 may be 에. */
  private static String genitive(String word) {
    if (word.length() < 2 || !word.endsWith("의")) {
      return word;
    }
    String stem = word.substring(0, word.length() - 1);
    boolean noun = ENDS_IN_UI.stream().anyMatch(word::endsWith);
    return stem.endsWith("의") || !noun ? stem + "에" : word;
  }

  /** Article 27: -ㄹ수록, -ㄹ게, -ㄹ걸, -ㄹ지도 are tense. */
  private static String future(String word) {
    Matcher m = FUTURE_ENDING.matcher(word);
    if (!m.matches()) {
      return word;
    }
    String stem = m.group(1);
    char last = stem.charAt(stem.length() - 1);
    boolean tense =
        Hangul.coda(last) == 'ㄹ'
            && FUTURE_STEMS.indexOf(last) >= 0
            && !(m.group(2).equals("지도") && NOT_BEFORE_JIDO.indexOf(last) >= 0);
    return tense ? stem + FUTURE_TENSE.get(m.group(2)) : word;
  }

  /** Article 29: stations, 강남역 → 강남녁. */
  private static String station(String word) {
    Matcher m = STATION.matcher(word);
    if (!m.matches() || m.group(1).equals("영") || m.group(1).equals("구")) {
      return word;
    }
    char coda = Hangul.coda(m.group(1).charAt(m.group(1).length() - 1));
    if ("ㄴㅁㅇㄱㅂㄹ".indexOf(coda) < 0) {
      return word;
    }
    return m.group(1) + (coda == 'ㄹ' ? "력" : "녁") + (m.group(2) == null ? "" : m.group(2));
  }
}
