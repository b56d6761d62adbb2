package dev.damso.conversation;

import dev.damso.audio.JitterBuffer;
import dev.damso.audio.OpusEncoder;
import dev.damso.face.FaceAnimator.State;
import dev.damso.llm.ChatHistory;
import dev.damso.media.AudioFrame;
import dev.damso.media.Cancellation;
import dev.damso.media.EncodedFrame;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.playout.PlaybackFinished;
import dev.damso.playout.Playout;
import dev.damso.telemetry.ReplyTimeline;
import dev.damso.telemetry.ReplyTimeline.Mark;
import dev.damso.turn.TurnEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One conversation.
 *
 * <pre>
 *   Opus packet → Microphone → Ear → TurnEvent → ReplyPipeline → Playout → Opus packet
 *                                                      └→ VideoLoop → H.264 access unit
 * </pre>
 *
 * Back flow {@code Interruption} (down the reply) and {@code PlaybackFinished} (to the history:
 * what was really heard). Its state belongs to one thread, {@code conversation-N}, which takes work
 * from an inbox of 512 items; a full inbox drops the newest item and counts it. It is a platform
 * thread, for it calls native code (voice activity, Opus).
 */
public final class Conversation implements Pacer.Paced, AutoCloseable {
  private static final Logger LOG = System.getLogger(Conversation.class.getName());
  private static final int INBOX = 512;

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final long number = NUMBERS.incrementAndGet();
  private final BlockingQueue<Runnable> inbox = new ArrayBlockingQueue<>(INBOX);
  private final AtomicLong dropped = new AtomicLong();
  private final ReplySettings settings;
  private final ReplyPipeline pipeline;
  private final MediaSink sink;
  private final Consumer<ConversationEvent> events;
  private final Pacer pacer;
  private final Playout playout = new Playout();
  private final OpusEncoder opus = new OpusEncoder();
  private final VideoLoop video;
  private final Microphone microphone = new Microphone(new JitterBuffer());
  private final Ear ear;
  private final ChatHistory history = new ChatHistory();
  private final Thread thread;
  private volatile boolean closed;

  // Conversation thread only.
  private @Nullable ActiveReply active;
  private ReplyId lastReply = ReplyId.NONE;
  private State state = State.IDLE;
  private Cancellation resting = Cancellation.none();

  /** A reply that is being made or played. */
  private record ActiveReply(
      ReplyId id, ReplyTimeline timeline, Cancellation cancellation, Thread thread) {}

  public Conversation(
      Stages stages,
      ReplySettings settings,
      Pacer pacer,
      MediaSink sink,
      Consumer<ConversationEvent> events) {
    this.settings = settings;
    this.pipeline = new ReplyPipeline(stages, settings);
    this.pacer = pacer;
    this.sink = sink;
    this.events = events;
    this.ear = new Ear(stages.voiceActivity().get(), stages.turns().get());
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
    this.thread = Thread.ofPlatform().name("conversation-" + number).daemon().start(this::run);
  }

  /** Begins to play and to listen; idle pictures and silence flow from here on. */
  public void start() {
    post(() -> state(State.LISTENING));
    pacer.add(this);
    Thread.ofPlatform().name("prepare-" + number).daemon().start(this::prepare);
  }

  /** Reads the beginning of the prompt while the person still thinks of what to say. */
  private void prepare() {
    try {
      pipeline.prepare();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the language model did not get ready", e);
    }
  }

  /** A packet of the microphone. Any thread. */
  public void microphone(int sequence, byte[] opusPayload) {
    post(() -> microphone.push(sequence, opusPayload));
  }

  /** The person typed: what is being said gives way. Any thread. */
  public void say(String text) {
    post(() -> {
      interrupt();
      long now = System.nanoTime();
      reply(new Question.Typed(text), now, now);
    });
  }

  /** The person wants silence. Any thread. */
  public void hush() {
    post(this::interrupt);
  }

  /** A viewer needs a picture to start with. Any thread. */
  public void keyFrame() {
    video.keyFrame();
  }

  /** Items that a full inbox has dropped. */
  public long dropped() {
    return dropped.get();
  }

  /** 20 ms have passed. Pacer's thread. */
  @Override
  public void tick() {
    synchronized (opus) {
      if (closed) {
        return;
      }
      Playout.Block block = playout.next();
      AudioFrame audio = block.audio();
      sink.audio(new EncodedFrame(audio.pts(), opus.encode(audio.pcm()), true));
      video.tick(audio.pts());
      boolean speaking = block.speech();
      post(() -> hear(speaking));
      block.finished().ifPresent(finished -> post(() -> finished(finished)));
    }
  }

  private void post(Runnable item) {
    if (!closed && !inbox.offer(item)) {
      dropped.incrementAndGet();
    }
  }

  private void run() {
    try (microphone) {
      while (!closed) {
        inbox.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "conversation " + number + " failed", e);
      problem("internal");
      close();
    } finally {
      resting.cancel();
      ActiveReply reply = active;
      if (reply != null) {
        reply.cancellation().cancel();
      }
    }
  }

  private void hear(boolean avatarSpeaking) {
    ear.avatarSpeaking(avatarSpeaking);
    microphone.next().ifPresent(samples -> ear.listen(samples).forEach(this::onTurn));
    ActiveReply reply = active;
    if (avatarSpeaking && reply != null && state != State.SPEAKING) {
      reply.timeline().mark(Mark.PLAYOUT_START);
      state(State.SPEAKING);
    }
  }

  private void onTurn(TurnEvent event) {
    switch (event) {
      case TurnEvent.Interruption interruption -> interrupt();
      case TurnEvent.TurnEnded ended -> {
        interrupt();
        long now = System.nanoTime();
        long silence = (long) ((ended.at().millis() - ended.speechEnd().millis()) * 1e6);
        reply(
            new Question.Spoken(ear.utterance(ended.speechStart(), ended.speechEnd())),
            now - silence,
            now);
      }
      case TurnEvent.SpeechStarted started -> state(State.LISTENING);
      case TurnEvent.SpeechPaused paused -> {}
      case TurnEvent.SpeechResumed resumed -> {}
    }
  }

  private void reply(Question question, long speechEndNanos, long turnEndNanos) {
    lastReply = lastReply.next();
    ReplyId id = lastReply;
    ReplyTimeline timeline = new ReplyTimeline(System::nanoTime);
    timeline.markAt(Mark.SPEECH_END, speechEndNanos);
    timeline.markAt(Mark.TURN_END, turnEndNanos);
    Cancellation cancellation = new Cancellation();
    resting.cancel();
    ChatHistory before = history.copy();
    playout.begin(id);
    state(State.THINKING);
    Thread replyThread =
        Thread.ofPlatform()
            .name("reply-" + number + "-" + id.value())
            .daemon()
            .start(() -> make(id, question, before, timeline, cancellation));
    active = new ActiveReply(id, timeline, cancellation, replyThread);
  }

  private void make(
      ReplyId id,
      Question question,
      ChatHistory before,
      ReplyTimeline timeline,
      Cancellation cancellation) {
    try {
      pipeline.run(id, question, before, timeline, new ToPlayout(id, timeline), cancellation);
      playout.end(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "reply " + id.value() + " of conversation " + number + " failed", e);
      problem("internal");
      playout.end(id);
    }
  }

  /** Takes a reply's results from its threads. */
  private final class ToPlayout implements ReplyListener {
    private final ReplyId id;
    private final ReplyTimeline timeline;

    ToPlayout(ReplyId id, ReplyTimeline timeline) {
      this.id = id;
      this.timeline = timeline;
    }

    @Override
    public void understood(String text, String language) {
      post(() -> {
        if (isActive(id) && !text.isEmpty()) {
          history.addUser(text);
          events.accept(new ConversationEvent.UserSaid(id.value(), text));
        }
      });
    }

    @Override
    public void speech(SpeechChunk chunk) {
      playout
          .enqueue(chunk)
          .ifPresent(start -> {
            video.speech(chunk, start, () -> timeline.mark(Mark.FIRST_FRAME));
            events.accept(
                new ConversationEvent.AvatarSays(
                    id.value(), chunk.spokenText(), start.millis() - playout.now().millis()));
          });
    }

    @Override
    public void problem(String code, Throwable cause) {
      LOG.log(Level.WARNING, "conversation {0}: {1}: {2}", number, code, cause.getMessage());
      LOG.log(Level.DEBUG, "cause", cause);
      Conversation.this.problem(code);
    }
  }

  private void problem(String code) {
    events.accept(new ConversationEvent.Problem(code, Problems.message(code, settings.language())));
  }

  private boolean isActive(ReplyId id) {
    ActiveReply reply = active;
    return reply != null && reply.id().equals(id);
  }

  /** Barge-in: silence first, then everything else. */
  private void interrupt() {
    ActiveReply reply = active;
    if (reply == null) {
      return;
    }
    var finished = playout.flush();
    video.stopSpeech(playout.now());
    reply.timeline().mark(Mark.INTERRUPTED);
    reply.cancellation().cancel();
    finished.ifPresent(this::finished);
    active = null;
  }

  private void finished(PlaybackFinished finished) {
    ActiveReply reply = active;
    if (reply == null || !reply.id().equals(finished.reply())) {
      return;
    }
    active = null;
    if (!finished.heardText().isEmpty()) {
      history.addAssistant(finished.heardText());
      rest();
    }
    Map<String, Double> rows = reply.timeline().stages();
    events.accept(
        new ConversationEvent.ReplyFinished(
            reply.id().value(), finished.heardText(), finished.interrupted(), rows));
    state(State.LISTENING);
  }

  /** Reads ahead and summarises until the next reply begins. */
  private void rest() {
    Cancellation cancellation = new Cancellation();
    resting = cancellation;
    ChatHistory copy = history.copy();
    Thread.ofPlatform()
        .name("rest-" + number)
        .daemon()
        .start(() -> {
          try {
            pipeline
                .rest(copy, cancellation)
                .ifPresent(change -> post(() -> change.accept(history)));
          } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the language model did not get ready", e);
          }
        });
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
    pacer.remove(this);
    thread.interrupt();
    video.close();
  }
}
