package dev.damso.tts.ko;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hangul as it is spelt to syllables as they are pronounced. */
final class Pronunciation {
  static final String PUNCTUATION = ".,!?…;:—";

  private static final Pattern TOKENS =
      Pattern.compile("[가-힣]+|[.,!?…;:—]+|[^가-힣\\s.,!?…;:—]+|\\s+");

  /** Verb stems whose endings become tense (article 24), with an ending behind. */
  private static final Pattern VERB =
      Pattern.compile(
          "^(?:남|넘|참|담|숨|심|품|감|검|안|신|껴안|끌어안|다듬|더듬|머금|쓰다듬)"
              + "(?=(?:고|다|지|던|더|도록|습|겠|거나|게|자|소|세|든))");

  /** Words that look like these stems and are not. */
  private static final Pattern NOT_VERB =
      Pattern.compile(
          "^(?:신고(?!싶|있|가|나|서|는)|안다(?!고|는|면)|안과|안전|안정|안내|안경|안개|안다|감기|감사|감정|감독|감동|감자"
              + "|감소|심지|심장|심사|담당|담배|담겨|품질|품절|참고|참조|참석|참가|참다|신장|신고|신다|신제|신기|신선|신세|신속"
              + "|신사|신식|신다|안습|안도|안고|검사|검색|검정|검진|검증|검거|검게|남자|남성|남산|남동|남대|남쪽|남도|남서|신지"
              + "|심도|심술|심각|숨지|남겨|담지|감지|감수|감시|감세|감상|품지)");

  private static final Pattern GOES_ON = Pattern.compile("싶|있|가|다니|왔|나|잤|자");
  private static final List<String> BOUND_NOUNS =
      List.of(
          "것", "거", "걸", "게", "건", "겁", "수", "데", "듯", "줄", "적", "바", "곳", "사람", "생각", "시간", "때",
          "정도", "즈음", "경우");
  private static final String ADNOMINAL = "할갈올볼줄될쓸살알열팔놀들칠킬길낼뺄댈탈잘찰켤뵐먹을일";
  private static final Pattern COUNTED =
      Pattern.compile("(개|권|곳|장|잔|살|달|대|병|배|시|사람|가지|줄|조각|그릇|박스|세트|송이|자루|접시)");
  private static final Set<String> INSERT_N_AFTER =
      Set.of("못", "안", "잘", "몇", "첫", "옷", "할", "한", "무슨", "볼");
  private static final List<String> NO_INSERT = List.of("이 ", "인분", "월", "예");
  private static final Set<String> LIAISE_AFTER =
      Set.of("못", "몇", "첫", "책", "집", "옷", "밥", "꼭", "한", "안", "잘", "더");
  private static final List<String> LIAISE_BEFORE =
      List.of("있", "없", "앞에", "옆에", "위에", "아래", "않", "안 ");
  private static final Set<String> NEUTRALISED = Set.of("맛없", "멋없", "값없", "못알", "꽃아");

  /** A syllable, and the punctuation that stands before it. */
  record Item(Syllable syllable, String punctuation) {}

  private final List<Item> items = new ArrayList<>();
  private final String trailing;

  private Pronunciation(List<Item> items, String trailing) {
    this.items.addAll(items);
    this.trailing = trailing;
  }

  List<Item> items() {
    return items;
  }

  /** Punctuation behind the last syllable. */
  String trailing() {
    return trailing;
  }

  /**
   * @param text what {@link KoreanReader} gives; anything but Hangul and punctuation is left out
   */
  static Pronunciation of(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKENS.matcher(text);
    while (matcher.find()) {
      char c = matcher.group().charAt(0);
      if (Hangul.isSyllable(c) || isPunctuation(c)) {
        tokens.add(matcher.group());
      } else if (Character.isWhitespace(c)) {
        tokens.add(" ");
      }
    }
    return of(tokens);
  }

  private static Pronunciation of(List<String> tokens) {
    List<Item> items = new ArrayList<>();
    Syllable.Boundary boundary = Syllable.Boundary.PAUSE;
    String previous = "";
    String punctuation = "";
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      if (token.equals(" ")) {
        boundary = boundary == Syllable.Boundary.NONE ? Syllable.Boundary.SPACE : boundary;
      } else if (isPunctuation(token.charAt(0))) {
        boundary = Syllable.Boundary.PAUSE;
        punctuation += token;
      } else {
        List<Syllable> word = word(token, boundary, previous, nextWord(tokens, i));
        for (Syllable syllable : word) {
          items.add(new Item(syllable, punctuation));
          punctuation = "";
        }
        boundary = Syllable.Boundary.NONE;
        previous = token;
      }
    }
    SoundChange.apply(items.stream().map(Item::syllable).toList());
    return new Pronunciation(items, punctuation);
  }

  private static String nextWord(List<String> tokens, int i) {
    for (int k = i + 1; k < tokens.size(); k++) {
      if (!tokens.get(k).equals(" ")) {
        return tokens.get(k);
      }
    }
    return "";
  }

  private static List<Syllable> word(
      String spelt, Syllable.Boundary boundary, String previous, String next) {
    String word = Respelling.of(spelt);
    List<Syllable> syllables = new ArrayList<>();
    for (int k = 0; k < word.length(); k++) {
      syllables.add(new Syllable(word.charAt(k), k == 0 ? boundary : Syllable.Boundary.NONE));
    }
    if (boundary == Syllable.Boundary.SPACE && !previous.isEmpty()) {
      afterSpace(syllables.getFirst(), spelt, previous);
    }
    markVerbStem(syllables, spelt, word, next);
    for (int k = 0; k < word.length(); k++) {
      syllables.get(k).noun = isNounEnd(word, k);
      syllables.get(k).neutralised = isNeutralised(word, k);
    }
    return syllables;
  }

  private static void afterSpace(Syllable first, String word, String previous) {
    char coda = Hangul.coda(previous.charAt(previous.length() - 1));
    boolean adnominal = previous.length() > 1 || ADNOMINAL.contains(previous);
    boolean bound = BOUND_NOUNS.stream().anyMatch(word::startsWith);
    boolean counted =
        (previous.endsWith("여덟") || previous.equals("열")) && COUNTED.matcher(word).lookingAt();
    first.tense = coda == 'ㄹ' && bound && adnominal || counted;
    if (first.onset != 'ㅇ') {
      return;
    }
    first.insertsN =
        INSERT_N_AFTER.contains(previous)
            && "ㅣㅑㅕㅛㅠㅖㅒ".indexOf(first.vowel) >= 0
            && NO_INSERT.stream().noneMatch(word::startsWith);
    first.liaison =
        !first.insertsN
            && (LIAISE_AFTER.contains(previous)
                || LIAISE_BEFORE.stream().anyMatch(word::startsWith));
  }

  private static void markVerbStem(
      List<Syllable> syllables, String spelt, String word, String next) {
    Matcher stem = VERB.matcher(spelt);
    if (!stem.find() || spelt.length() != word.length()) {
      return;
    }
    boolean verbAfterAll =
        (spelt.equals("신고") || spelt.equals("안고")) && GOES_ON.matcher(next).lookingAt();
    if (!NOT_VERB.matcher(spelt).find() || verbAfterAll) {
      syllables.get(stem.end() - 1).verbStem = true;
    }
  }

  private static boolean isNounEnd(String word, int k) {
    char c = word.charAt(k);
    if ("닭흙칡앎".indexOf(c) >= 0) {
      return true;
    }
    if (c == '삶' && (k + 1 == word.length() || "과도".indexOf(word.charAt(k + 1)) >= 0)) {
      return true;
    }
    return k > 0 && (word.startsWith("까닭", k - 1) || word.startsWith("여덟", k - 1));
  }

  /** 맛없다, 겉옷: the first word's coda is neutralised before it moves on (article 15). */
  private static boolean isNeutralised(String word, int k) {
    if (k + 1 >= word.length()) {
      return false;
    }
    if (NEUTRALISED.contains(word.substring(k, k + 2))) {
      return true;
    }
    char next = word.charAt(k + 1);
    return k == 0
        && "헛못첫".indexOf(word.charAt(0)) >= 0
        && Hangul.isSyllable(next)
        && Hangul.onset(next) == 'ㅇ'
        && "ㅏㅓㅗㅜㅟㅚ".indexOf(Hangul.vowel(next)) >= 0
        && word.length() > 2
        && "에은을이".indexOf(next) < 0;
  }

  private static boolean isPunctuation(char c) {
    return PUNCTUATION.indexOf(c) >= 0;
  }
}
