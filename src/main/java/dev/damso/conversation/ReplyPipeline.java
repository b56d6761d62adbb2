package dev.damso.conversation;

import dev.damso.llm.ChatHistory;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.stt.Transcript;
import dev.damso.telemetry.ReplyTimeline;
import dev.damso.telemetry.ReplyTimeline.Mark;
import dev.damso.tts.Pauses;
import dev.damso.tts.Utterance;
import dev.damso.tts.text.ClauseSplitter;
import dev.damso.tts.text.ClauseSplitter.Piece;
import dev.damso.tts.text.EmotionTags;
import dev.damso.tts.text.EmotionTags.Marked;
import dev.damso.tts.text.Languages;
import dev.damso.tts.text.SpeechFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes one reply: thinks, speaks.
 *
 * <pre>
 *   Question → text deltas → clauses → SpeechChunk
 * </pre>
 *
 * The language model runs on the calling thread, the voice on one of its own, so that a clause is
 * spoken while the next is written. Platform threads: both sit in native code.
 */
public final class ReplyPipeline {
  private final Stages stages;
  private final ReplySettings settings;
  private final Thinker thinker;

  public ReplyPipeline(Stages stages, ReplySettings settings) {
    this.stages = stages;
    this.settings = settings;
    this.thinker = new Thinker(stages.languageModel(), settings);
  }

  /** Lets the language model read what every prompt begins with; best where nobody waits yet. */
  public void prepare() {
    thinker.prepare();
  }

  /**
   * What is done between two replies; see {@link Thinker#rest}. Blocks.
   *
   * @param history a copy, changed here
   * @return how to change the conversation's own, on its thread
   */
  public Optional<Consumer<ChatHistory>> rest(ChatHistory history, Cancellation cancellation) {
    String said = history.messages().isEmpty() ? "" : history.messages().getLast().text();
    return thinker
        .rest(history, Languages.of(said, settings.language()), cancellation)
        .map(summary -> summary::apply);
  }

  /** See {@link Thinker#prefill}. */
  void prefill(String said, ChatHistory history, Cancellation cancellation) {
    thinker.prefill(said, Languages.of(said, settings.language()), history, cancellation);
  }

  /**
   * Blocks until all of the reply is made, has failed, or is cancelled.
   *
   * @param history read for the prompt, never written
   * @return the question as understood and the answer as written
   */
  public Outcome run(
      ReplyId reply,
      Question question,
      ChatHistory history,
      ReplyTimeline timeline,
      ReplyListener listener,
      Cancellation cancellation)
      throws InterruptedException {
    Transcript heard = understand(question);
    timeline.mark(Mark.TRANSCRIPT);
    listener.understood(heard.text(), heard.language());
    if (heard.text().isEmpty() || cancellation.isCancelled()) {
      return new Outcome(heard, "");
    }
    String language = Languages.of(heard.text(), settings.language());
    VoiceQueue clauses = new VoiceQueue();
    cancellation.onCancel(clauses::sounds);
    Thread voice =
        Thread.ofPlatform()
            .name("voice-" + reply.value())
            .start(() -> speak(reply, clauses, language, timeline, listener, cancellation));
    try {
      return new Outcome(
          heard,
          thinker.answer(
              heard.text(), language, history, clauses, timeline, listener, cancellation));
    } finally {
      clauses.end();
      voice.join();
    }
  }

  /** What a reply came to. */
  public record Outcome(Transcript question, String answer) {}

  private Transcript understand(Question question) {
    return switch (question) {
      case Question.Typed typed ->
          new Transcript(
              typed.text().strip(), Languages.of(typed.text(), settings.language()), true);
      case Question.Spoken spoken -> spoken.transcript();
    };
  }

  /** The pieces in which a text that is known beforehand is spoken. */
  public static List<String> clauses(String text) {
    return marked(text).stream().map(piece -> EmotionTags.take(piece).text()).toList();
  }

  /** The same with marks of {@link EmotionTags}. */
  public static List<String> marked(String text) {
    EmotionTags emotions = new EmotionTags();
    ClauseSplitter splitter = new ClauseSplitter();
    String passed = emotions.feed(text);
    List<Piece> pieces = new ArrayList<>(splitter.feed(passed + emotions.flush()));
    splitter.flush().ifPresent(pieces::add);
    return pieces.stream()
        .map(Piece::text)
        .map(SpeechFilter::apply)
        .filter(piece -> !piece.isBlank())
        .toList();
  }

  /** The same sound, which says nothing that a history or a caption holds. */
  private static SpeechChunk unremembered(SpeechChunk chunk) {
    return new SpeechChunk(chunk.reply(), chunk.pcm(), "", chunk.language(), chunk.phonemes());
  }

  /** What may be said without a model, to be synthesised beforehand. */
  public static List<String> knownTexts(ReplySettings settings) {
    List<String> texts = new ArrayList<>(settings.thinker().greetings().texts());
    for (String language : List.of("ko", "en")) {
      texts.add(Apologies.noAnswer(language));
      if (settings.thinker().fillerMs() > 0) {
        texts.add(Fillers.text(language));
      }
    }
    return texts;
  }

  private void speak(
      ReplyId reply,
      VoiceQueue clauses,
      String language,
      ReplyTimeline timeline,
      ReplyListener listener,
      Cancellation cancellation) {
    Pauses pauses = new Pauses();
    try {
      for (Clause clause = clauses.take();
          !VoiceQueue.isEnd(clause) && !cancellation.isCancelled();
          clause = clauses.take()) {
        Marked marked = EmotionTags.take(clause.text());
        EmotionTiming emotions = new EmotionTiming(marked);
        String text = marked.text();
        Utterance utterance =
            new Utterance(reply, text, Languages.of(text, language), settings.speed());
        boolean answer = clause.answer();
        pauses.begin(text, clause.paragraph());
        stages
            .textToSpeech()
            .speak(
                utterance,
                chunk -> {
                  timeline.mark(Mark.FIRST_AUDIO);
                  clauses.sounds();
                  SpeechChunk placed = emotions.place(chunk);
                  listener.speech(pauses.place(answer ? placed : unremembered(placed)));
                },
                cancellation);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      listener.problem("voice_failed", e);
    } finally {
      clauses.sounds();
    }
  }
}
