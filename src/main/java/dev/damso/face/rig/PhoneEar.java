package dev.damso.face.rig;

import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import java.util.List;

/** Hears phones in speech whose voice does not tell them. One owner thread. */
@FunctionalInterface
public interface PhoneEar {
  /** Hears nothing: lips follow loudness. */
  PhoneEar DEAF = (_, _) -> List.of();

  /**
   * @param goesOn whether the chunk follows the one before without a gap
   * @return what sounds when in the chunk; empty where that is not known
   */
  List<Phoneme> hear(SpeechChunk chunk, boolean goesOn);
}
