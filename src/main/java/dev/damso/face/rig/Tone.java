package dev.damso.face.rig;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.UNICODE_CASE;

import dev.damso.media.Emotion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the words alone say of the face, for language models that name no emotions: few words, that
 * hardly ever mean something else.
 */
final class Tone {
  /** The first that is found counts. */
  private static final Map<Emotion, Pattern> WORDS = new LinkedHashMap<>();

  static {
    put(
        Emotion.WORRIED,
        "죄송|미안|안타깝|안타까|힘드시|힘드셨|힘들었|아프시|걱정|아쉽|유감",
        "sorry|unfortunately|afraid|worried");
    put(Emotion.SURPRISED, "정말요|진짜요|놀랍|놀라워|우와", "wow|really\\?|amazing|incredible");
    put(
        Emotion.SMILE,
        "축하|기쁘|기뻐|반가워|다행|멋지|멋져|훌륭|즐거",
        "congratulations|glad|delighted|wonderful|great|lovely");
    put(Emotion.THINKING, "글쎄|음,|음…", "hmm+|let me (think|see)");
  }

  private Tone() {}

  private static void put(Emotion emotion, String korean, String english) {
    WORDS.put(
        emotion,
        Pattern.compile(
            korean + "|(?<!\\w)(" + english + ")(?!\\w)", CASE_INSENSITIVE | UNICODE_CASE));
  }

  static Optional<Emotion> of(String text) {
    return WORDS.entrySet().stream()
        .filter(entry -> entry.getValue().matcher(text).find())
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
