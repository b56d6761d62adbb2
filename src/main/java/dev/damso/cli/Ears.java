package dev.damso.cli;

import dev.damso.face.rig.LearntEar;
import dev.damso.face.rig.PhoneEar;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ears that share a network, which is loaded when a voice without phones speaks. Thread safe. */
final class Ears {
  private final LazyPhoneNetwork network = new LazyPhoneNetwork();

  /** An ear for one face; deaf where the network cannot be loaded. */
  PhoneEar newEar() {
    return new PhoneEar() {
      private @Nullable PhoneEar loaded;

      @Override
      public List<Phoneme> hear(SpeechChunk chunk, boolean goesOn) {
        PhoneEar ear = loaded;
        if (ear == null) {
          ear = network.get().<PhoneEar>map(LearntEar::new).orElse(PhoneEar.DEAF);
          loaded = ear;
        }
        return ear.hear(chunk, goesOn);
      }
    };
  }
}
