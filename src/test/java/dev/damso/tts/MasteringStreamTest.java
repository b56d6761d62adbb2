package dev.damso.tts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.damso.audio.Pcm;
import dev.damso.media.Phoneme;
import dev.damso.tts.Mastering.Take;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MasteringStreamTest {
  private static final int RATE = 24_000;

  /** What brings the tone to the target. */
  private static final double USUAL_DB = -8.3;

  private static final List<Phoneme> PHONEMES =
      List.of(new Phoneme("", 0, 200), new Phoneme("a", 200, 700), new Phoneme("i", 700, 1200));

  /** 200 ms of silence, 1 s of a tone, 300 ms of silence. */
  private static float[] speech() {
    float[] samples = new float[RATE * 3 / 2];
    for (int i = RATE / 5; i < RATE * 6 / 5; i++) {
      samples[i] = (float) (0.4 * Math.sin(2 * Math.PI * 200 * i / RATE));
    }
    return samples;
  }

  private static List<Take> master(float[] samples, int... cuts) {
    MasteringStream stream = new MasteringStream(RATE, USUAL_DB, PHONEMES);
    List<Take> takes = new ArrayList<>();
    int from = 0;
    for (int cut : cuts) {
      takes.add(stream.next(Arrays.copyOfRange(samples, from, cut), false));
      from = cut;
    }
    takes.add(stream.next(Arrays.copyOfRange(samples, from, samples.length), true));
    return takes;
  }

  private static short[] join(List<Take> takes) {
    short[] all = new short[takes.stream().mapToInt(take -> take.pcm().length).sum()];
    int at = 0;
    for (Take take : takes) {
      System.arraycopy(take.pcm(), 0, all, at, take.pcm().length);
      at += take.pcm().length;
    }
    return all;
  }

  @Test
  void piecesJoinToTheWhole() {
    // One piece is measured; so there are always two at least.
    int first = RATE / 2;
    short[] whole = join(master(speech(), first));
    for (int seed = 0; seed < 20; seed++) {
      int[] cuts = new Random(seed).ints(3, first, RATE * 6 / 5).sorted().toArray();
      cuts[0] = first;
      short[] pieces = join(master(speech(), cuts));
      assertThat(pieces).hasSameSizeAs(whole);
      for (int i = 0; i < whole.length; i++) {
        // Not the same: the gain follows what was heard.
        assertThat(Math.abs(pieces[i] - whole[i])).isLessThan(900);
      }
    }
  }

  @Test
  void silenceAtTheEndsIsTrimmedAndTimesFollow() {
    List<Take> takes = master(speech(), RATE * 3 / 5);
    double total = join(takes).length / 48.0;
    assertThat(total).isCloseTo(1000 + Mastering.LEAD_MS + Mastering.TAIL_MS, within(5.0));
    Take first = takes.getFirst();
    assertThat(first.phonemes()).extracting(Phoneme::symbol).containsExactly("", "a");
    assertThat(first.phonemes().getLast().startMs()).isCloseTo(Mastering.LEAD_MS, within(1.0));
    // The phoneme that lies across the cut goes on in the next piece.
    Take second = takes.getLast();
    assertThat(second.phonemes()).extracting(Phoneme::symbol).containsExactly("a", "i");
    double inFirst = first.pcm().length / 48.0;
    assertThat(inFirst + second.phonemes().getFirst().endMs())
        .isCloseTo(Mastering.LEAD_MS + 500, within(1.0));
  }

  @Test
  void aClauseOfOnePieceHasTheLoudnessOfAll() {
    short[] pcm = join(master(speech()));
    float[] samples = Pcm.floats(pcm);
    assertThat(Loudness.of(samples)).isCloseTo(Mastering.TARGET_LUFS, within(0.5));
  }

  @Test
  void aVoiceLouderThanUsualIsTurnedDownWithoutAStep() {
    MasteringStream stream = new MasteringStream(RATE, USUAL_DB + 4, PHONEMES);
    List<Take> takes = new ArrayList<>();
    float[] speech = speech();
    int last = RATE * 9 / 10;
    takes.add(stream.next(Arrays.copyOfRange(speech, 0, RATE / 2), false));
    takes.add(stream.next(Arrays.copyOfRange(speech, RATE / 2, last), false));
    takes.add(stream.next(Arrays.copyOfRange(speech, last, speech.length), true));
    short[] pcm = join(takes);
    float[] samples = Pcm.floats(pcm);
    int jump = 0;
    for (int i = 0; i < samples.length; i++) {
      jump = i == 0 ? 0 : Math.max(jump, Math.abs(pcm[i] - pcm[i - 1]));
    }
    assertThat(Loudness.of(samples)).isCloseTo(Mastering.TARGET_LUFS, within(1.0));
    // A tone of 200 Hz itself moves by 2.6 % of its amplitude from sample to sample.
    assertThat(jump).isLessThan(400);
  }

  @Test
  void silenceAloneGivesNothing() {
    assertThat(join(master(new float[RATE], RATE / 2))).isEmpty();
  }

  @Test
  void peaksAreBentNotCut() {
    double before = 0;
    for (double x = 0; x < 4; x += 0.01) {
      assertThat(Mastering.limit(x)).isBetween(before, 0.87);
      assertThat(Mastering.limit(-x)).isEqualTo(-Mastering.limit(x));
      before = Mastering.limit(x);
    }
    assertThat(Mastering.limit(0.6)).isEqualTo(0.6);
  }
}
