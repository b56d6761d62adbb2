package dev.damso.conversation;

import dev.damso.llm.ChatHistory;
import dev.damso.llm.Completion;
import dev.damso.llm.LanguageModel;
import dev.damso.media.Cancellation;
import dev.damso.media.SpeechChunk;
import dev.damso.telemetry.ReplyTimeline;
import dev.damso.tts.text.EmotionTags;
import dev.damso.tts.text.Languages;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A conversation in text: what an avatar with these settings would say. One owner thread. */
public final class TextChat implements AutoCloseable {
  private final ReplySettings settings;
  private final Thinker thinker;
  private final ChatHistory history = new ChatHistory();
  private Cancellation resting = Cancellation.none();
  private CompletableFuture<Optional<Thinker.Compression>> rest =
      CompletableFuture.completedFuture(Optional.empty());

  /**
   * One answer.
   *
   * @param reply as it would be spoken
   * @param firstMs from the question to the first clause; negative where there was none
   * @param totalMs to the last
   * @param completion how the model made it; empty where it was not asked or failed
   * @param problem what failed; empty where nothing did
   */
  public record Turn(
      String reply,
      double firstMs,
      double totalMs,
      Optional<Completion> completion,
      Optional<String> problem) {}

  public TextChat(LanguageModel model, ReplySettings settings) {
    this.settings = settings;
    this.thinker = new Thinker(model, settings);
  }

  /** Reads what every prompt begins with. Blocks. */
  public void prepare() {
    thinker.prepare();
  }

  /**
   * Blocks until the answer is complete.
   *
   * @param clauses takes it piece by piece
   */
  public Turn say(String text, Consumer<String> clauses) {
    resting.cancel();
    rest.getNow(Optional.empty()).ifPresent(summary -> summary.apply(history));
    String language = Languages.of(text, settings.language());
    Recorder recorder = new Recorder(clauses);
    thinker.answer(
        text,
        language,
        history,
        recorder::clause,
        new ReplyTimeline(System::nanoTime),
        recorder,
        Cancellation.none());
    Turn turn = recorder.turn();
    history.addUser(text);
    history.addAssistant(turn.reply());
    rest(language);
    return turn;
  }

  /** Ends what is done between answers; the model is the caller's to close. */
  @Override
  public void close() {
    resting.cancel();
    var _ = rest.join();
  }

  private void rest(String language) {
    Cancellation cancellation = new Cancellation();
    resting = cancellation;
    ChatHistory copy = history.copy();
    CompletableFuture<Optional<Thinker.Compression>> result = new CompletableFuture<>();
    rest = result;
    Thread.ofPlatform()
        .name("rest")
        .daemon()
        .start(() -> {
          Optional<Thinker.Compression> summary = Optional.empty();
          try {
            summary = thinker.rest(copy, language, cancellation);
          } finally {
            result.complete(summary);
          }
        });
  }

  /** What comes of one question; clauses may come on another thread. */
  private static final class Recorder implements ReplyListener {
    private final Consumer<String> clauses;
    private final long start = System.nanoTime();
    private final StringBuilder said = new StringBuilder();
    private double firstMs = -1;
    private @Nullable Completion completion;
    private @Nullable String problem;

    Recorder(Consumer<String> clauses) {
      this.clauses = clauses;
    }

    synchronized void clause(Clause clause) {
      String text = EmotionTags.take(clause.text()).text();
      if (firstMs < 0) {
        firstMs = sinceStart();
      }
      if (clause.answer()) {
        said.append(said.isEmpty() ? "" : " ").append(text);
      }
      clauses.accept(text);
    }

    synchronized Turn turn() {
      return new Turn(
          said.toString(),
          firstMs,
          sinceStart(),
          Optional.ofNullable(completion),
          Optional.ofNullable(problem));
    }

    private double sinceStart() {
      return (System.nanoTime() - start) / 1e6;
    }

    @Override
    public void understood(String text, String language) {}

    @Override
    public void speech(SpeechChunk chunk) {}

    @Override
    public synchronized void answered(Completion made) {
      completion = made;
    }

    @Override
    public synchronized void problem(String code, Throwable cause) {
      problem = cause.getMessage();
    }
  }
}
