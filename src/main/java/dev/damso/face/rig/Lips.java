package dev.damso.face.rig;

import dev.damso.face.FaceAnimator;
import dev.damso.face.rig.Visemes.Manner;
import dev.damso.face.rig.Visemes.Viseme;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The mouth of speech on the playout clock. Neighbouring phones share the mouth by dominance
 * functions (Cohen and Massaro 1993): each pulls with a strength that falls off around its middle,
 * rounding from further ahead. Closures are laid over that, so that the lips always meet. Sound
 * without phones is listened to, or moves the jaw by its loudness. One owner thread.
 */
final class Lips {
  /** Lips are this much ahead of the sound. */
  private static final double LEAD_MS = 70;

  /** Closures are this much ahead: they are heard as they part. */
  private static final double CLOSURE_LEAD_MS = 25;

  private static final double FALL_MS = 45;
  private static final double ROUNDING_AHEAD_MS = 120;
  private static final double CLOSING_MS = 55;
  private static final double OPENING_MS = 60;

  /** Lips part before the sound of a closure is over, by this or by a third of it. */
  private static final double PARTING_MS = 25;

  private static final double PICTURE_MS = 1_000.0 / FaceAnimator.FRAMES_PER_SECOND;
  private static final double WINDOW_MS = 10;

  /** A silent phone that is not this much below the usual loudness is none. */
  private static final double PAUSE_DB = -14;

  /** A vowel so much above the usual loudness begins to be stressed; twice that, it is wholly. */
  private static final double STRESS_DB = 2.5;

  /** How long a stress shows in the face, before and after. */
  private static final double STRESS_MS = 160;

  private static final String LONG = "ː";
  private static final double SILENT_DB = -55;

  /** How far from now a phone can still matter. */
  private static final double REACH_MS = 500;

  /** Vowels shorter than this are reduced. */
  private static final double FULL_VOWEL_MS = 70;

  /**
   * @param symbol of its phone
   * @param stress 0 for a vowel as loud as the rest of its clause, 1 for one that stands out
   */
  private record Cue(String symbol, Viseme viseme, double startMs, double endMs, double stress) {}

  /** Chunks that follow each other more closely are one piece of speech, cut anywhere. */
  private static final double SEAM_MS = 2;

  private final PhoneEar ear;
  private final ArrayDeque<Cue> cues = new ArrayDeque<>();

  /** When the newest chunk ends, and the speech that it is a piece of: its length and power. */
  private double endMs = Double.NEGATIVE_INFINITY;

  private double pieceMs;
  private double piecePower;

  /**
   * @param ear for speech without phones
   */
  Lips(PhoneEar ear) {
    this.ear = ear;
  }

  /**
   * @param startMs when its first sample sounds
   */
  void add(SpeechChunk chunk, double startMs) {
    boolean goesOn = Math.abs(startMs - endMs) < SEAM_MS;
    if (!chunk.phonemes().isEmpty()) {
      addPhones(chunk, chunk.phonemes(), startMs, goesOn);
      return;
    }
    List<Phoneme> heard = ear.hear(chunk, goesOn);
    if (heard.isEmpty()) {
      addByLoudness(chunk.pcm(), startMs);
      endMs = startMs + chunk.durationMs();
    } else {
      addPhones(chunk, heard, startMs, goesOn);
    }
  }

  private void addPhones(SpeechChunk chunk, List<Phoneme> phones, double startMs, boolean goesOn) {
    double usual = usual(chunk, goesOn);
    double end = endOfSound(chunk);
    for (Phoneme phoneme : phones) {
      if (phoneme.startMs() >= end) {
        break;
      }
      double from = startMs + phoneme.startMs();
      double until = startMs + Math.min(end, phoneme.endMs());
      double louder = decibels(chunk.pcm(), phoneme.startMs(), phoneme.endMs()) - usual;
      if (phoneme.symbol().equals(LONG) && !cues.isEmpty()) {
        lengthen(until);
      } else if (!phoneme.symbol().isEmpty() || louder < PAUSE_DB) {
        add(phoneme.symbol(), louder, from, until, goesOn);
      } // else a voice's filler between two phones: their mouths meet in it
    }
    endMs = startMs + chunk.durationMs();
    if (end < chunk.durationMs()) {
      cues.add(new Cue("", Visemes.of(""), startMs + end, endMs, 0));
    }
  }

  private void add(String symbol, double louder, double from, double until, boolean goesOn) {
    Cue last = cues.peekLast();
    if (goesOn && last != null && last.symbol().equals(symbol) && from - last.endMs() < SEAM_MS) {
      lengthen(until); // a phone that was cut by the seam
      return;
    }
    Viseme viseme = Visemes.of(symbol);
    double stress = 0;
    if (viseme.manner() == Manner.VOWEL || viseme.manner() == Manner.ROUNDED) {
      viseme = viseme.opened(Math.clamp(1 + louder / 30, .75, 1.2));
      stress = Math.clamp((louder - STRESS_DB) / STRESS_DB, 0, 1);
    }
    cues.add(new Cue(symbol, viseme, from, until, stress));
  }

  private void lengthen(double until) {
    Cue last = cues.removeLast();
    cues.add(new Cue(last.symbol(), last.viseme(), last.startMs(), until, last.stress()));
  }

  /** The loudness of the speech so far that this chunk is a piece of. */
  private double usual(SpeechChunk chunk, boolean goesOn) {
    double power = Math.pow(10, decibels(chunk.pcm(), 0, chunk.durationMs()) / 10);
    piecePower = (goesOn ? piecePower : 0) + power * chunk.durationMs();
    pieceMs = (goesOn ? pieceMs : 0) + chunk.durationMs();
    return 10 * Math.log10(piecePower / pieceMs);
  }

  /**
   * Milliseconds from the chunk's start: voices give the silence after a clause to its last phone.
   */
  private static double endOfSound(SpeechChunk chunk) {
    double end = chunk.durationMs();
    while (end > 0 && decibels(chunk.pcm(), end - WINDOW_MS, end) < SILENT_DB) {
      end -= WINDOW_MS;
    }
    return end > 0 ? end : chunk.durationMs();
  }

  /** The loudness of a stretch of sound, 0 at full scale. */
  private static double decibels(short[] pcm, double fromMs, double toMs) {
    int from = Math.clamp((long) (fromMs * SpeechChunk.SAMPLE_RATE / 1000), 0, pcm.length);
    int to = Math.clamp((long) (toMs * SpeechChunk.SAMPLE_RATE / 1000), from, pcm.length);
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) pcm[i] * pcm[i];
    }
    return 20 * Math.log10(Math.sqrt(sum / Math.max(1, to - from)) / 32_768 + 1e-6);
  }

  private void addByLoudness(short[] pcm, double startMs) {
    int window = SpeechChunk.SAMPLE_RATE * 40 / 1000;
    for (int from = 0; from < pcm.length; from += window) {
      double ms = from * 1000.0 / SpeechChunk.SAMPLE_RATE;
      double db = decibels(pcm, ms, ms + 40);
      double loud = Math.clamp((db + 42) / 26, 0, 1);
      MouthShape shape =
          MouthShape.open(0.36 * loud, 0.12 * loud, 0.2 * loud).rounded(0.12 * loud, 0);
      Manner manner = loud == 0 ? Manner.SILENCE : Manner.VOWEL;
      cues.add(new Cue("", new Viseme(shape, manner, 1), startMs + ms, startMs + ms + 40, 0));
    }
  }

  /** Forgets what would sound from {@code ms} on; the mouth falls shut. */
  void stop(double ms) {
    endMs = Double.NEGATIVE_INFINITY;
    cues.removeIf(cue -> cue.startMs() >= ms);
    Cue last = cues.pollLast();
    if (last != null) {
      double end = Math.min(last.endMs(), ms);
      cues.add(new Cue(last.symbol(), last.viseme(), last.startMs(), end, last.stress()));
      cues.add(new Cue("", Visemes.of(""), ms, ms + 40, 0));
    }
  }

  /** The mouth at {@code ms}; times do not go back. */
  MouthShape at(double ms) {
    double now = ms + LEAD_MS;
    while (!cues.isEmpty() && cues.getFirst().endMs() < now - REACH_MS) {
      cues.removeFirst();
    }
    MouthShape sum = MouthShape.REST;
    // Rest pulls a little at all times, and alone where there is no speech.
    double total = 0.06;
    double closure = 0;
    double labiodental = 0;
    MouthShape tuck = MouthShape.REST;
    for (Cue cue : cues) {
      if (cue.startMs() > now + REACH_MS) {
        break;
      }
      double weight = dominance(cue, now);
      sum = sum.plus(cue.viseme().shape().scaled(weight));
      total += weight;
      if (cue.viseme().manner() == Manner.CLOSURE) {
        closure = Math.max(closure, contact(cue, ms + CLOSURE_LEAD_MS));
      } else if (cue.viseme().manner() == Manner.LABIODENTAL) {
        labiodental = Math.max(labiodental, contact(cue, ms + CLOSURE_LEAD_MS));
        tuck = cue.viseme().shape();
      }
    }
    return sum.scaled(1 / total).towards(tuck, labiodental).towards(MouthShape.CLOSED, closure);
  }

  /** How much what is said at {@code ms} is stressed, 0 to 1; times do not go back. */
  double stress(double ms) {
    double most = 0;
    for (Cue cue : cues) {
      double away = ((cue.startMs() + cue.endMs()) / 2 - ms) / STRESS_MS;
      most = Math.max(most, cue.stress() * Math.exp(-away * away));
    }
    return most;
  }

  private static double dominance(Cue cue, double now) {
    double duration = cue.endMs() - cue.startMs();
    double away = Math.max(0, Math.max(cue.startMs() - now, now - cue.endMs()));
    boolean ahead = now < cue.startMs();
    double fall =
        cue.viseme().manner() == Manner.ROUNDED && ahead ? ROUNDING_AHEAD_MS * 0.6 : FALL_MS;
    double strength = cue.viseme().strength();
    if (cue.viseme().manner() == Manner.VOWEL || cue.viseme().manner() == Manner.ROUNDED) {
      strength *= Math.clamp(duration / FULL_VOWEL_MS, 0.5, 1);
    }
    return strength * Math.exp(-away * away / (fall * fall));
  }

  /** 1 while the lips touch, at least for a picture, rising and falling around. */
  private static double contact(Cue cue, double now) {
    double parting = Math.min(PARTING_MS, (cue.endMs() - cue.startMs()) / 3);
    double middle = (cue.startMs() + cue.endMs() - parting) / 2;
    double half = Math.max((cue.endMs() - parting - cue.startMs()) / 2, PICTURE_MS / 2);
    double before = middle - half - now;
    double after = now - middle - half;
    return smooth(1 - Math.max(before / CLOSING_MS, after / OPENING_MS));
  }

  private static double smooth(double x) {
    double c = Math.clamp(x, 0, 1);
    return c * c * (3 - 2 * c);
  }
}
