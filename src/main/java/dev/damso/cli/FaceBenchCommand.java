package dev.damso.cli;

import dev.damso.face.FaceAnimator;
import dev.damso.face.FaceAnimator.State;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.Backdrop;
import dev.damso.face.rig.RigFaceAnimator;
import dev.damso.media.MediaTime;
import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.telemetry.Percentiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench face}: the time of a picture on one core, speaking and idle, by size. */
@Command(name = "face", description = "Measures drawing alone: milliseconds a picture.")
final class FaceBenchCommand implements Callable<Integer> {
  private static final String[] PHONES = "a n j ʌ ŋ h a s e j o m u p".split(" ");
  private static final double PHONE_MS = 90;
  private static final int WARM_UP = 250;

  @Option(names = "--avatar", description = "name or folder (mina)")
  private String avatar = "mina";

  @Option(names = "--frames", description = "pictures measured of each kind (500)")
  private int frames = 500;

  @Option(names = "--json", description = "print JSON on standard output")
  private boolean json;

  @Override
  public Integer call() {
    AvatarBundle bundle = AvatarBundle.load(avatar);
    Map<String, Object> rows = new LinkedHashMap<>();
    for (int[] size : new int[][] {{640, 480}, {1280, 720}}) {
      for (State state : new State[] {State.SPEAKING, State.IDLE}) {
        Percentiles ms = measure(bundle, size[0], size[1], state);
        String row = "%dx%d %s".formatted(size[0], size[1], state.name().toLowerCase(Locale.ROOT));
        rows.put(row, ms.toMap());
        if (!json) {
          System.out.printf("%-20s p50 %5.2f  p95 %5.2f ms%n", row, ms.p50(), ms.p95());
        }
      }
    }
    if (json) {
      Json.print(rows);
    }
    return 0;
  }

  private Percentiles measure(AvatarBundle bundle, int width, int height, State state) {
    List<Double> ms = new ArrayList<>();
    try (RigFaceAnimator face =
        new RigFaceAnimator(bundle, Backdrop.load(Backdrop.NAMES.getFirst()), width, height, 1)) {
      face.state(state, MediaTime.ofMillis(0));
      if (state == State.SPEAKING) {
        face.speech(speech(), MediaTime.ofMillis(0));
      }
      for (int i = 0; i < WARM_UP + frames; i++) {
        long started = System.nanoTime();
        face.frame(MediaTime.ofMillis(1_000L * i / FaceAnimator.FRAMES_PER_SECOND));
        if (i >= WARM_UP) {
          ms.add((System.nanoTime() - started) / 1e6);
        }
      }
    }
    return Percentiles.of(ms);
  }

  private SpeechChunk speech() {
    int seconds = (WARM_UP + frames) / FaceAnimator.FRAMES_PER_SECOND;
    List<Phoneme> phones = new ArrayList<>();
    for (double at = 0; at < seconds * 1_000; at += PHONE_MS) {
      phones.add(new Phoneme(PHONES[phones.size() % PHONES.length], at, at + PHONE_MS));
    }
    short[] pcm = new short[seconds * SpeechChunk.SAMPLE_RATE];
    return new SpeechChunk(ReplyId.NONE.next(), pcm, "", "ko", phones);
  }
}
