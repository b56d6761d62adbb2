package dev.damso.conversation;

import dev.damso.audio.JitterBuffer;
import dev.damso.audio.OpusEncoder;
import dev.damso.face.FaceAnimator.State;
import dev.damso.llm.ChatHistory;
import dev.damso.media.AudioFrame;
import dev.damso.media.EncodedFrame;
import dev.damso.media.SpeechChunk;
import dev.damso.playout.PlaybackFinished;
import dev.damso.playout.Playout;
import dev.damso.stt.PartialTranscript;
import dev.damso.stt.Transcript;
import dev.damso.telemetry.ReplyTimeline;
import dev.damso.telemetry.ReplyTimeline.Mark;
import dev.damso.turn.TurnEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One conversation.
 *
 * <pre>
 *   Opus packet → Microphone → Hearing → TurnEvent ──────────┐
 *                                 └→ words at a pause → draft → Reply → Speaking → Playout → Opus packet
 *                                                                           └→ VideoLoop → H.264 access unit
 * </pre>
 *
 * Back flow {@code Interruption} (down the reply) and {@code PlaybackFinished} (to the history:
 * what was really heard). Its state belongs to one thread, {@code conversation-N}, which takes work
 * from an {@link Inbox}. It is a platform thread, for it calls native code (voice activity, Opus).
 */
public final class Conversation implements Pacer.Paced, AutoCloseable {
  private static final Logger LOG = System.getLogger(Conversation.class.getName());
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final long number = NUMBERS.incrementAndGet();
  private final Inbox inbox = new Inbox();
  private final ReplySettings settings;
  private final MediaSink sink;
  private final Consumer<ConversationEvent> events;
  private final Pacer pacer;
  private final Playout playout = new Playout();
  private final OpusEncoder opus = new OpusEncoder();
  private final VideoLoop video;
  private final Microphone microphone = new Microphone(new JitterBuffer());
  private final Hearing hearing;
  private final Speaking speaking;
  private final ChatHistory history = new ChatHistory();
  private final Drafts drafts;
  private final IdleWork idle;
  private final Thread thread;

  /** Of the reply that is voiced; written by the conversation's thread. */
  private volatile @Nullable ReplyTimeline voiced;

  /** By the lock of {@link #opus}. */
  private boolean closed;

  /** Pacer's thread only. */
  private Playout.@Nullable Block sent;

  // Conversation thread only.

  /** The reply that is voiced, or about to be. */
  private @Nullable Reply active;

  private @Nullable TurnEnd awaitingWords;
  private State state = State.IDLE;
  private State beforeOverlap = State.LISTENING;
  private boolean pause;
  private long heardAtNanos;
  private long askedAtNanos;

  /** When a turn ended, by {@link System#nanoTime}. */
  private record TurnEnd(long speechEndNanos, long askedNanos, long decidedNanos) {}

  public Conversation(
      Stages stages,
      ReplySettings settings,
      Pacer pacer,
      MediaSink sink,
      Consumer<ConversationEvent> events) {
    this.settings = settings;
    ReplyPipeline pipeline = new ReplyPipeline(stages, settings);
    this.drafts = new Drafts("reply-" + number, pipeline, history);
    this.idle = new IdleWork(String.valueOf(number), pipeline, inbox);
    this.pacer = pacer;
    this.sink = sink;
    this.events = events;
    this.video =
        new VideoLoop(
            number,
            stages.face().get(),
            stages.encoder().apply(sink.videoCodec()),
            sink::video,
            failure -> {
              LOG.log(Level.ERROR, "the pictures of conversation " + number + " stop", failure);
              problem("picture_failed");
            });
    this.speaking = new Speaking(playout, video, events);
    this.hearing =
        new Hearing(
            new Ear(stages.voiceActivity().get(), stages.turns().get()),
            stages.speechToText(),
            stages.completeness(),
            settings.sttLanguage(),
            inbox,
            new Heard());
    this.thread = Thread.ofPlatform().name("conversation-" + number).daemon().start(this::run);
  }

  /** Begins to play and to listen; idle pictures and silence flow from here on. */
  public void start() {
    synchronized (opus) {
      if (closed) {
        return; // it ended meanwhile
      }
      inbox.execute(() -> state(State.LISTENING));
      pacer.add(this);
    }
    idle.prepare();
  }

  /** A packet of the microphone. Any thread. */
  public void microphone(int sequence, byte[] opusPayload) {
    inbox.execute(() -> microphone.push(sequence, opusPayload));
    sink.microphone(sequence, opusPayload);
  }

  /** The person typed: what is being said gives way. Any thread. */
  public void say(String text) {
    inbox.execute(() -> {
      interrupt();
      dropDraft();
      long now = System.nanoTime();
      idle.stop();
      voice(drafts.begin(new Question.Typed(text)), new TurnEnd(now, now, now));
    });
  }

  /** The person wants silence. Any thread. */
  public void hush() {
    inbox.execute(this::interrupt);
  }

  /** What pictures may take from now on, bits a second. Any thread. */
  public void videoRate(int bitsPerSecond) {
    video.rate(bitsPerSecond);
  }

  /** A viewer needs a picture to start with. Any thread. */
  public void keyFrame() {
    video.keyFrame();
  }

  /** Items that a full inbox has dropped. */
  public long dropped() {
    return inbox.dropped();
  }

  /** The next 20 ms of sound. Pacer's thread. */
  @Override
  public void tick() {
    synchronized (opus) {
      if (closed) {
        return;
      }
      Playout.Block block = playout.next();
      AudioFrame audio = block.audio();
      ReplyTimeline timeline = block.speech() ? voiced : null;
      if (timeline != null) {
        timeline.mark(Mark.PLAYOUT_START);
      }
      sink.audio(new EncodedFrame(audio.pts(), opus.encode(audio.pcm()), true));
      if (timeline != null) {
        timeline.mark(Mark.FIRST_PACKET);
      }
      sent = block;
    }
  }

  /** What comes of the sound that has left. Pacer's thread. */
  @Override
  public void ticked() {
    Playout.Block block = sent;
    if (block == null) {
      return;
    }
    sent = null;
    video.tick(block.audio().pts());
    inbox.execute(() -> hear(block));
    block.finished().ifPresent(finished -> inbox.execute(() -> finished(finished)));
  }

  private void run() {
    try (microphone) {
      inbox.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "conversation " + number + " failed", e);
      problem("internal");
      close();
    } finally {
      idle.stop();
      hearing.close();
      drafts.close();
    }
  }

  private void hear(Playout.Block played) {
    hearing.avatar(active != null, played.decibels());
    microphone
        .next()
        .ifPresent(samples -> {
          heardAtNanos = System.nanoTime();
          hearing.listen(samples);
        });
    if (played.speech() && active != null && state != State.SPEAKING) {
      state(State.SPEAKING);
    }
  }

  /** What {@link Hearing} finds. */
  private final class Heard implements Hearing.Listener {
    @Override
    public void turn(TurnEvent event) {
      switch (event) {
        case TurnEvent.SpeechStarted _ -> listenUnlessActive();
        case TurnEvent.SpeechPaused _ -> pause = true;
        case TurnEvent.SpeechResumed _ -> dropDraft();
        case TurnEvent.TurnDropped _ -> dropDraft();
        case TurnEvent.TurnEnded ended -> ended(ended);
        case TurnEvent.Overlap _ -> giveWay();
        case TurnEvent.FalseInterruption _ -> goOn();
        case TurnEvent.Interruption _ -> interrupt();
        case TurnEvent.VerdictWanted _, TurnEvent.Lull _, TurnEvent.LullOver _ -> {}
      }
    }

    @Override
    public void partial(PartialTranscript partial) {
      events.accept(new ConversationEvent.UserPartial(partial.stable(), partial.tail()));
      if (active == null && !pause) {
        idle.prefill(history, partial.stable());
      }
    }

    @Override
    public void asked() {
      askedAtNanos = System.nanoTime();
    }

    @Override
    public void words(Transcript words) {
      TurnEnd end = awaitingWords;
      if (end != null) {
        awaitingWords = null;
        answer(words, end);
      } else if (pause && active == null && !words.text().isEmpty()) {
        idle.stop();
        drafts.draft(new Question.Spoken(words));
      }
    }

    @Override
    public void failed(Throwable cause) {
      LOG.log(Level.WARNING, "conversation {0} could not hear: {1}", number, cause.toString());
      LOG.log(Level.DEBUG, "cause", cause);
    }
  }

  private void listenUnlessActive() {
    if (active == null) {
      state(State.LISTENING);
    }
  }

  private void ended(TurnEvent.TurnEnded ended) {
    pause = false;
    double sinceMs = hearing.heard().millis() - ended.speechEnd().millis();
    TurnEnd end =
        new TurnEnd(heardAtNanos - (long) (sinceMs * 1e6), askedAtNanos, System.nanoTime());
    hearing.words().ifPresentOrElse(words -> answer(words, end), () -> awaitingWords = end);
  }

  private void answer(Transcript words, TurnEnd end) {
    interrupt();
    pause = false;
    Optional<Reply> made = drafts.take(words.text());
    if (words.text().isEmpty()) {
      events.accept(new ConversationEvent.UserPartial("", ""));
      state(State.LISTENING);
    } else {
      idle.stop();
      voice(made.orElseGet(() -> drafts.begin(new Question.Spoken(words))), end);
    }
  }

  private void dropDraft() {
    pause = false;
    drafts.drop();
  }

  private void voice(Reply reply, TurnEnd end) {
    reply.timeline().markAt(Mark.SPEECH_END, end.speechEndNanos());
    reply.timeline().markAt(Mark.STT_START, end.askedNanos());
    reply.timeline().markAt(Mark.TURN_END, end.decidedNanos());
    voiced = reply.timeline();
    playout.begin(reply.id());
    state(State.THINKING);
    active = reply;
    reply.voice(new ToPlayout(reply));
  }

  /** Takes a reply's results from its threads. */
  private final class ToPlayout implements Reply.Voice {
    private final Reply reply;

    ToPlayout(Reply reply) {
      this.reply = reply;
    }

    @Override
    public void understood(String text, String language) {
      inbox.execute(() -> {
        if (reply.equals(active) && !text.isEmpty()) {
          history.addUser(text);
          events.accept(new ConversationEvent.UserSaid(reply.id().value(), text));
        }
      });
    }

    @Override
    public void speech(SpeechChunk chunk) {
      speaking.say(reply, chunk);
    }

    @Override
    public void problem(String code, Throwable cause) {
      LOG.log(Level.WARNING, "conversation {0}: {1}: {2}", number, code, cause.getMessage());
      LOG.log(Level.DEBUG, "cause", cause);
      Conversation.this.problem(code);
    }

    @Override
    public void made(@Nullable RuntimeException failure) {
      if (failure != null) {
        long id = reply.id().value();
        LOG.log(Level.ERROR, "reply " + id + " of conversation " + number + " failed", failure);
        Conversation.this.problem("internal");
      }
      playout.end(reply.id());
    }
  }

  private void problem(String code) {
    events.accept(new ConversationEvent.Problem(code, Problems.message(code, settings.language())));
  }

  /** The person makes a sound while the avatar speaks: silence, until it is known what it was. */
  private void giveWay() {
    Reply reply = active;
    if (reply != null) {
      speaking.pause(reply);
      beforeOverlap = state;
      state(State.LISTENING);
    }
  }

  private void goOn() {
    Reply reply = active;
    if (reply != null) {
      speaking.goOn(reply);
      state(beforeOverlap);
    }
  }

  /** Barge-in: silence first, then everything else. */
  private void interrupt() {
    Reply reply = active;
    if (reply == null) {
      return;
    }
    Optional<PlaybackFinished> finished = speaking.stop();
    reply.timeline().mark(Mark.INTERRUPTED);
    reply.cancel();
    finished.ifPresent(this::finished);
    active = null;
  }

  private void finished(PlaybackFinished finished) {
    Reply reply = active;
    if (reply == null || !reply.id().equals(finished.reply())) {
      return;
    }
    active = null;
    if (!finished.heardText().isEmpty()) {
      history.addAssistant(finished.heardText());
      idle.rest(history);
    }
    reply.timeline().mark(Mark.FINISHED);
    events.accept(
        new ConversationEvent.ReplyFinished(
            reply.id().value(),
            finished.heardText(),
            finished.interrupted(),
            reply.timeline(),
            reply.completion()));
    state(State.LISTENING);
  }

  private void state(State next) {
    if (next != state) {
      state = next;
      video.state(next, playout.now());
      events.accept(new ConversationEvent.StateChanged(next));
    }
  }

  /** Ends at once; safe to call twice, and from any thread. */
  @Override
  public void close() {
    synchronized (opus) {
      if (closed) {
        return;
      }
      closed = true;
      opus.close();
    }
    inbox.close();
    pacer.remove(this);
    thread.interrupt();
    video.close();
    sink.close();
  }
}
