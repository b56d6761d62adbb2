package dev.damso.face.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LipsTest {
  private static SpeechChunk chunk(int ms, Phoneme... phonemes) {
    return new SpeechChunk(new ReplyId(1), new short[ms * 48], "", "ko", List.of(phonemes));
  }

  private static Lips saying(Phoneme... phonemes) {
    Lips lips = new Lips(PhoneEar.DEAF);
    lips.add(chunk(1_000, phonemes), 0);
    return lips;
  }

  @Test
  void silenceIsRest() {
    assertThat(new Lips(PhoneEar.DEAF).at(500)).isEqualTo(MouthShape.REST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p", "b", "m", "pʰ"})
  void lipsMeetForEveryClosureHoweverShort(String phone) {
    for (double length : new double[] {30, 60, 120}) {
      Lips lips =
          saying(
              new Phoneme("a", 0, 200),
              new Phoneme(phone, 200, 200 + length),
              new Phoneme("a", 200 + length, 500));
      MouthShape shut = lips.at(200 + length / 2 - 25);
      assertThat(shut.jaw()).isCloseTo(0, within(0.02f));
      assertThat(shut.press()).isGreaterThan(0.4f);
    }
  }

  @Test
  void aOpensWiderThanI() {
    float open = saying(new Phoneme("a", 0, 300)).at(150).jaw();
    float narrow = saying(new Phoneme("i", 0, 300)).at(150).jaw();
    assertThat(open).isGreaterThan(2 * narrow);
  }

  @Test
  void roundingBeginsBeforeItsVowel() {
    Lips rounded = saying(new Phoneme("t", 0, 200), new Phoneme("u", 200, 400));
    Lips spread = saying(new Phoneme("t", 0, 200), new Phoneme("i", 200, 400));
    assertThat(rounded.at(120).pucker()).isGreaterThan(spread.at(120).pucker() + 0.05f);
  }

  @Test
  void mouthFallsShutWhereSpeechIsStopped() {
    Lips lips = saying(new Phoneme("a", 0, 1_000));
    assertThat(lips.at(400).jaw()).isGreaterThan(0.3f);
    lips.stop(420);
    assertThat(lips.at(650).jaw()).isLessThan(0.02f);
  }

  @Test
  void soundWithoutPhonesMovesTheJawByItsLoudness() {
    short[] pcm = new short[48_000];
    for (int i = 24_000; i < pcm.length; i++) {
      pcm[i] = (short) (9_000 * Math.sin(i * 0.05));
    }
    Lips lips = new Lips(PhoneEar.DEAF);
    lips.add(new SpeechChunk(new ReplyId(1), pcm, "", "", List.of()), 0);
    assertThat(lips.at(200).jaw()).isLessThan(0.02f);
    assertThat(lips.at(800).jaw()).isGreaterThan(0.2f);
  }

  @Test
  void soundWithoutPhonesIsListenedTo() {
    List<Boolean> seams = new ArrayList<>();
    Lips lips =
        new Lips((chunk, goesOn) -> {
          seams.add(goesOn);
          return List.of(new Phoneme("a", 0, 400), new Phoneme("m", 400, 500));
        });
    short[] pcm = new short[24_000];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) (9_000 * Math.sin(i * 0.05));
    }
    for (int start : new int[] {0, 500, 2_000}) {
      lips.add(new SpeechChunk(new ReplyId(1), pcm, "", "", List.of()), start);
    }
    assertThat(seams).containsExactly(false, true, false);
    assertThat(lips.at(200).jaw()).isGreaterThan(0.25f);
    assertThat(lips.at(440).press()).isGreaterThan(0.4f);
    assertThat(lips.at(940).press()).isGreaterThan(0.4f);
  }

  /** Loud up to {@code soundMs}, silent after; phones over all of it. */
  private static Lips loudThenSilent(int soundMs, Phoneme... phonemes) {
    short[] pcm = new short[48_000];
    for (int i = 0; i < soundMs * 48; i++) {
      pcm[i] = (short) (9_000 * Math.sin(i * 0.05));
    }
    Lips lips = new Lips(PhoneEar.DEAF);
    lips.add(new SpeechChunk(new ReplyId(1), pcm, "", "ko", List.of(phonemes)), 0);
    return lips;
  }

  @Test
  void mouthIsShutSoonAfterTheSoundWhateverThePhonesSay() {
    Lips lips = loudThenSilent(500, new Phoneme("a", 0, 900));
    assertThat(lips.at(350).jaw()).isGreaterThan(0.2f);
    assertThat(lips.at(620).jaw()).isLessThan(0.02f);
  }

  @Test
  void fillersOfTheVoiceAreNotSilence() {
    Lips filled =
        loudThenSilent(
            500, new Phoneme("a", 0, 100), new Phoneme("", 100, 180), new Phoneme("a", 180, 400));
    assertThat(filled.at(140 - 70).jaw()).isGreaterThan(0.15f);
  }

  @Test
  void lengthMarksLengthenTheirVowel() {
    Lips lips = loudThenSilent(500, new Phoneme("u", 0, 100), new Phoneme("ː", 100, 300));
    assertThat(lips.at(250 - 70).pucker()).isGreaterThan(0.4f);
  }

  @Test
  void theLowerLipMeetsTheTeethForF() {
    Lips lips =
        saying(new Phoneme("a", 0, 200), new Phoneme("f", 200, 240), new Phoneme("a", 240, 500));
    assertThat(lips.at(220 - 25).rollLower()).isGreaterThan(0.6f);
  }

  @Test
  void chunksFollowEachOtherOnTheClock() {
    Lips lips = new Lips(PhoneEar.DEAF);
    lips.add(chunk(200, new Phoneme("m", 0, 200)), 1_000);
    lips.add(chunk(200, new Phoneme("a", 0, 200)), 1_200);
    assertThat(lips.at(1_080).press()).isGreaterThan(0.4f);
    assertThat(lips.at(1_250).jaw()).isGreaterThan(0.25f);
  }

  @Test
  void everySymbolOfBothLanguagesHasAMouthInRange() {
    for (String ipa :
        List.of(
            "a",
            "ɔ",
            "o",
            "u",
            "ɯ",
            "i",
            "e",
            "w",
            "j",
            "k",
            "t",
            "p",
            "ʨ",
            "ɡ",
            "d",
            "b",
            "ʥ",
            "s",
            "ɕ",
            "h",
            "ç",
            "n",
            "ɲ",
            "m",
            "ɾ",
            "l",
            "ŋ",
            "θ",
            "ð",
            "ʃ",
            "ʒ",
            "tʃ",
            "æ",
            "ʌ",
            "ɜː",
            "ə",
            "ɹ",
            "z",
            "v",
            "f",
            "\uD83D\uDE00")) {
      MouthShape shape = Visemes.of(ipa).shape();
      assertThat(shape.jaw()).as(ipa).isBetween(0f, 1f);
      assertThat(shape.pucker()).as(ipa).isBetween(0f, 1f);
    }
  }

  /** A sentence with its sound: louder vowels, a pause at its end. */
  private static SpeechChunk sentence() {
    List<Phoneme> phones = new ArrayList<>();
    double at = 0;
    for (String phone :
        "a n j ʌ ŋ h a s e j o m u ʌ s ɯ l t o w a d ɯ ɾ i l k a j o p a m".split(" ")) {
      phones.add(new Phoneme(phone, at, at + 70));
      at += 70;
    }
    int samples = (int) ((at + 200) * 48);
    short[] pcm = new short[samples];
    for (int i = 0; i < at * 48; i++) {
      double loud = 5_000 + 3_000 * Math.sin(i / 3_000.0);
      pcm[i] = (short) (loud * Math.sin(i * 0.05));
    }
    return new SpeechChunk(new ReplyId(1), pcm, "", "ko", phones);
  }

  /** What a voice that streams makes of it: the same sound, its phones cut at the seams. */
  private static void addInPieces(Lips lips, SpeechChunk whole, double pieceMs) {
    for (double from = 0; from < whole.durationMs(); from += pieceMs) {
      double start = from;
      double to = Math.min(whole.durationMs(), from + pieceMs);
      List<Phoneme> phones =
          whole.phonemes().stream()
              .filter(p -> p.endMs() > start && p.startMs() < to)
              .map(p ->
                  new Phoneme(
                      p.symbol(),
                      Math.max(p.startMs(), start) - start,
                      Math.min(p.endMs(), to) - start))
              .toList();
      short[] pcm = Arrays.copyOfRange(whole.pcm(), (int) (start * 48), (int) (to * 48));
      lips.add(new SpeechChunk(whole.reply(), pcm, "", "ko", phones), start);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {97, 250, 501, 1_333})
  void aSentenceInPiecesMovesTheMouthAsTheWholeDoes(double pieceMs) {
    SpeechChunk sentence = sentence();
    Lips whole = new Lips(PhoneEar.DEAF);
    whole.add(sentence, 0);
    Lips pieces = new Lips(PhoneEar.DEAF);
    addInPieces(pieces, sentence, pieceMs);
    // Where the sound ends is known to ten milliseconds only.
    for (int ms = 0; ms < sentence.durationMs() - 280; ms += 10) {
      MouthShape expected = whole.at(ms);
      MouthShape shape = pieces.at(ms);
      assertThat(shape.jaw()).as("jaw at %d ms", ms).isCloseTo(expected.jaw(), within(0.035f));
      assertThat(shape.press()).as("lips at %d ms", ms).isCloseTo(expected.press(), within(0.04f));
      assertThat(shape.pucker()).as("at %d ms", ms).isCloseTo(expected.pucker(), within(0.03f));
    }
    assertThat(pieces.at(sentence.durationMs() + 100).jaw()).isLessThan(0.02f);
  }

  @Test
  void aVowelThatIsLouderOpensWider() {
    short[] pcm = new short[48_000];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) ((i < 24_000 ? 3_000 : 15_000) * Math.sin(i * 0.05));
    }
    Lips lips = new Lips(PhoneEar.DEAF);
    Phoneme soft = new Phoneme("a", 0, 500);
    Phoneme loud = new Phoneme("a", 500, 1_000);
    lips.add(new SpeechChunk(new ReplyId(1), pcm, "", "ko", List.of(soft, loud)), 0);
    float softly = lips.at(200).jaw();
    assertThat(lips.at(750).jaw()).isGreaterThan(softly * 1.15f);
  }

  /** Five vowels of a fifth of a second, the fourth as loud as {@code loud}, the others 3000. */
  static SpeechChunk stressing(int loud) {
    short[] pcm = new short[48_000];
    List<Phoneme> phones = new ArrayList<>();
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) ((i / 9_600 == 3 ? loud : 3_000) * Math.sin(i * 0.05));
    }
    for (int ms = 0; ms < 1_000; ms += 200) {
      phones.add(new Phoneme("a", ms, ms + 200));
    }
    return new SpeechChunk(new ReplyId(1), pcm, "", "ko", phones);
  }

  @Test
  void aVowelThatStandsOutIsStressed() {
    Lips flat = new Lips(PhoneEar.DEAF);
    flat.add(stressing(3_000), 0);
    Lips lively = new Lips(PhoneEar.DEAF);
    lively.add(stressing(12_000), 0);
    for (int ms = 0; ms < 1_000; ms += 40) {
      assertThat(flat.stress(ms)).isZero();
    }
    assertThat(lively.stress(100)).isLessThan(0.01);
    assertThat(lively.stress(700)).isGreaterThan(0.9);
  }

  @Test
  void hurriedVowelsAreReduced() {
    Phoneme[] slow = {
      new Phoneme("t", 0, 90), new Phoneme("a", 90, 290), new Phoneme("t", 290, 380)
    };
    Phoneme[] fast = {new Phoneme("t", 0, 40), new Phoneme("a", 40, 75), new Phoneme("t", 75, 115)};
    assertThat(saying(fast).at(0).jaw()).isLessThan(saying(slow).at(190 - 70).jaw());
  }
}
