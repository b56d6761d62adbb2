package dev.damso.bench;

import dev.damso.conversation.Pacer;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.media.UserFacingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs conversations with callers, in real time. */
public final class Bench implements AutoCloseable {
  /** Silence before a caller's first words. */
  private static final int LEAD_MS = 1_000;

  /** Between two callers' beginnings. */
  private static final int STAGGER_MS = 370;

  /** How far into an answer an interruption begins. */
  private static final int INTERRUPT_AFTER_MS = 1_000;

  private final Meters meters = new Meters();
  private final Pacer pacer = new Pacer();
  private final Stages stages;
  private final ReplySettings settings;
  private final int listenMs;
  private final @Nullable WebRtcLines network;

  /**
   * @param stages not closed by this
   * @param listenMs how long an answer is listened to before it is stopped
   * @param network whether callers go through WebRTC, or are joined to conversations directly
   */
  public Bench(Stages stages, ReplySettings settings, int listenMs, boolean network) {
    this.stages = MeteredStages.of(stages, meters);
    this.settings = settings;
    this.listenMs = listenMs;
    this.network = network ? new WebRtcLines(this.stages, settings, pacer) : null;
  }

  /**
   * What to do.
   *
   * @param sessions callers at a time
   * @param turns of each caller, its first one not counted
   * @param bargeIns interruptions by each caller, after its turns
   */
  public record Plan(int sessions, int turns, int bargeIns) {}

  /**
   * @param progress told the turns that are over
   * @throws UserFacingException where no turn was answered
   */
  public Run run(Plan plan, List<Utterance> utterances, Consumer<Integer> progress)
      throws InterruptedException {
    meters.clear();
    Collected collected = new Collected(progress);
    long cpu = Machine.cpuNanos();
    long began = System.nanoTime();
    try (ExecutorService callers =
        Executors.newCachedThreadPool(Thread.ofPlatform().name("caller-", 0).factory())) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < plan.sessions(); i++) {
        List<Utterance> own = new ArrayList<>(utterances);
        Collections.rotate(own, -i * utterances.size() / plan.sessions());
        int lead = LEAD_MS + i * STAGGER_MS;
        running.add(callers.submit(() -> talk(plan, own, lead, collected)));
      }
      for (Future<?> caller : running) {
        await(caller);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return answered(
        new Run(
            plan.sessions(),
            collected.first,
            collected.turns,
            collected.bargeInMs,
            plan.sessions() * plan.bargeIns(),
            collected.lateMs,
            meters,
            seconds,
            (Machine.cpuNanos() - cpu) / 1e9 / seconds,
            Machine.residentMb()));
  }

  /** The run, if it measured anything. */
  static Run answered(Run run) {
    if (run.turns().stream().allMatch(turn -> turn.latencyMs().isEmpty())) {
      throw UserFacingException.failed(
          "none of %d turns was answered: nothing was measured".formatted(run.turns().size()));
    }
    return run;
  }

  /** What all callers found. Guarded by itself. */
  private static final class Collected {
    final List<Turn> first = new ArrayList<>();
    final List<Turn> turns = new ArrayList<>();
    final List<Double> bargeInMs = new ArrayList<>();
    final List<Double> lateMs = new ArrayList<>();
    private final Consumer<Integer> progress;

    Collected(Consumer<Integer> progress) {
      this.progress = progress;
    }

    synchronized void add(Turn turn, boolean isFirst) {
      (isFirst ? first : turns).add(turn);
      progress.accept(first.size() + turns.size());
    }

    synchronized void bargeIn(OptionalDouble ms) {
      ms.ifPresent(bargeInMs::add);
    }

    synchronized void late(List<Double> ms) {
      lateMs.addAll(ms);
    }
  }

  private Void talk(Plan plan, List<Utterance> utterances, int leadMs, Collected collected)
      throws InterruptedException {
    Line line = network == null ? new InProcessLine(stages, settings, pacer) : network.line();
    MouthWatch mouth = plan.sessions() == 1 ? MouthWatch.open() : MouthWatch.shut();
    try (Caller caller = new Caller(line, listenMs, mouth)) {
      caller.open(leadMs);
      for (int i = 0; i <= plan.turns(); i++) {
        collected.add(caller.ask(utterances.get(i % utterances.size())), i == 0);
      }
      for (int i = 0; i < plan.bargeIns(); i++) {
        Utterance first = utterances.get(i % utterances.size());
        Utterance second = utterances.get((i + 1) % utterances.size());
        collected.bargeIn(caller.interrupt(first, second, INTERRUPT_AFTER_MS).silentMs());
      }
      collected.late(caller.lateMs());
    }
    return null;
  }

  private static void await(Future<?> caller) throws InterruptedException {
    try {
      caller.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
    }
    pacer.close();
  }
}
