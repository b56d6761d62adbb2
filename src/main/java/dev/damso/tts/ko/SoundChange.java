package dev.damso.tts.ko;

import static dev.damso.tts.ko.Hangul.NONE;

import java.util.List;
import java.util.Map;

/** The rules of Standard Pronunciation on a row of syllables, which they change in place. */
final class SoundChange {
  /** Articles 8 to 11: codas at the end of a word and before consonants. */
  private static final Map<Character, Character> NEUTRAL =
      Map.ofEntries(
          Map.entry('ㄲ', 'ㄱ'),
          Map.entry('ㅋ', 'ㄱ'),
          Map.entry('ㄳ', 'ㄱ'),
          Map.entry('ㄺ', 'ㄱ'),
          Map.entry('ㅅ', 'ㄷ'),
          Map.entry('ㅆ', 'ㄷ'),
          Map.entry('ㅈ', 'ㄷ'),
          Map.entry('ㅊ', 'ㄷ'),
          Map.entry('ㅌ', 'ㄷ'),
          Map.entry('ㅎ', 'ㄷ'),
          Map.entry('ㅍ', 'ㅂ'),
          Map.entry('ㅄ', 'ㅂ'),
          Map.entry('ㄿ', 'ㅂ'),
          Map.entry('ㄵ', 'ㄴ'),
          Map.entry('ㄶ', 'ㄴ'),
          Map.entry('ㄼ', 'ㄹ'),
          Map.entry('ㄽ', 'ㄹ'),
          Map.entry('ㄾ', 'ㄹ'),
          Map.entry('ㅀ', 'ㄹ'),
          Map.entry('ㄻ', 'ㅁ'));

  private static final Map<Character, String> CLUSTER =
      Map.ofEntries(
          Map.entry('ㄳ', "ㄱㅅ"),
          Map.entry('ㄵ', "ㄴㅈ"),
          Map.entry('ㄶ', "ㄴㅎ"),
          Map.entry('ㄺ', "ㄹㄱ"),
          Map.entry('ㄻ', "ㄹㅁ"),
          Map.entry('ㄼ', "ㄹㅂ"),
          Map.entry('ㄽ', "ㄹㅅ"),
          Map.entry('ㄾ', "ㄹㅌ"),
          Map.entry('ㄿ', "ㄹㅍ"),
          Map.entry('ㅀ', "ㄹㅎ"),
          Map.entry('ㅄ', "ㅂㅅ"));

  private static final Map<Character, Character> TENSE =
      Map.of('ㄱ', 'ㄲ', 'ㄷ', 'ㄸ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅈ', 'ㅉ');
  private static final Map<Character, Character> ASPIRATED =
      Map.of('ㄱ', 'ㅋ', 'ㄷ', 'ㅌ', 'ㅂ', 'ㅍ', 'ㅈ', 'ㅊ');
  private static final Map<Character, Character> NASAL = Map.of('ㄱ', 'ㅇ', 'ㄷ', 'ㄴ', 'ㅂ', 'ㅁ');
  private static final String IOTIZED = "ㅣㅑㅕㅛㅠㅖㅒ";

  private SoundChange() {}

  static void apply(List<Syllable> syllables) {
    for (int i = 0; i < syllables.size(); i++) {
      Syllable a = syllables.get(i);
      Syllable b = i + 1 < syllables.size() ? syllables.get(i + 1) : null;
      if (b == null || b.before == Syllable.Boundary.PAUSE) {
        a.coda = neutral(a.coda);
      } else {
        meet(a, b, b.before == Syllable.Boundary.SPACE);
      }
    }
    syllables.forEach(SoundChange::vowel);
  }

  private static char neutral(char coda) {
    return NEUTRAL.getOrDefault(coda, coda);
  }

  private static void meet(Syllable a, Syllable b, boolean space) {
    if ("ㅎㄶㅀ".indexOf(a.coda) >= 0 && !space && codaH(a, b)) {
      return;
    }
    if (b.onset == 'ㅎ') {
      onsetH(a, b, space);
    } else if (b.onset == 'ㅇ') {
      liaison(a, b, space);
    } else {
      consonants(a, b, space);
    }
  }

  /** Article 12, coda ㅎ. Returns whether nothing is left to do. */
  private static boolean codaH(Syllable a, Syllable b) {
    char rest = a.coda == 'ㄶ' ? 'ㄴ' : a.coda == 'ㅀ' ? 'ㄹ' : NONE;
    char o = b.onset;
    if (ASPIRATED.containsKey(o) && o != 'ㅂ') {
      a.coda = rest;
      b.onset = ASPIRATED.getOrDefault(o, o);
    } else if (o == 'ㅅ') {
      a.coda = rest;
      b.onset = 'ㅆ';
    } else if (o == 'ㄴ') {
      a.coda = rest == NONE ? 'ㄴ' : rest;
      b.onset = rest == 'ㄹ' ? 'ㄹ' : 'ㄴ';
    } else if (o == 'ㅇ') {
      a.coda = NONE;
      b.onset = rest == NONE ? 'ㅇ' : rest;
    } else {
      a.coda = rest == NONE ? 'ㄷ' : rest;
      return false;
    }
    return true;
  }

  /** Articles 12 and 17: onset ㅎ joins the coda before it. */
  private static void onsetH(Syllable a, Syllable b, boolean space) {
    char c = a.coda;
    if (!space) {
      boolean palatal = b.vowel == 'ㅣ' || b.vowel == 'ㅕ' && (b.coda == NONE || b.coda == 'ㅆ');
      if ((c == 'ㄷ' || c == 'ㅌ') && palatal) {
        set(a, NONE, b, 'ㅊ');
        return;
      }
      switch (c) {
        case 'ㅈ' -> set(a, NONE, b, 'ㅊ');
        case 'ㄵ' -> set(a, 'ㄴ', b, 'ㅊ');
        case 'ㄼ' -> set(a, 'ㄹ', b, 'ㅍ');
        case 'ㄺ' -> set(a, 'ㄹ', b, 'ㅋ');
        case 'ㄾ' -> set(a, 'ㄹ', b, 'ㅌ');
        default -> aspirate(a, b);
      }
    } else {
      aspirate(a, b);
    }
  }

  private static void aspirate(Syllable a, Syllable b) {
    char c = neutral(a.coda);
    if (NASAL.containsKey(c)) {
      set(a, NONE, b, ASPIRATED.getOrDefault(c, c));
    } else {
      a.coda = c;
    }
  }

  private static void set(Syllable a, char coda, Syllable b, char onset) {
    a.coda = coda;
    b.onset = onset;
  }

  /** Articles 13 to 17 and 29: a coda before a vowel. */
  private static void liaison(Syllable a, Syllable b, boolean space) {
    char c = a.coda;
    if (c == NONE || c == 'ㅇ') {
      return;
    }
    if (space) {
      acrossSpace(a, b);
      return;
    }
    if (a.neutralised) {
      set(a, NONE, b, neutral(c));
      return;
    }
    boolean dental = c == 'ㄷ' || c == 'ㅌ' || c == 'ㄾ';
    if (dental && (b.vowel == 'ㅣ' || b.vowel == 'ㅕ')) {
      set(a, c == 'ㄾ' ? 'ㄹ' : NONE, b, c == 'ㄷ' ? 'ㅈ' : 'ㅊ');
      return;
    }
    String cluster = CLUSTER.get(c);
    if (cluster != null) {
      set(a, cluster.charAt(0), b, cluster.charAt(1) == 'ㅅ' ? 'ㅆ' : cluster.charAt(1));
    } else {
      set(a, NONE, b, c);
    }
  }

  private static void acrossSpace(Syllable a, Syllable b) {
    char c = neutral(a.coda);
    if (b.liaison) {
      set(a, NONE, b, c);
    } else if (b.insertsN && IOTIZED.indexOf(b.vowel) >= 0) {
      set(a, NASAL.getOrDefault(c, c), b, c == 'ㄹ' ? 'ㄹ' : 'ㄴ');
    } else {
      a.coda = c;
    }
  }

  /** Articles 18 to 20 and 23 to 27: a consonant after a coda. */
  private static void consonants(Syllable a, Syllable b, boolean space) {
    char spelt = a.coda;
    char c = neutral(spelt);
    if (spelt == 'ㄺ' && b.onset == 'ㄱ' && !space && !a.noun) {
      set(a, 'ㄹ', b, 'ㄲ'); // article 11, proviso
      return;
    }
    if (spelt == 'ㄼ' && a.onset == 'ㅂ' && a.vowel == 'ㅏ') {
      c = 'ㅂ'; // article 10, proviso: 밟-
    }
    boolean lenis = "ㄱㄷㅅㅈ".indexOf(b.onset) >= 0;
    boolean stem = "ㄵㄻㄼㄾ".indexOf(spelt) >= 0 && spelt != NONE && !space && !a.noun; // 24, 25
    if (NASAL.containsKey(c) && TENSE.containsKey(b.onset)
        || lenis && (stem || a.verbStem)
        || b.tense && TENSE.containsKey(b.onset)) {
      b.onset = TENSE.getOrDefault(b.onset, b.onset);
    }
    a.coda = c;
    if (b.onset == 'ㄴ' || b.onset == 'ㅁ') {
      a.coda = NASAL.getOrDefault(c, c); // 18
    } else if (b.onset == 'ㄹ') {
      liquid(a, b, space);
    }
    if (b.onset == 'ㄴ' && c == 'ㄹ' && (!space || b.insertsN)) {
      b.onset = 'ㄹ'; // 20
    }
  }

  /** Articles 19 and 20. */
  private static void liquid(Syllable a, Syllable b, boolean space) {
    switch (a.coda) {
      case 'ㅁ', 'ㅇ' -> b.onset = 'ㄴ';
      case 'ㄱ', 'ㄷ', 'ㅂ' -> set(a, NASAL.getOrDefault(a.coda, a.coda), b, 'ㄴ');
      case 'ㄴ' -> a.coda = space ? 'ㄴ' : 'ㄹ';
      default -> {}
    }
  }

  /** Article 5. */
  private static void vowel(Syllable s) {
    if (s.vowel == 'ㅢ' && s.onset != 'ㅇ') {
      s.vowel = 'ㅣ';
    }
    int glide = "ㅑㅕㅛㅠㅖㅒ".indexOf(s.vowel);
    if ("ㅈㅉㅊ".indexOf(s.onset) >= 0 && glide >= 0) {
      s.vowel = "ㅏㅓㅗㅜㅔㅐ".charAt(glide);
    }
    if (s.vowel == 'ㅖ' && s.onset != 'ㅇ' && s.onset != 'ㄹ') {
      s.vowel = 'ㅔ';
    }
  }
}
