package dev.damso.conversation;

import dev.damso.llm.ChatHistory;
import dev.damso.llm.Completion;
import dev.damso.llm.Greetings.Opening;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Prompt;
import dev.damso.llm.RepeatFilter;
import dev.damso.llm.Summarizer;
import dev.damso.media.Cancellation;
import dev.damso.telemetry.ReplyTimeline;
import dev.damso.telemetry.ReplyTimeline.Mark;
import dev.damso.tts.text.BlockFilter;
import dev.damso.tts.text.ClauseSplitter;
import dev.damso.tts.text.ClauseSplitter.Piece;
import dev.damso.tts.text.EmotionTags;
import dev.damso.tts.text.SpeechFilter;
import java.util.Optional;

/** What the avatar answers, in clauses to be spoken as they are written. Thread safe. */
final class Thinker {
  private final LanguageModel model;
  private final ReplySettings settings;
  private final Fillers.Timer timer;
  private final Summarizer summarizer;

  /** A summary to be put into the history that it was made from. */
  record Compression(ChatHistory.Excess excess, String summary) {
    /** On the history's owner's thread. */
    void apply(ChatHistory history) {
      history.compress(excess, summary);
    }
  }

  Thinker(LanguageModel model, ReplySettings settings) {
    this(model, settings, Fillers.REAL_TIME);
  }

  Thinker(LanguageModel model, ReplySettings settings, Fillers.Timer timer) {
    this.model = model;
    this.settings = settings;
    this.timer = timer;
    this.summarizer = new Summarizer(model);
  }

  /** Lets the language model read what every prompt begins with. Blocks. */
  void prepare() {
    readAhead(settings.language(), new ChatHistory(), Cancellation.none());
  }

  /**
   * Lets the language model read what a person has said so far, while more is being said. Blocks.
   *
   * @param said what of the transcript will not change any more
   */
  void prefill(String said, String language, ChatHistory history, Cancellation cancellation) {
    model.prefill(() -> settings.thinker().prompt(history, said, language), cancellation);
  }

  /** Lets the language model read a prompt up to what the person will say next. Blocks. */
  private void readAhead(String language, ChatHistory history, Cancellation cancellation) {
    model.warmUp(settings.thinker().prompt(history, "", language), cancellation);
  }

  /**
   * What is done for a conversation between two replies: the model reads what was said last, and
   * the beginning of a long history is summarised. Blocks, and is to be cancelled when the next
   * reply begins; replies do not wait for it.
   *
   * @param history a copy of the conversation's, changed here
   * @return a summary for the conversation's own history; empty where there is none, or none yet
   */
  Optional<Compression> rest(ChatHistory history, String language, Cancellation cancellation) {
    try {
      return readAndSummarise(history, language, cancellation);
    } catch (LanguageModelException e) {
      // The next reply asks the model again, and apologises if need be.
      return Optional.empty();
    }
  }

  private Optional<Compression> readAndSummarise(
      ChatHistory history, String language, Cancellation cancellation) {
    readAhead(language, history, cancellation);
    Optional<Compression> compression =
        history
            .excess()
            .flatMap(excess ->
                summarizer
                    .summarize(excess, language, cancellation)
                    .map(summary -> new Compression(excess, summary)));
    compression.ifPresent(done -> {
      done.apply(history);
      readAhead(language, history, cancellation);
    });
    return compression;
  }

  /**
   * Blocks until the answer is written, has failed (then an apology is spoken), or is cancelled.
   *
   * @param clauses takes what is to be spoken, with marks of {@link EmotionTags}, in order
   * @return the answer as written, but for a greeting that was said already
   */
  String answer(
      String text,
      String language,
      ChatHistory history,
      ClauseSink clauses,
      ReplyTimeline timeline,
      ReplyListener listener,
      Cancellation cancellation) {
    timeline.mark(Mark.LLM_START);
    Speech speech = new Speech(clauses, timeline, timer, settings.stallMs());
    Optional<Opening> opening = settings.thinker().greetings().opening(text);
    opening.ifPresent(known -> {
      timeline.mark(Mark.FIRST_TOKEN);
      speech.sayNow(known.text());
    });
    if (opening.isPresent() && opening.get().complete()) {
      return EmotionTags.strip(opening.get().text());
    }
    String begun = opening.map(Opening::text).map(EmotionTags::strip).orElse("");
    EmotionTags emotions = new EmotionTags();
    RepeatFilter repeat = settings.thinker().greetings().repeatFilter();
    Prompt prompt = settings.thinker().prompt(history, text, language).begunWith(begun);
    Fillers filler =
        Fillers.start(
            begun.isEmpty() ? settings.thinker().fillerMs() : 0, language, timer, speech::fill);
    try {
      Completion completion =
          model.generate(
              prompt,
              delta -> {
                filler.stop();
                timeline.mark(Mark.FIRST_TOKEN);
                String marked = emotions.feed(delta);
                speech.add(begun.isEmpty() ? marked : repeat.feed(marked));
                clauses.giveWay();
              },
              cancellation);
      filler.stop();
      String rest = emotions.flush();
      speech.add(begun.isEmpty() ? rest : repeat.feed(rest) + repeat.flush());
      speech.end();
      if (speech.isSilent() && !cancellation.isCancelled()) {
        throw new LanguageModelException("nothing of the answer can be spoken");
      }
      listener.answered(completion);
      String written = EmotionTags.strip(completion.text());
      return begun.isEmpty() ? written : begun + " " + withoutGreeting(written);
    } catch (LanguageModelException e) {
      filler.stop();
      speech.end();
      if (!cancellation.isCancelled()) {
        listener.problem("llm_failed", e);
        speech.sayNow(Apologies.noAnswer(language));
      }
      return begun;
    } finally {
      speech.stop();
    }
  }

  private String withoutGreeting(String written) {
    RepeatFilter repeat = settings.thinker().greetings().repeatFilter();
    return repeat.feed(written) + repeat.flush();
  }

  /** Cuts what is written into what is spoken. Thread safe: the model writes, the timer flushes. */
  private static final class Speech {
    /** So long after its first word the first clause is late: its first phrase is spoken. */
    private static final int LATE_MS = 150;

    private final ClauseSink clauses;
    private final ReplyTimeline timeline;
    private final Fillers.Timer timer;
    private final int stallMs;
    private final BlockFilter blocks = new BlockFilter();
    private final ClauseSplitter splitter = new ClauseSplitter();

    /** Marks that stood where nothing is spoken; they go to what is spoken next. */
    private String marks = "";

    private boolean paragraph;
    private boolean silent = true;

    /** Pieces of text so far; a timer that was started before the last one is void. */
    private int deltas;

    private Runnable unstall = () -> {};
    private Runnable unhurry = () -> {};
    private boolean ended;

    Speech(ClauseSink clauses, ReplyTimeline timeline, Fillers.Timer timer, int stallMs) {
      this.clauses = clauses;
      this.timeline = timeline;
      this.timer = timer;
      this.stallMs = stallMs;
    }

    synchronized void add(String delta) {
      unstall.run();
      if (deltas++ == 0) {
        unhurry = timer.after(LATE_MS, this::hurry);
      }
      splitter.feed(blocks.feed(delta)).forEach(this::offer);
      int now = deltas;
      unstall = timer.after(stallMs, () -> stalled(now));
    }

    private synchronized void hurry() {
      if (!ended) {
        splitter.hurry().forEach(this::offer);
      }
    }

    private synchronized void stalled(int then) {
      if (then == deltas) {
        splitter.stall().ifPresent(this::offer);
      }
    }

    /** Waits for nothing more. */
    synchronized void stop() {
      deltas++;
      ended = true;
      unstall.run();
      unhurry.run();
    }

    synchronized void end() {
      stop();
      splitter.feed(blocks.flush()).forEach(this::offer);
      splitter.flush().ifPresent(this::offer);
    }

    /** A whole text, known beforehand. */
    synchronized void sayNow(String text) {
      ReplyPipeline.marked(text).forEach(clause -> pass(clause, false));
    }

    /** Breaks a silence. */
    synchronized void fill(String text) {
      clauses.add(new Clause(text, false, false));
    }

    /** Whether nothing that the model wrote could be spoken. */
    synchronized boolean isSilent() {
      return silent;
    }

    private void offer(Piece clause) {
      String spoken = SpeechFilter.apply(marks + clause.text());
      paragraph |= clause.paragraph();
      if (spoken.isBlank()) {
        marks += EmotionTags.marks(clause.text());
      } else {
        pass(spoken, paragraph);
        marks = "";
        paragraph = false;
        silent = false;
      }
    }

    private void pass(String spoken, boolean afterLine) {
      timeline.mark(Mark.FIRST_CLAUSE);
      clauses.add(new Clause(spoken, true, afterLine));
    }
  }
}
