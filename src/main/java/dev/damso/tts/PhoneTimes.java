package dev.damso.tts;

import dev.damso.media.Phoneme;
import java.util.List;

/** Finds when phones sound, for a voice that does not tell. Thread safe. */
@FunctionalInterface
public interface PhoneTimes {
  /** Finds nothing: what listens to the sound itself takes over. */
  PhoneTimes UNKNOWN = (_, _, _, _) -> List.of();

  /**
   * @param text that is said
   * @param samples mono, in [-1, 1]
   * @return milliseconds from the first sample; empty where they cannot be told
   */
  List<Phoneme> find(String text, String language, float[] samples, int sampleRate);
}
