package dev.damso.stt;

import dev.damso.media.Cancellation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The sound of one utterance that is still open to change, and what is understood of it. Past 25 s
 * the older part is committed at a pause: its text stays, its sound goes. One thread at a time.
 *
 * <p>Text grows in three steps: a pass understands it, a second pass agrees (LocalAgreement, Liu et
 * al. 2020) and it is stable, the window slides past it and it is committed. Partial passes start
 * from what is stable; the final pass only drafts from it, so that it is what one pass over the
 * whole window gives.
 */
final class Window {
  /** Most samples that one pass understands: Whisper's 30 s, less the padding. */
  static final int LONGEST = 28 * SpeechToText.SAMPLE_RATE;

  /** Window from which the older part is committed, and where its end is looked for. */
  private static final int SLIDE = 25 * SpeechToText.SAMPLE_RATE;

  private static final int CUT_FROM = 12 * SpeechToText.SAMPLE_RATE;
  private static final int CUT_TO = 21 * SpeechToText.SAMPLE_RATE;

  /** Less than this says nothing about the language. */
  private static final int LANGUAGE_FROM = 2 * SpeechToText.SAMPLE_RATE;

  private final PassDecoder decoder;
  private String language;
  private final boolean detect;
  private float[] samples = new float[SpeechToText.SAMPLE_RATE];
  private int length;
  private final StringBuilder committed = new StringBuilder();

  /** What the last pass understood of the window, and how much of it is stable. */
  private List<Integer> latest = List.of();

  private int stable;

  Window(PassDecoder decoder, String language) {
    this.decoder = decoder;
    this.language = language;
    this.detect = language.equals(SpeechToText.AUTO);
  }

  void append(float[] more) {
    if (length + more.length > samples.length) {
      samples = Arrays.copyOf(samples, Math.max(2 * samples.length, length + more.length));
    }
    System.arraycopy(more, 0, samples, length, more.length);
    length += more.length;
  }

  /** Samples in the window. */
  int length() {
    return length;
  }

  /** One partial pass; nothing where it was cancelled. */
  Optional<PartialTranscript> partial(Cancellation cancellation) {
    slideWhileTooLong(cancellation);
    Hypothesis heard = pass(latest.subList(0, stable), cancellation);
    if (cancellation.isCancelled()) {
      return Optional.empty();
    }
    settle(heard);
    int agreed = LocalAgreement.agreed(latest, heard.tokens());
    latest = heard.tokens();
    stable = Math.max(stable, wholeCharacters(agreed));
    String before = committed.toString();
    String sure = decoder.text(latest.subList(0, stable));
    String rest = decoder.text(latest.subList(stable, wholeCharacters(latest.size())));
    if (length > SLIDE) {
      slide(heard);
    }
    String whole = before + sure;
    return Optional.of(
        new PartialTranscript(
            whole.stripLeading(), whole.isEmpty() ? rest.strip() : rest.stripTrailing(), language));
  }

  /** The final pass; what it gives counts unless it was cancelled. */
  Transcript finish(Cancellation cancellation) {
    slideWhileTooLong(cancellation);
    Hypothesis heard = pass(List.of(), cancellation);
    if (!cancellation.isCancelled()) {
      settle(heard);
    }
    String text = committed + decoder.text(heard.tokens());
    return new Transcript(text.strip(), heard.language(), true);
  }

  private void slideWhileTooLong(Cancellation cancellation) {
    while (length > LONGEST && !cancellation.isCancelled()) {
      Hypothesis heard = pass(latest.subList(0, stable), cancellation);
      if (!cancellation.isCancelled()) {
        settle(heard);
        slide(heard);
      }
    }
  }

  private Hypothesis pass(List<Integer> forced, Cancellation cancellation) {
    float[] heard = Arrays.copyOf(samples, Math.min(length, LONGEST));
    List<Integer> draft = latest.subList(forced.size(), latest.size());
    Hypothesis hypothesis = decoder.decode(heard, language, forced, draft, cancellation);
    return Hallucinations.suspect(decoder.text(hypothesis.tokens()), hypothesis)
        ? new Hypothesis(
            forced,
            hypothesis.frames().subList(0, Math.min(forced.size(), hypothesis.frames().size())),
            0,
            hypothesis.noSpeech(),
            hypothesis.language())
        : hypothesis;
  }

  /** A language that was detected on enough sound stays. */
  private void settle(Hypothesis heard) {
    if (detect && !heard.tokens().isEmpty() && (length >= LANGUAGE_FROM || stable > 0)) {
      language = heard.language();
    }
  }

  /** Commits the part before the quietest place: its text, and its sound is dropped. */
  private void slide(Hypothesis heard) {
    int cut = Pauses.quietest(samples, CUT_FROM, Math.min(CUT_TO, length));
    int kept = TextSplit.at(heard, cut / Hypothesis.FRAME, this::beginsWord);
    committed.append(decoder.text(heard.tokens().subList(0, kept)));
    latest = List.copyOf(heard.tokens().subList(kept, heard.tokens().size()));
    stable = Math.max(0, stable - kept);
    samples = Arrays.copyOfRange(samples, cut, Math.max(length, cut + SpeechToText.SAMPLE_RATE));
    length -= cut;
  }

  private boolean beginsWord(int token) {
    return decoder.text(List.of(token)).startsWith(" ");
  }

  /** The most tokens, up to {@code count}, that end in a whole character. */
  private int wholeCharacters(int count) {
    int whole = count;
    while (whole > 0 && decoder.text(latest.subList(0, whole)).endsWith("\uFFFD")) {
      whole--;
    }
    return whole;
  }
}
