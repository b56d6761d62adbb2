package dev.damso.tts;

import java.text.Normalizer;

/**
 * What decides how a phrase sounds.
 *
 * @param voice engine, voice, pitch, and the hash of the model
 * @param text normalised: composed (NFC), single spaces
 */
record Phrase(String voice, String language, double speed, String text) {
  static Phrase of(String voice, Utterance utterance) {
    String composed = Normalizer.normalize(utterance.text(), Normalizer.Form.NFC);
    return new Phrase(
        voice, utterance.language(), utterance.speed(), composed.strip().replaceAll("\\s+", " "));
  }
}
