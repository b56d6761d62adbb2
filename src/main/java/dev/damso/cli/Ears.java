package dev.damso.cli;

import dev.damso.face.rig.LearntEar;
import dev.damso.face.rig.PhoneEar;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Ears that share a network, which is loaded when a voice without phones speaks. Thread safe. */
final class Ears {
  private static final Logger LOG = Logger.getLogger(Ears.class.getName());

  private Optional<LearntEar.Model> model = Optional.empty();
  private boolean tried;

  /** An ear for one face; deaf where the network cannot be loaded. */
  PhoneEar newEar() {
    return new PhoneEar() {
      private @Nullable PhoneEar loaded;

      @Override
      public List<Phoneme> hear(SpeechChunk chunk, boolean goesOn) {
        PhoneEar ear = loaded;
        if (ear == null) {
          ear = model().<PhoneEar>map(LearntEar.Model::newEar).orElse(PhoneEar.DEAF);
          loaded = ear;
        }
        return ear.hear(chunk, goesOn);
      }
    };
  }

  private synchronized Optional<LearntEar.Model> model() {
    if (!tried) {
      tried = true;
      model = load();
    }
    return model;
  }

  private static Optional<LearntEar.Model> load() {
    try {
      return Optional.of(new LearntEar.Model());
    } catch (UserFacingException e) {
      LOG.warning("lips follow loudness only: " + e.getMessage());
      return Optional.empty();
    }
  }
}
