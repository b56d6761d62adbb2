package dev.damso.bench;

import dev.damso.bench.fixed.FixedLanguageModel;
import dev.damso.conversation.MediaSink;
import dev.damso.conversation.Pacer;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.media.EncodedFrame;
import dev.damso.media.VideoCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The media path in real time: whole conversations through the server's WebRTC on the loopback
 * interface, with real faces and encoders, to a receiver that decodes.
 */
public final class MediaBench implements AutoCloseable {
  /** Connections before the first that is measured. */
  private static final int WARM_UP = 20;

  /** How long threads of closed conversations may take to end. */
  private static final int SETTLE_SECONDS = 5;

  private static final int INTERRUPT_AFTER_MS = 2_000;
  private static final int LONGEST_LISTENING_MS = 8_000;

  /** Of a long run; each stops everything for a collection, so no more often than once a minute. */
  private static final int FOOTPRINTS = 30;

  private static final int SHORTEST_STEP_SECONDS = 60;

  private final Stages stages;
  private final Stages clicking;
  private final ReplySettings settings;
  private final Pacer pacer = new Pacer();
  private final DrawnPictures drawn = new DrawnPictures();
  private final ScheduledExecutorService holder =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("held-pictures").daemon().factory());
  private final LoopbackServer server;

  /**
   * What is wrong with the pictures, for the bench to find.
   *
   * @param drawnLateMs they show what should have been shown so long ago
   * @param sentLateMs they leave so late
   */
  public record Fault(int drawnLateMs, int sentLateMs) {
    public static final Fault NONE = new Fault(0, 0);
  }

  /**
   * @param stages with fixed providers; not closed by this
   */
  public MediaBench(Stages stages, ReplySettings settings, Fault fault) {
    this.stages = stages;
    this.settings = settings;
    this.clicking =
        new Stages(
            stages.speechToText(),
            new FixedLanguageModel(),
            new ClickingVoice(),
            stages.completeness(),
            stages.voiceActivity(),
            stages.turns(),
            () -> new StampedFace(stages.face().get(), drawn, fault.drawnLateMs()),
            stages.encoder());
    this.server =
        new LoopbackServer(
            clicking, settings, pacer, sink -> fault.sentLateMs() == 0 ? sink : late(sink, fault));
    server.warmUp();
  }

  private MediaSink late(MediaSink sink, Fault fault) {
    return new MediaSink() {
      @Override
      public void audio(EncodedFrame opus) {
        sink.audio(opus);
      }

      @Override
      public VideoCodec videoCodec() {
        return sink.videoCodec();
      }

      @Override
      public void video(EncodedFrame picture) {
        var _ =
            holder.schedule(() -> sink.video(picture), fault.sentLateMs(), TimeUnit.MILLISECONDS);
      }
    };
  }

  /**
   * Connects and hangs up, one call after the other.
   *
   * @param firstPictureMs from the offer to the first picture, of each call
   */
  public record Connects(List<Double> firstPictureMs, Footprint before, Footprint after) {}

  public Connects connects(int number, Consumer<Integer> progress) throws InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      connectOnce();
    }
    Footprint before = settled();
    List<Double> ms = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      ms.add(connectOnce());
      progress.accept(i + 1);
    }
    return new Connects(ms, before, settled());
  }

  private double connectOnce() throws InterruptedException {
    try (MediaCall call = new MediaCall(drawn, 1)) {
      return call.connect(server);
    }
  }

  /** What is held once the last conversation's threads are gone. */
  private static Footprint settled() throws InterruptedException {
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    return Footprint.now();
  }

  /**
   * A conversation that talks without end.
   *
   * @param shownMs how much later lips are than their sound, where a receiver goes by the sender's
   *     clock and holds sound for 40 ms
   * @param arrivedMs the same as pictures and sound came
   * @param driftMs of {@code shownMs} over the run
   * @param pictureMs from drawing to the receiver's decoder's output
   * @param footprints from the beginning to the end, at equal distances
   */
  public record Talk(
      List<Double> shownMs,
      List<Double> arrivedMs,
      double driftMs,
      List<Double> pictureMs,
      List<Footprint> footprints) {}

  public Talk talk(int seconds, Consumer<Integer> progress) throws InterruptedException {
    try (MediaCall call = new MediaCall(drawn, seconds)) {
      call.connect(server);
      call.talk();
      List<Footprint> footprints = new ArrayList<>(List.of(Footprint.now()));
      int step = Math.max(SHORTEST_STEP_SECONDS, seconds / FOOTPRINTS);
      for (int at = 0; at < seconds; at += step) {
        TimeUnit.SECONDS.sleep(Math.min(step, seconds - at));
        footprints.add(Footprint.now());
        progress.accept(at + step);
      }
      return new Talk(
          call.offset().shown(),
          call.offset().arrived(),
          call.offset().drift(),
          call.delayMs(),
          footprints);
    }
  }

  /**
   * Conversations that talk at a time; nothing else is measured meanwhile, for a collection would
   * stop them all.
   *
   * @return of each packet of sound of all, how much later than the earliest it came, milliseconds
   */
  public List<Double> lateness(int conversations, int seconds) throws InterruptedException {
    List<MediaCall> calls = new ArrayList<>();
    try {
      for (int i = 0; i < conversations; i++) {
        MediaCall call = new MediaCall(drawn, seconds);
        calls.add(call);
        call.connect(server);
        call.talk();
      }
      TimeUnit.SECONDS.sleep(seconds);
      return calls.stream().flatMap(call -> call.lateMs().stream()).toList();
    } finally {
      calls.forEach(MediaCall::close);
    }
  }

  /**
   * Answers that were spoken into.
   *
   * @param silentMs from the start of speech in the input to the answer's last audible sample
   * @param restMs to the first picture with the mouth at rest
   * @param missed those that went on
   */
  public record BargeIns(List<Double> silentMs, List<Double> restMs, int missed) {}

  public BargeIns bargeIns(int number, List<Utterance> utterances, Consumer<Integer> progress)
      throws InterruptedException {
    List<Double> silent = new ArrayList<>();
    List<Double> rest = new ArrayList<>();
    try (WebRtcLines lines = new WebRtcLines(stages, settings, pacer);
        Caller caller = new Caller(lines.line(), LONGEST_LISTENING_MS, MouthWatch.open())) {
      caller.open(2_000);
      for (int i = 0; i < number; i++) {
        Utterance first = utterances.get(i % utterances.size());
        Utterance second = utterances.get((i + 1) % utterances.size());
        Caller.Stopped stopped = caller.interrupt(first, second, INTERRUPT_AFTER_MS);
        add(stopped.silentMs(), silent);
        add(stopped.restMs(), rest);
        progress.accept(i + 1);
      }
    }
    return new BargeIns(silent, rest, number - silent.size());
  }

  private static void add(OptionalDouble value, List<Double> to) {
    if (value.isPresent()) {
      to.add(value.getAsDouble());
    }
  }

  @Override
  public void close() {
    server.close();
    pacer.close();
    holder.shutdownNow();
  }
}
