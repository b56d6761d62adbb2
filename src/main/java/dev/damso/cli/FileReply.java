package dev.damso.cli;

import dev.damso.config.Config;
import dev.damso.conversation.Question;
import dev.damso.conversation.ReplyListener;
import dev.damso.conversation.ReplyPipeline;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.face.FaceAnimator.State;
import dev.damso.llm.ChatHistory;
import dev.damso.llm.Completion;
import dev.damso.media.Cancellation;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoCodec;
import dev.damso.playout.Playout;
import dev.damso.stt.Transcript;
import dev.damso.telemetry.Percentiles;
import dev.damso.telemetry.ReplyTimeline;
import dev.damso.telemetry.ReplyTimeline.Mark;
import dev.damso.vad.VoiceActivityDetector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers one question from a file, or typed, with a film: the whole pipeline without a network.
 */
final class FileReply {
  private static final double LEAD_IN_SECONDS = 0.4;
  private static final double LEAD_OUT_SECONDS = 0.6;

  /** Silence after a question, so that its turn ends. */
  private static final double TAIL_MS = 1_300;

  private final Config config;
  private final Stages stages;
  private final ReplySettings settings;

  FileReply(Config config, Stages stages, ReplySettings settings) {
    this.config = config;
    this.stages = stages;
    this.settings = settings;
  }

  /**
   * What was answered.
   *
   * @param stages rows of {@code damso bench}, milliseconds
   * @param usage of the language model, {@link Completion#usage}; empty where it was not asked
   */
  record Result(
      String transcript,
      String reply,
      Map<String, Double> stages,
      Map<String, Number> usage,
      double audioMs,
      int frames,
      Map<String, String> providers) {}

  /**
   * A question found in a file.
   *
   * @param turnMs from its last speech to the decision that it has ended
   * @param lateMs from there to its words, where they came later
   * @param passMs what the recogniser took, most of it while it was not decided
   */
  private record Turn(
      Transcript words, double turnMs, double lateMs, double passMs, double vadMs) {}

  /**
   * @param samples 16 kHz in [-1, 1], or null for a typed question
   * @param text the typed question
   */
  Result answer(float @Nullable [] samples, String text, Path out) throws InterruptedException {
    ReplyTimeline timeline = new ReplyTimeline(System::nanoTime);
    Map<String, Double> rows = new LinkedHashMap<>();
    Question question = new Question.Typed(text);
    double turnMs = 0;
    double lateMs = 0;
    if (samples != null) {
      Turn turn = listen(samples);
      question = new Question.Spoken(turn.words());
      turnMs = turn.turnMs();
      lateMs = turn.lateMs();
      rows.put("vad_ms", Json.round(turn.vadMs()));
      rows.put("stt_pass_ms", Json.round(turn.passMs()));
    }
    Playout playout = new Playout();
    try (AnswerFilm film =
        new AnswerFilm(
            out,
            config.face().width(),
            config.face().height(),
            stages.face().get(),
            stages.encoder().apply(VideoCodec.H264),
            playout)) {
      film.face().state(State.THINKING, playout.now());
      film.roll(LEAD_IN_SECONDS);
      ReplyId id = ReplyId.NONE.next();
      playout.begin(id);
      long turnEnd = System.nanoTime() - (long) (lateMs * 1e6);
      timeline.markAt(Mark.TURN_END, turnEnd);
      timeline.markAt(Mark.STT_START, turnEnd);
      timeline.markAt(Mark.SPEECH_END, turnEnd - (long) (turnMs * 1e6));
      AtomicReference<Map<String, Number>> usage = new AtomicReference<>(Map.of());
      ReplyPipeline.Outcome outcome = run(id, question, timeline, film, playout, usage::set);
      double audioMs = film.frameMs().size() * 40.0;
      film.roll(LEAD_OUT_SECONDS);
      film.finish();
      rows.putAll(timeline.stages());
      rows.put("encoding_ms", Json.round(Percentiles.of(film.encodingMs()).p50()));
      return new Result(
          outcome.question().text(),
          outcome.answer(),
          rows,
          usage.getPlain(),
          Json.round(audioMs - LEAD_IN_SECONDS * 1000),
          film.frameMs().size(),
          providers());
    }
  }

  /** Films speech while more of it is being made. */
  private ReplyPipeline.Outcome run(
      ReplyId id,
      Question question,
      ReplyTimeline timeline,
      AnswerFilm film,
      Playout playout,
      Consumer<Map<String, Number>> usage)
      throws InterruptedException {
    // Empty once there is no more.
    LinkedBlockingQueue<Optional<SpeechChunk>> chunks = new LinkedBlockingQueue<>();
    List<Throwable> failures = new ArrayList<>();
    ReplyListener listener =
        new ReplyListener() {
          @Override
          public void understood(String text, String language) {}

          @Override
          public void speech(SpeechChunk chunk) {
            chunks.add(Optional.of(chunk));
          }

          @Override
          public void answered(Completion completion) {
            usage.accept(completion.usage());
          }

          @Override
          public void problem(String code, Throwable cause) {
            synchronized (failures) {
              failures.add(cause);
            }
          }
        };
    ReplyPipeline pipeline = new ReplyPipeline(stages, settings);
    ReplyPipeline.@Nullable Outcome[] outcome = new ReplyPipeline.Outcome[1];
    Thread maker =
        Thread.ofPlatform()
            .name("reply")
            .start(() -> {
              try {
                outcome[0] =
                    pipeline.run(
                        id, question, new ChatHistory(), timeline, listener, Cancellation.none());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                listener.problem("internal", e);
              } finally {
                chunks.add(Optional.empty());
              }
            });
    boolean first = true;
    for (var chunk = chunks.take(); chunk.isPresent(); chunk = chunks.take()) {
      film.speech(chunk.get());
      if (first) {
        film.face().state(State.SPEAKING, playout.now());
        timeline.mark(Mark.PLAYOUT_START);
        film.roll(1.0 / 25);
        timeline.mark(Mark.FIRST_FRAME);
        first = false;
      }
    }
    maker.join();
    film.rollToEnd();
    if (!failures.isEmpty()) {
      throw UserFacingException.failed(
          "no answer: " + failures.getFirst().getMessage(), failures.getFirst());
    }
    ReplyPipeline.Outcome made = outcome[0];
    if (made == null || first) {
      throw UserFacingException.badInput("no speech was understood in the question");
    }
    return made;
  }

  /** Runs the question through hearing, as a conversation would. */
  private Turn listen(float[] samples) {
    try (TurnReplay replay =
        new TurnReplay(
            stages.voiceActivity().get(),
            stages.turns().get(),
            stages.speechToText(),
            stages.completeness(),
            settings.sttLanguage())) {
      replay.hear(samples, TAIL_MS, now -> {});
      if (replay.turns().isEmpty()) {
        throw UserFacingException.badInput("no speech was found in the question");
      }
      // A pause inside the file does not split the question: all of it is asked at once.
      String text =
          replay.turns().stream()
              .map(turn -> turn.words().text())
              .filter(words -> !words.isEmpty())
              .collect(Collectors.joining(" "));
      TurnReplay.Turn last = replay.turns().getLast();
      double windowLength =
          VoiceActivityDetector.WINDOW * 1000.0 / VoiceActivityDetector.SAMPLE_RATE;
      return new Turn(
          new Transcript(text, last.words().language(), true),
          last.ms() - last.ended().speechEnd().millis(),
          last.wordsMs() - last.ms(),
          Percentiles.of(replay.models().finalMs()).p50(),
          windowLength + Percentiles.of(replay.windowMs()).p50());
    }
  }

  private Map<String, String> providers() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("stt", stages.speechToText().name());
    names.put("llm", stages.languageModel().name());
    names.put("tts", stages.textToSpeech().name());
    return names;
  }
}
