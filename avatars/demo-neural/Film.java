import dev.damso.audio.Resampler;
import dev.damso.face.FaceAnimator;
import dev.damso.face.FaceAnimator.State;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.rig.RigFaceAnimator;
import dev.damso.media.MediaTime;
import dev.damso.media.Phoneme;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoFrame;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import dev.damso.tts.TimedModel;
import dev.damso.tts.espeak.EspeakPhonemizer;
import dev.damso.tts.ko.KokoroSymbols;
import dev.damso.tts.ko.KoreanFrontEnd;
import dev.damso.video.Mp4Writer;
import dev.damso.video.VideoEncoder;
import dev.damso.video.VideoEncoders;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Films the rig as a stand-in for a person: a few seconds of sitting still, then sentences of words
 * at random, each in another voice, light and noise. Also writes the speech of all sentences with
 * the times of their phones, for the sound part of the model.
 *
 * <p>Arguments: models' folder, folder with Kokoro voices (*.bin), output folder, sentences, those
 * of them that are filmed, seed. Output: film.mp4, speech.s16 (16 kHz mono), phones.tsv (first sample,
 * end, symbol), voices.txt. The voices that Damso itself speaks with are left out: they are for
 * testing.
 */
final class Film {
  static final int HZ = 24_000;
  static final int FRAME = 600;
  static final double EARLY_MS = 60;
  static final int STILL_SECONDS = 6;
  static final List<String> HELD_OUT = List.of("hf_alpha", "jf_nezumi");

  record Token(int id, String ipa, int owner) {}

  record Take(short[] pcm48, float[] at16, List<Phoneme> phones) {}

  final Random random;
  final Map<Integer, Integer> vocabulary = new HashMap<>();
  final KoreanFrontEnd korean = new KoreanFrontEnd();
  final EspeakPhonemizer espeak;
  final OnnxSession kokoro;
  final List<String> voiceNames = new ArrayList<>();
  final List<float[]> voices = new ArrayList<>();
  final List<String> koreanWords;
  final List<String> englishWords;

  Film(Path models, Path voiceFolder, long seed) throws Exception {
    random = new Random(seed);
    Path kokoroFolder = models.resolve("kokoro");
    new com.fasterxml.jackson.databind.ObjectMapper()
        .readTree(kokoroFolder.resolve("vocab.json").toFile())
        .get("vocab")
        .properties()
        .forEach(e -> vocabulary.put(e.getKey().codePointAt(0), e.getValue().asInt()));
    Path timed =
        TimedModel.of(
            kokoroFolder.resolve("kokoro.int8.onnx"), "/encoder/Cast_output_0", TimedModel.INT64);
    kokoro = OnnxRuntime.instance().open(timed, OnnxOptions.threads(2));
    espeak = new EspeakPhonemizer(models.resolve("espeak-ng"));
    try (var files = Files.list(voiceFolder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".bin")).sorted().toList()) {
        String name = file.getFileName().toString().replace(".bin", "");
        if (!HELD_OUT.contains(name)) {
          float[] style = new float[510 * 256];
          ByteBuffer.wrap(Files.readAllBytes(file))
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer()
              .get(style);
          voiceNames.add(name);
          voices.add(style);
        }
      }
    }
    Path here = Path.of("avatars/demo-neural");
    koreanWords = words(here.resolve("words-ko.txt"));
    englishWords = words(here.resolve("words-en.txt"));
  }

  static List<String> words(Path file) throws Exception {
    return List.of(Files.readString(file).strip().split("\\s+"));
  }

  public static void main(String[] args) throws Exception {
    Path out = Path.of(args[2]);
    Files.createDirectories(out);
    new Film(Path.of(args[0]), Path.of(args[1]), Long.parseLong(args[5]))
        .shoot(out, Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    System.exit(0);
  }

  void shoot(Path out, int sentences, int filmed) throws Exception {
    AvatarBundle mina = AvatarBundle.load("mina");
    Camera camera = new Camera(out.resolve("film.mp4"), new RigFaceAnimator(mina, 640, 480, 7));
    camera.roll(STILL_SECONDS, new short[0], 0);
    camera.face.state(State.SPEAKING, camera.now());
    long samples = 0;
    try (OutputStream speech = Files.newOutputStream(out.resolve("speech.s16"));
        PrintWriter phones = new PrintWriter(Files.newBufferedWriter(out.resolve("phones.tsv")));
        PrintWriter who = new PrintWriter(Files.newBufferedWriter(out.resolve("voices.txt")))) {
      for (int i = 0; i < sentences; i++) {
        boolean inKorean = random.nextInt(10) < 6;
        String text = sentence(inKorean);
        int first = random.nextInt(voices.size());
        int second = random.nextInt(voices.size());
        float share = random.nextInt(3) == 0 ? random.nextFloat() : 0;
        float speed = 0.8f + 0.45f * random.nextFloat();
        Take take = speak(tokens(text, inKorean), mix(first, second, share), speed);
        who.printf("%d\t%s\t%s\t%.2f\t%s%n", samples, voiceNames.get(first), voiceNames.get(second), share, text);
        for (Phoneme p : take.phones()) {
          phones.printf(Locale.ROOT, "%d\t%d\t%s%n",
              samples + Math.round(p.startMs() * 16), samples + Math.round(p.endMs() * 16), p.symbol());
        }
        speech.write(bytes(take.at16()));
        samples += take.at16().length;
        if (i < filmed) {
          camera.light(0.86 + 0.24 * random.nextDouble(), random.nextInt(9) - 4, random.nextInt(9) - 4, 2.5 * random.nextDouble());
          camera.face.speech(new SpeechChunk(new ReplyId(i + 1), take.pcm48(), text, inKorean ? "ko" : "en", take.phones()), camera.now());
          camera.roll(take.pcm48().length / 48_000.0 + 0.2 + 0.4 * random.nextDouble(), take.pcm48(),
              random.nextBoolean() ? Math.pow(10, -(15 + 25 * random.nextDouble()) / 20) : 0);
        } else if (i == filmed) {
          camera.close();
        }
        if (i % 25 == 0) {
          System.err.printf("%d sentences, %.1f minutes%n", i, samples / 16_000.0 / 60);
        }
      }
    }
    camera.close();
  }

  /** Words at random, some of them of no language, so that every sound meets every other. */
  String sentence(boolean inKorean) {
    StringBuilder text = new StringBuilder();
    int count = 4 + random.nextInt(7);
    for (int i = 0; i < count; i++) {
      List<String> words = inKorean ? koreanWords : englishWords;
      String word = words.get(random.nextInt(words.size()));
      if (inKorean && random.nextInt(4) == 0) {
        StringBuilder made = new StringBuilder();
        for (int k = 0; k < 2 + random.nextInt(2); k++) {
          int end = random.nextInt(2) == 0 ? 0 : new int[] {1, 4, 8, 16, 17, 21}[random.nextInt(6)];
          made.append((char) (0xac00 + (random.nextInt(19) * 21 + random.nextInt(21)) * 28 + end));
        }
        word = made.toString();
      }
      text.append(i == 0 ? "" : random.nextInt(6) == 0 ? ", " : " ").append(word);
    }
    return text.append(random.nextInt(4) == 0 ? "?" : ".").toString();
  }

  List<Token> tokens(String text, boolean inKorean) {
    List<Token> tokens = new ArrayList<>();
    if (inKorean) {
      int owner = 0;
      for (var symbol : KokoroSymbols.of(korean.phones(text))) {
        int o = owner++;
        symbol.kokoro().codePoints().filter(vocabulary::containsKey)
            .forEach(c -> tokens.add(new Token(vocabulary.get(c), symbol.ipa(), o)));
      }
      return tokens;
    }
    int[] points = espeak.phonemes(text, "en-us").codePoints().toArray();
    int owner = 0;
    String ipa = "";
    for (int i = 0; i < points.length; i++) {
      boolean stress = points[i] == 'ˈ' || points[i] == 'ˌ';
      boolean length = points[i] == 'ː' || Character.getType(points[i]) == Character.MODIFIER_LETTER && !stress;
      boolean letter = Character.isLetter(points[i]) && !stress;
      if (!length) {
        ipa = letter ? Character.toString(points[i])
            : stress && i + 1 < points.length ? Character.toString(points[i + 1]) : "";
        owner += i > 0 && (points[i - 1] == 'ˈ' || points[i - 1] == 'ˌ') ? 0 : 1;
      }
      if (vocabulary.containsKey(points[i])) {
        tokens.add(new Token(vocabulary.get(points[i]), ipa, owner));
      }
    }
    return tokens;
  }

  float[] mix(int first, int second, float share) {
    float[] mixed = voices.get(first).clone();
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] += share * (voices.get(second)[i] - mixed[i]);
    }
    return mixed;
  }

  Take speak(List<Token> tokens, float[] voice, float speed) {
    long[] padded = new long[tokens.size() + 2];
    for (int i = 0; i < tokens.size(); i++) {
      padded[i + 1] = tokens.get(i).id();
    }
    int row = Math.clamp(tokens.size() - 1, 0, 509);
    float[] style = java.util.Arrays.copyOfRange(voice, row * 256, (row + 1) * 256);
    try (Tensor ids = Tensor.of(padded, 1, padded.length);
        Tensor styles = Tensor.of(style, 1, 256);
        Tensor pace = Tensor.of(new float[] {speed}, 1)) {
      String audio = kokoro.outputNames().stream().filter(n -> !n.equals("durations")).findFirst().orElseThrow();
      Map<String, Tensor> results =
          kokoro.run(Map.of("tokens", ids, "style", styles, "speed", pace), List.of(audio, TimedModel.DURATIONS));
      float[] sound = results.get(audio).floats();
      long[] frames = results.get(TimedModel.DURATIONS).longs();
      results.values().forEach(Tensor::close);
      double power = 0;
      for (float s : sound) {
        power += s * s;
      }
      float gain = (float) (0.07 / Math.sqrt(power / sound.length + 1e-9));
      float[] at48 = Resampler.resample(sound, HZ, 48_000);
      short[] pcm = new short[at48.length];
      for (int i = 0; i < pcm.length; i++) {
        pcm[i] = (short) Math.clamp(Math.round(at48[i] * gain * 32767), -32768, 32767);
      }
      float[] at16 = Resampler.resample(sound, HZ, 16_000);
      for (int i = 0; i < at16.length; i++) {
        at16[i] *= gain;
      }
      return new Take(pcm, at16, phones(tokens, frames));
    }
  }

  static List<Phoneme> phones(List<Token> tokens, long[] frames) {
    List<Phoneme> phones = new ArrayList<>();
    double at = frames[0] * 25 - EARLY_MS;
    phones.add(new Phoneme("", 0, Math.max(0, at)));
    int previous = -1;
    for (int i = 0; i < tokens.size(); i++) {
      double end = at + frames[i + 1] * 25;
      if (tokens.get(i).owner() == previous) {
        Phoneme last = phones.removeLast();
        phones.add(new Phoneme(last.symbol(), last.startMs(), end));
      } else {
        phones.add(new Phoneme(tokens.get(i).ipa(), at, end));
      }
      previous = tokens.get(i).owner();
      at = end;
    }
    phones.add(new Phoneme("", at, at + frames[frames.length - 1] * 25 + EARLY_MS));
    return phones;
  }

  static byte[] bytes(float[] samples) {
    ByteBuffer out = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (float s : samples) {
      out.putShort((short) Math.clamp(Math.round(s * 32767), -32768, 32767));
    }
    return out.array();
  }

  /** Films a face under a light that changes, with the grain of a sensor. */
  static final class Camera {
    final FaceAnimator face;
    final VideoEncoder encoder = VideoEncoders.open("libopenh264", 640, 480, 25, 6_000_000);
    final Mp4Writer film;
    final Random random = new Random(3);
    final int[] grain = new int[4096];
    final byte[][] curves = new byte[3][256];
    double noise;
    long frames;
    boolean closed;

    Camera(Path file, FaceAnimator face) {
      this.face = face;
      film = new Mp4Writer(file, 640, 480, 25);
      for (int i = 0; i < grain.length; i++) {
        grain[i] = (int) Math.round(random.nextGaussian() * 256);
      }
      light(1, 0, 0, 0);
    }

    MediaTime now() {
      return MediaTime.ofMillis(frames * 40);
    }

    void light(double gain, int blue, int red, double noise) {
      this.noise = noise;
      for (int i = 0; i < 256; i++) {
        curves[0][i] = (byte) Math.clamp(Math.round(16 + (i - 16) * gain), 0, 255);
        curves[1][i] = (byte) Math.clamp(i + blue, 0, 255);
        curves[2][i] = (byte) Math.clamp(i + red, 0, 255);
      }
    }

    void roll(double seconds, short[] pcm, double hiss) {
      int count = (int) Math.ceil(seconds * 25);
      for (int f = 0; f < count; f++) {
        VideoFrame picture = face.frame(now());
        film.video(encoder.encode(new VideoFrame(picture.pts(), 640, 480, lit(picture.i420())), frames % 50 == 0));
        for (int half = 0; half < 2; half++) {
          short[] sound = new short[960];
          for (int i = 0; i < 960; i++) {
            int at = (2 * f + half) * 960 + i;
            double s = (at < pcm.length ? pcm[at] : 0) + hiss * 2300 * random.nextGaussian();
            sound[i] = (short) Math.clamp(Math.round(s), -32768, 32767);
          }
          film.audio(sound);
        }
        frames++;
      }
    }

    byte[] lit(byte[] i420) {
      byte[] out = new byte[i420.length];
      int luma = 640 * 480;
      int offset = random.nextInt(grain.length);
      for (int i = 0; i < out.length; i++) {
        int plane = i < luma ? 0 : i < luma * 5 / 4 ? 1 : 2;
        int value = curves[plane][i420[i] & 255] & 255;
        if (plane == 0 && noise > 0) {
          value = Math.clamp(value + (int) (grain[i * 31 + offset & 4095] * noise / 256), 0, 255);
        }
        out[i] = (byte) value;
      }
      return out;
    }

    void close() {
      if (!closed) {
        closed = true;
        film.finish();
        film.close();
        encoder.close();
      }
    }
  }
}
