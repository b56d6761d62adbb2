package dev.damso.conversation;

import dev.damso.media.MediaTime;
import dev.damso.stt.PartialTranscript;
import dev.damso.stt.SpeechStream;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.Transcript;
import dev.damso.turn.CompletenessModel;
import dev.damso.turn.TurnEvent;
import dev.damso.turn.Words;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sound in, turns and their words out.
 *
 * <pre>
 *   samples → Ear → SpeechStarted → SpeechStream opens, takes the sound
 *                 → Lull, or SpeechPaused → its final pass, on speculation ─→ words ───┐
 *                 → VerdictWanted → CompletenessModel ─→ verdict ──────────────────────┴→ back to the Ear
 * </pre>
 *
 * One owner thread, on which the listener is called too; models answer on theirs, and what they say
 * is handed to {@code owner}.
 */
public final class Hearing implements AutoCloseable {
  /** Sound before the first speech that is part of it: 300 ms. */
  private static final long PRE_ROLL_MS = 300;

  /** What may be called speech after a lull whose words still count: the end of a voice. */
  private static final double LULL_MS = 128;

  /** Takes what was heard, on the owner's thread. */
  public interface Listener {
    void turn(TurnEvent event);

    /** What is understood of the turn so far; empty where it turned out to be none. */
    void partial(PartialTranscript partial);

    /** The words are asked for, with what was heard so far. */
    default void asked() {}

    /** The words at a pause; may be asked of {@link Hearing#words} as long as it lasts. */
    void words(Transcript words);

    void failed(Throwable cause);
  }

  private final Ear ear;
  private final SpeechToText recognizer;
  private final CompletenessModel completeness;
  private final String language;
  private final Executor owner;
  private final Listener listener;
  private @Nullable Turn turn;

  /** A turn that goes on, or whose words are still awaited. */
  private static final class Turn {
    final MediaTime start;
    final SpeechStream stream;

    /** A pass that was begun in a lull, which is not known to be a pause. */
    @Nullable Early early;

    @Nullable MediaTime pause;
    @Nullable Transcript words;
    boolean ended;

    Turn(MediaTime start, SpeechStream stream) {
      this.start = start;
      this.stream = stream;
    }
  }

  private record Early(MediaTime lull, CompletableFuture<Transcript> words) {}

  /**
   * @param language to listen for, or {@link SpeechToText#AUTO}
   * @param owner runs what it is given on the owner's thread, in order
   */
  public Hearing(
      Ear ear,
      SpeechToText recognizer,
      CompletenessModel completeness,
      String language,
      Executor owner,
      Listener listener) {
    this.ear = ear;
    this.recognizer = recognizer;
    this.completeness = completeness;
    this.language = language;
    this.owner = owner;
    this.listener = listener;
  }

  /**
   * @param samples mono, 16 kHz, in [-1, 1], of any length
   */
  public void listen(float[] samples) {
    MediaTime before = ear.heard();
    Turn current = turn;
    List<TurnEvent> events = ear.listen(samples);
    if (current != null && !current.ended) {
      current.stream.feed(ear.since(before));
    }
    events.forEach(this::handle);
  }

  /** {@link Ear#avatar}. */
  public void avatar(boolean speaking, double db) {
    ear.avatar(speaking, db);
  }

  /** All that was heard so far, as a time. */
  public MediaTime heard() {
    return ear.heard();
  }

  /** What is said, as it was understood at the pause that lasts, or that ended the turn. */
  public Optional<Transcript> words() {
    return turn == null ? Optional.empty() : Optional.ofNullable(turn.words);
  }

  private void handle(TurnEvent event) {
    switch (event) {
      case TurnEvent.SpeechStarted started -> open(started.at());
      case TurnEvent.Lull lull -> anticipate(lull.at());
      case TurnEvent.LullOver _ -> giveUpEarly();
      case TurnEvent.SpeechPaused paused -> finish(paused.at());
      case TurnEvent.VerdictWanted wanted -> judge(wanted.pause());
      case TurnEvent.SpeechResumed _ -> forgetPause();
      case TurnEvent.TurnEnded ended -> end(ended);
      default -> {}
    }
    listener.turn(event);
    if (event instanceof TurnEvent.TurnDropped) {
      close();
      listener.partial(new PartialTranscript("", "", ""));
    }
    if (turn != null) {
      closeIfOver(turn);
    }
  }

  private void open(MediaTime start) {
    if (turn != null && !turn.ended) {
      close();
    }
    SpeechStream[] opened = new SpeechStream[1];
    opened[0] =
        recognizer.open(language, partial -> owner.execute(() -> partial(partial, opened[0])));
    Turn next = new Turn(start, opened[0]);
    turn = next;
    next.stream.feed(
        ear.since(MediaTime.ofMillis(Math.max(0, Math.round(start.millis()) - PRE_ROLL_MS))));
  }

  private void partial(PartialTranscript partial, SpeechStream from) {
    Turn current = turn;
    if (current != null && current.stream.equals(from) && !current.ended) {
      listener.partial(partial);
    }
  }

  private void forgetPause() {
    if (turn != null) {
      turn.pause = null;
      turn.words = null;
    }
  }

  private void anticipate(MediaTime lull) {
    Turn current = turn;
    if (current != null && !current.ended && current.pause == null) {
      current.early = new Early(lull, ask(current));
    }
  }

  private void giveUpEarly() {
    Turn current = turn;
    if (current != null && current.early != null) {
      current.early.words().cancel(false);
      current.early = null;
    }
  }

  private CompletableFuture<Transcript> ask(Turn current) {
    listener.asked();
    return current.stream.finish();
  }

  /** What was asked for in the lull that became this pause; else it is asked for now. */
  private CompletableFuture<Transcript> wordsAt(MediaTime pause, Turn current) {
    Early early = current.early;
    current.early = null;
    return early != null && pause.millis() - early.lull().millis() <= LULL_MS
        ? early.words()
        : ask(current);
  }

  private void finish(MediaTime pause) {
    Turn current = turn;
    if (current == null) {
      return;
    }
    current.pause = pause;
    current.words = null;
    answer(
        wordsAt(pause, current),
        (words, failure) -> {
          if (pause.equals(current.pause) && (turn == current || current.ended)) {
            understood(current, pause, words, failure);
          }
        });
  }

  private void understood(
      Turn current, MediaTime pause, @Nullable Transcript words, @Nullable Throwable failure) {
    if (failure != null) {
      listener.failed(failure);
    }
    Transcript known = words == null ? new Transcript("", language, true) : words;
    current.words = known;
    if (!current.ended) {
      ear.onWords(new Words(known.text(), known.language(), known.confidence()), pause)
          .forEach(this::handle);
    }
    if (turn == current || current.ended) {
      listener.words(known);
    }
    closeIfOver(current);
  }

  /** What a turn was is kept until the next one; its stream is not. */
  private static void closeIfOver(Turn turn) {
    if (turn.ended && turn.words != null) {
      turn.stream.close();
    }
  }

  private void judge(MediaTime pause) {
    Turn current = turn;
    if (current == null) {
      return;
    }
    answer(
        completeness.judge(ear.since(from(current.start))),
        (verdict, failure) -> {
          if (failure != null) {
            listener.failed(failure);
          }
          if (turn == current) {
            ear.onVerdict(verdict == null ? 0 : verdict, pause).forEach(this::handle);
          }
        });
  }

  /** The last eight seconds of a turn that began at {@code start}. */
  private MediaTime from(MediaTime start) {
    double window = CompletenessModel.WINDOW * 1000.0 / CompletenessModel.SAMPLE_RATE;
    double from = Math.max(start.millis() - PRE_ROLL_MS, ear.heard().millis() - window);
    return MediaTime.ofMillis(Math.max(0, Math.round(from)));
  }

  private void end(TurnEvent.TurnEnded ended) {
    Turn current = turn;
    if (current != null) {
      if (current.pause == null) {
        finish(ended.speechEnd());
      }
      current.ended = true;
    }
  }

  /** Hands an answer to the owner; one that was cancelled is none. */
  private <T> void answer(
      CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> use) {
    var _ =
        future.whenComplete((value, failure) ->
            owner.execute(() -> {
              if (!(failure instanceof CancellationException)) {
                use.accept(value, failure);
              }
            }));
  }

  /** Gives up the last turn. */
  @Override
  public void close() {
    Turn current = turn;
    turn = null;
    if (current != null) {
      current.stream.close();
    }
  }
}
