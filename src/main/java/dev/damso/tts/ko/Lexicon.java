package dev.damso.tts.ko;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Respells words whose pronunciation the rules cannot see: 김밥 → 김빱, 색연필 → 생년필. */
final class Lexicon {
  private record Entry(String spelling, String respelling, boolean wordStart) {}

  /** By first syllable, the longest first. */
  private static final Map<Character, List<Entry>> ENTRIES = load();

  private Lexicon() {}

  private static Map<Character, List<Entry>> load() {
    Map<Character, List<Entry>> entries = new HashMap<>();
    for (String line : Tables.lines("lexicon.txt")) {
      for (String item : line.split(" ")) {
        int equals = item.indexOf('=');
        boolean wordStart = item.startsWith("^");
        String spelling = item.substring(wordStart ? 1 : 0, equals);
        entries
            .computeIfAbsent(spelling.charAt(0), c -> new ArrayList<>())
            .add(new Entry(spelling, item.substring(equals + 1), wordStart));
      }
    }
    entries
        .values()
        .forEach(list ->
            list.sort(Comparator.comparingInt((Entry e) -> e.spelling().length()).reversed()));
    return entries;
  }

  static String respell(String word) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < word.length()) {
      Entry entry = find(word, at);
      if (entry == null) {
        out.append(word.charAt(at++));
      } else {
        int end = at + entry.spelling().length();
        out.append(keepLiaison(entry, end < word.length() ? word.charAt(end) : ' '));
        at = end;
      }
    }
    return out.toString();
  }

  private static @org.jspecify.annotations.Nullable Entry find(String word, int at) {
    for (Entry entry : ENTRIES.getOrDefault(word.charAt(at), List.of())) {
      if ((at == 0 || !entry.wordStart()) && word.startsWith(entry.spelling(), at)) {
        return entry;
      }
    }
    return null;
  }

  /** Before a vowel the spelling's own last coda is heard: 꽃잎 꼰닙, but 꽃잎이 꼰니피. */
  private static String keepLiaison(Entry entry, char next) {
    String respelling = entry.respelling();
    char last = respelling.charAt(respelling.length() - 1);
    char coda = Hangul.coda(entry.spelling().charAt(entry.spelling().length() - 1));
    boolean vowelFollows = Hangul.isSyllable(next) && Hangul.onset(next) == 'ㅇ';
    if (!vowelFollows || !Hangul.isSyllable(last) || coda == Hangul.coda(last)) {
      return respelling;
    }
    return respelling.substring(0, respelling.length() - 1)
        + Hangul.compose(Hangul.onset(last), Hangul.vowel(last), coda);
  }
}
