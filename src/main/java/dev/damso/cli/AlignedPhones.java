package dev.damso.cli;

import dev.damso.media.Phoneme;
import dev.damso.phones.ForcedAligner;
import dev.damso.phones.PhoneNetwork;
import dev.damso.tts.PhoneTimes;
import dev.damso.tts.espeak.EspeakPhonemizer;
import dev.damso.tts.ko.KoreanFrontEnd;
import dev.damso.tts.ko.Phone;
import java.util.List;
import java.util.Optional;

/** Times of Korean and English by forced alignment; the other languages' phones are not known. */
final class AlignedPhones implements PhoneTimes {
  private final EspeakPhonemizer espeak;
  private final KoreanFrontEnd korean = new KoreanFrontEnd();
  private final LazyPhoneNetwork network = new LazyPhoneNetwork();

  AlignedPhones(EspeakPhonemizer espeak) {
    this.espeak = espeak;
  }

  @Override
  public List<Phoneme> find(String text, String language, float[] samples, int sampleRate) {
    List<String> phones =
        switch (language) {
          case "ko" -> korean(text);
          case "en" -> english(text);
          default -> List.of();
        };
    Optional<PhoneNetwork> ear = phones.isEmpty() ? Optional.empty() : network.get();
    return ear.map(e -> new ForcedAligner(e).align(samples, sampleRate, phones)).orElse(List.of());
  }

  private List<String> korean(String text) {
    return korean.phones(text).stream()
        .filter(p -> p.kind() != Phone.Kind.SPACE && p.kind() != Phone.Kind.PUNCTUATION)
        .map(Phone::ipa)
        .toList();
  }

  /** Without marks of stress and length, which are letters too. */
  private List<String> english(String text) {
    return espeak
        .phonemes(text, "en-us")
        .codePoints()
        .filter(c -> Character.isLetter(c) && Character.getType(c) != Character.MODIFIER_LETTER)
        .mapToObj(Character::toString)
        .toList();
  }
}
