package dev.damso.tts.supertonic;

import dev.damso.media.Cancellation;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.tts.Mastering;
import dev.damso.tts.Mastering.Take;
import dev.damso.tts.PhoneTimes;
import dev.damso.tts.TextToSpeech;
import dev.damso.tts.Utterance;
import dev.damso.tts.en.EnglishReader;
import dev.damso.tts.ko.KoreanFrontEnd;
import dev.damso.tts.text.Characters;
import dev.damso.tts.text.ClauseSplitter;
import dev.damso.tts.text.ClauseSplitter.Piece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Supertonic (flow matching over text, Supertone 2025), in 31 languages. It makes a clause as a
 * whole, and tells no phoneme times: {@link PhoneTimes} finds them.
 */
public final class SupertonicTextToSpeech implements TextToSpeech {
  /** Longer text is said clause by clause: the model learnt no more at once (Korean). */
  private static final int LONGEST = 120;

  private final SupertonicModel model;
  private final SupertonicText characters;
  private final KoreanFrontEnd korean = new KoreanFrontEnd();
  private final PhoneTimes times;
  private final String name;
  private final int steps;
  private final ReentrantLock turn = new ReentrantLock(true);

  /**
   * @param folder with {@code onnx} and {@code voice_styles} as they are published
   * @param voice one of {@code voice_styles}, or the path of another such file
   * @param steps more sound better and take longer: 5 to 12
   */
  public SupertonicTextToSpeech(
      Path folder, String voice, int steps, int threads, PhoneTimes times) {
    Path onnx = folder.resolve("onnx");
    characters = SupertonicText.read(onnx.resolve("unicode_indexer.json"));
    SupertonicStyle style = SupertonicStyle.read(style(folder.resolve("voice_styles"), voice));
    model = new SupertonicModel(onnx, style, threads);
    this.steps = steps;
    this.times = times;
    name = "supertonic " + voice;
  }

  private static Path style(Path styles, String voice) {
    Path file = voice.endsWith(".json") ? Path.of(voice) : styles.resolve(voice + ".json");
    if (Files.isRegularFile(file)) {
      return file;
    }
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(styles)) {
      files
          .map(path -> path.getFileName().toString())
          .filter(path -> path.endsWith(".json"))
          .map(path -> path.substring(0, path.length() - ".json".length()))
          .sorted()
          .forEach(all::add);
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read the voices in " + styles, e);
    }
    throw UserFacingException.badInput(
        "tts.supertonic.voice: there is no voice \"%s\"; there are %s"
            .formatted(voice, String.join(", ", all)));
  }

  @Override
  public void speak(Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    turn.lock();
    try {
      for (String piece : pieces(utterance.text())) {
        if (!cancellation.isCancelled()) {
          say(piece, utterance, onChunk, cancellation);
        }
      }
    } finally {
      turn.unlock();
    }
  }

  private static List<String> pieces(String text) {
    if (text.length() <= LONGEST) {
      return List.of(text);
    }
    ClauseSplitter splitter = new ClauseSplitter();
    List<Piece> pieces = new ArrayList<>(splitter.feed(text));
    splitter.flush().ifPresent(pieces::add);
    return pieces.stream().map(Piece::text).toList();
  }

  private void say(
      String text, Utterance utterance, Consumer<SpeechChunk> onChunk, Cancellation cancellation) {
    String language = utterance.language();
    long[] encoded = characters.encode(read(text, language), language);
    if (encoded.length == 0) {
      return;
    }
    Optional<float[]> made = model.samples(encoded, utterance.speed(), steps, cancellation);
    if (made.isEmpty() || cancellation.isCancelled()) {
      return;
    }
    Take take =
        Mastering.of(
            made.get(),
            model.sampleRate(),
            times.find(text, language, made.get(), model.sampleRate()));
    if (take.pcm().length > 0) {
      onChunk.accept(
          new SpeechChunk(utterance.reply(), take.pcm(), text.strip(), language, take.phonemes()));
    }
  }

  /** Numbers and abbreviations in words, as the other voices say them. */
  private String read(String text, String language) {
    return switch (language) {
      case "ko" -> korean.read(text);
      case "en" -> EnglishReader.read(text);
      default -> Characters.clean(text);
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    turn.lock();
    try {
      model.close();
    } finally {
      turn.unlock();
    }
  }
}
