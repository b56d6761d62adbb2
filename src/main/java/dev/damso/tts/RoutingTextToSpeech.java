package dev.damso.tts;

import dev.damso.media.Cancellation;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.ko.KoreanFrontEnd;
import dev.damso.tts.text.ClauseSplitter;
import dev.damso.tts.text.ClauseSplitter.Piece;
import dev.damso.tts.text.LanguageRuns;
import dev.damso.tts.text.LanguageRuns.Run;
import dev.damso.tts.text.Languages;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Gives each language its voice, inside a sentence too: see {@link LanguageRuns}. No voice is asked
 * for more than a sentence at once, for what they need grows with its length.
 */
public final class RoutingTextToSpeech implements TextToSpeech {
  private static final Logger LOG = System.getLogger(RoutingTextToSpeech.class.getName());

  private static final int LONGEST = 400;

  private final Map<String, TextToSpeech> byLanguage;
  private final TextToSpeech fallback;
  private final boolean switches;
  private final List<TextToSpeech> owned;

  /**
   * @param fallback for languages without a voice
   * @param switches whether a mixed clause is said by several voices
   * @param owned closed with this
   */
  public RoutingTextToSpeech(
      Map<String, TextToSpeech> byLanguage,
      TextToSpeech fallback,
      boolean switches,
      List<TextToSpeech> owned) {
    this.byLanguage = Map.copyOf(byLanguage);
    this.fallback = fallback;
    this.switches = switches;
    this.owned = List.copyOf(owned);
  }

  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    AtomicBoolean spoke = new AtomicBoolean();
    for (Utterance part : parts(utterance)) {
      if (!cancellation.isCancelled()) {
        voice(part)
            .speak(
                part,
                chunk -> {
                  spoke.set(true);
                  onChunk.accept(chunk);
                },
                cancellation);
      }
    }
    if (!spoke.get()
        && !cancellation.isCancelled()
        && utterance.text().codePoints().anyMatch(Character::isLetterOrDigit)) {
      LOG.log(
          Level.WARNING, "no voice can say a text of {0} characters", utterance.text().length());
    }
  }

  @Override
  public boolean prepare(Utterance utterance, Cancellation cancellation) {
    boolean all = true;
    for (Utterance part : parts(utterance)) {
      all &= voice(part).prepare(part, cancellation);
    }
    return all;
  }

  private TextToSpeech voice(Utterance part) {
    return byLanguage.getOrDefault(part.language(), fallback);
  }

  /** One for each change of language; more where the text is long. */
  private List<Utterance> parts(Utterance utterance) {
    String language = Languages.ofScript(utterance.text(), utterance.language());
    List<Utterance> parts = new ArrayList<>();
    for (String piece : pieces(utterance.text())) {
      List<Run> runs =
          switches
              ? LanguageRuns.of(piece, language, KoreanFrontEnd::readsLatin)
              : List.of(new Run(piece, language));
      for (Run run : runs) {
        parts.add(
            new Utterance(
                utterance.reply(), run.text().strip(), run.language(), utterance.speed()));
      }
    }
    return parts;
  }

  private static List<String> pieces(String text) {
    if (text.length() <= LONGEST) {
      return List.of(text);
    }
    ClauseSplitter splitter = new ClauseSplitter();
    List<Piece> pieces = new ArrayList<>(splitter.feed(text));
    splitter.flush().ifPresent(pieces::add);
    return pieces.stream().map(Piece::text).toList();
  }

  @Override
  public String name() {
    StringBuilder names = new StringBuilder();
    byLanguage.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry ->
            names
                .append(names.isEmpty() ? "" : ", ")
                .append(entry.getKey())
                .append(": ")
                .append(entry.getValue().name()));
    return names.toString();
  }

  @Override
  public void close() {
    owned.forEach(TextToSpeech::close);
  }
}
