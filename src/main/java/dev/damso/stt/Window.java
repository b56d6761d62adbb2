package dev.damso.stt;

import dev.damso.media.Cancellation;
import java.util.Arrays;
import java.util.Collections;
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

  private static final int PIECE_FROM = 8 * SpeechToText.SAMPLE_RATE;
  private static final int PIECE_TO = 16 * SpeechToText.SAMPLE_RATE;

  /** A pass that stopped early is cut within this much after its last word. */
  private static final int EARLY = 2 * SpeechToText.SAMPLE_RATE;

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
    shorten(cancellation);
    Hypothesis heard = preview(cancellation);
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
    shorten(cancellation);
    Hypothesis heard = pass(length, cancellation);
    if (!cancellation.isCancelled()) {
      settle(heard);
    }
    String text = committed + decoder.text(heard.tokens());
    return new Transcript(text.strip(), heard.language(), true, heard.meanLogProbability());
  }

  /** Commits the older part while there is more than one pass understands. */
  void shorten(Cancellation cancellation) {
    while (length > LONGEST && !cancellation.isCancelled()) {
      if (stable == 0) {
        commitPiece(cancellation);
        continue;
      }
      Hypothesis heard = preview(cancellation);
      if (!cancellation.isCancelled()) {
        settle(heard);
        slide(heard);
      }
    }
  }

  /** Sound that came all at once: nothing of it was shown yet, and short pieces are heard best. */
  private void commitPiece(Cancellation cancellation) {
    int cut = Pauses.quietest(samples, PIECE_FROM, PIECE_TO);
    Hypothesis heard = pass(cut, cancellation);
    if (!cancellation.isCancelled()) {
      settle(heard);
      committed.append(decoder.text(heard.tokens()));
      latest = List.of();
      drop(cut);
    }
  }

  /** A quick pass that keeps what is stable. */
  private Hypothesis preview(Cancellation cancellation) {
    List<Integer> forced = latest.subList(0, stable);
    List<Integer> draft = latest.subList(stable, latest.size());
    float[] heard = Arrays.copyOf(samples, Math.min(length, LONGEST));
    return heard(decoder.preview(heard, language, forced, draft, cancellation), forced);
  }

  /** A careful pass over the samples before {@code end}. */
  private Hypothesis pass(int end, Cancellation cancellation) {
    float[] heard = Arrays.copyOf(samples, Math.min(end, LONGEST));
    return heard(decoder.decode(heard, language, latest, cancellation), List.of());
  }

  private Hypothesis heard(Hypothesis hypothesis, List<Integer> forced) {
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
    int cut = cut(heard);
    int kept = TextSplit.at(heard, cut / Hypothesis.FRAME, this::beginsWord);
    committed.append(decoder.text(heard.tokens().subList(0, kept)));
    latest = List.copyOf(heard.tokens().subList(kept, heard.tokens().size()));
    stable = Math.max(0, stable - kept);
    drop(cut);
  }

  /** Drops the first samples. */
  private void drop(int count) {
    samples =
        Arrays.copyOfRange(samples, count, Math.max(length, count + SpeechToText.SAMPLE_RATE));
    length -= count;
  }

  /** Where to part the sound; not beyond what was understood, should a pass have stopped early. */
  private int cut(Hypothesis heard) {
    int to = Math.min(CUT_TO, length);
    if (heard.frames().isEmpty()) {
      return Pauses.quietest(samples, CUT_FROM, to);
    }
    int understood = Collections.max(heard.frames()) * Hypothesis.FRAME;
    to = Math.clamp(understood + EARLY, SpeechToText.SAMPLE_RATE, to);
    return Pauses.quietest(samples, Math.min(CUT_FROM, Math.max(0, to - EARLY)), to);
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
