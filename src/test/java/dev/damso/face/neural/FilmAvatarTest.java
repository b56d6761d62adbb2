package dev.damso.face.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.TestFiles;
import dev.damso.face.FaceAnimator;
import dev.damso.media.MediaTime;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.model.graph.OnnxGraph;
import dev.damso.model.graph.OnnxGraph.ElementType;
import dev.damso.model.graph.RandomWhisper;
import dev.damso.model.graph.WhisperGraphs;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of published shapes, made into avatars with the film of the one that we ship. */
final class FilmAvatarTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  @TempDir private Path folder = Path.of("");

  private static Path faces() {
    return TestFiles.model("face-landmarks/face_landmark.onnx").resolveSibling(".").normalize();
  }

  private Path film() throws IOException {
    Path film = folder.resolve("film.mp4");
    try (InputStream in =
        FilmAvatarTest.class.getResourceAsStream("/avatars/demo-neural/base.mp4")) {
      Files.copy(Objects.requireNonNull(in), film);
    }
    return film;
  }

  private Path make(FilmAvatar avatar, Path faces) throws IOException {
    Path bundle = Files.createDirectory(folder.resolve("bundle"));
    avatar.ofFirst(20).make("ann", film(), "ours", faces, this::ear, notice -> {}, bundle);
    return bundle;
  }

  /** Random weights of the shapes of Whisper tiny's encoder. */
  private Path ear() {
    try {
      RandomWhisper.write(folder, 80, WhisperFeatures.WIDTH, 6, 4, 1, 50);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    WhisperGraphs.buildStates(folder, folder);
    return folder.resolve(WhisperGraphs.STATES);
  }

  /** What a device draws of a picture of one colour, and of silence or of ones. */
  private static byte[] drawn(Path model, PublishedWeights weights, int blue, float sound) {
    LipModel.Input frame =
        new LipModel.Input(
            GraphAround.FRAME,
            dev.damso.model.onnx.ElementType.UINT8,
            List.of((long) weights.frame().size(), (long) weights.frame().size(), 3L));
    LipModel.Input audio =
        new LipModel.Input(
            GraphAround.AUDIO, dev.damso.model.onnx.ElementType.FLOAT, List.of(1L, 80L, 16L));
    LipModel lips = new LipModel(List.of(frame, audio), GraphAround.MOUTH, weights.mouth().size());
    try (ProcessorDevice device = new ProcessorDevice(model, lips, 1)) {
      MemorySegment picture = device.allocateHost(frame.bytes());
      for (int i = 0; i < frame.bytes(); i += 3) {
        picture.set(ValueLayout.JAVA_BYTE, i, (byte) blue);
      }
      MemorySegment heard = device.allocateHost(audio.bytes());
      for (int i = 0; i < audio.bytes() / 4; i++) {
        heard.setAtIndex(ValueLayout.JAVA_FLOAT, i, sound);
      }
      device.run(List.of(picture, heard), 1, 0);
      MemorySegment mouth = device.allocateHost(lips.mouthBytes());
      device.fetch(0, 1, mouth);
      return mouth.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  @ParameterizedTest
  @CsvSource({"96,FLOAT", "96,FLOAT16", "256,FLOAT", "384,FLOAT"})
  void wav2LipGetsBytesMaskedAndScaledAndGivesBytes(int size, ElementType type) throws IOException {
    Path file = PublishedNets.wav2Lip(folder.resolve("w.onnx"), size, type, "batch");
    PublishedWeights weights = WavToLip.of(PublishedModel.read(file)).orElseThrow();
    Path around = folder.resolve("around.onnx");
    weights.graph().write(around);
    byte[] mouth = drawn(around, weights, 200, 0);
    int lower = mouth.length - 3;
    assertThat(mouth[0] & 255).isEqualTo(150); // 0.75 × 200
    assertThat(mouth[1]).isZero();
    assertThat(mouth[lower] & 255).isEqualTo(100); // the lower half is masked once
    byte[] loud = drawn(around, weights, 200, 4);
    assertThat(loud[lower] & 255).isEqualTo(110); // 100 + 0.04 × 255
    assertThat(loud[lower + 1] & 255).isEqualTo(10);
    byte[] white = drawn(around, weights, 255, 400);
    assertThat(white[0] & 255).isEqualTo(255); // not wrapped round
    assertThat(weights.frame().bgr()).isTrue();
  }

  /** A second of a buzz. */
  private static SpeechChunk speech() {
    short[] pcm = new short[SpeechChunk.SAMPLE_RATE];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) (9_000 * (i % 320 / 160.0 - 1));
    }
    return new SpeechChunk(ReplyId.NONE.next(), pcm, "", "", List.of());
  }

  /** Of the luma, in the part that {@code box} and the mouth leave alone and in the rest. */
  private static double[] differences(Path bundle, double fromY, double toY) {
    try (NeuralAvatar avatar =
            NeuralAvatar.load(bundle.toString(), WIDTH, HEIGHT, "cpu", notice -> {}).orElseThrow();
        FaceAnimator silent = avatar.newAnimator(0, false);
        FaceAnimator speaking = avatar.newAnimator(0, false)) {
      speaking.speech(speech(), MediaTime.ofMillis(0));
      MediaTime time = MediaTime.ofMillis(480);
      byte[] still = silent.frame(time).i420();
      byte[] moved = speaking.frame(time).i420();
      double within = 0;
      double outside = 0;
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          int difference = Math.abs((still[y * WIDTH + x] & 255) - (moved[y * WIDTH + x] & 255));
          boolean mouth = y >= fromY && y < toY && x > 280 && x < 360;
          within += mouth ? difference / (80 * (toY - fromY)) : 0;
          outside = y < fromY - 90 ? Math.max(outside, difference) : outside;
        }
      }
      return new double[] {within, outside};
    }
  }

  @Test
  void anAvatarOfWav2LipSpeaks() throws IOException {
    Path net = PublishedNets.wav2Lip(folder.resolve("w.onnx"), 96, ElementType.FLOAT, 1);
    FilmAvatar avatar = FilmAvatar.with(net, null, null);
    assertThat(avatar.family()).isEqualTo("WAV2LIP");
    assertThat(avatar.licence()).contains("non-commercial");
    Path bundle = make(avatar, faces());
    assertThat(NeuralAvatar.describe(bundle.toString()).orElseThrow().licence()).isEqualTo("ours");
    NeuralManifest manifest = new BundleFiles("ann", bundle).manifest();
    assertThat(manifest.lipModel().largestBatch()).isEqualTo(1);
    double[] box = manifest.boxes().getFirst();
    assertThat(box[0]).isBetween(200.0, 280.0);
    assertThat(box[1] + box[3]).isBetween(330.0, 400.0);
    double[] difference = differences(bundle, 300, 340);
    assertThat(difference[0]).isGreaterThan(15); // half as bright
    assertThat(difference[1]).isZero();
  }

  @ParameterizedTest
  @CsvSource({"4,0.2", "8,1.1"})
  void anAvatarOfMuseTalkSpeaks(int channels, float scale) throws IOException {
    Path net = PublishedNets.unet(folder.resolve("unet.onnx"), ElementType.FLOAT16);
    Path encoder = PublishedNets.encoder(folder.resolve("e.onnx"), channels, scale);
    Path decoder = PublishedNets.decoder(folder.resolve("d.onnx"), scale);
    FilmAvatar avatar = FilmAvatar.with(net, decoder, encoder);
    assertThat(avatar.family()).isEqualTo("MUSETALK");
    Path bundle = make(avatar, faces());
    try (Stream<Path> files = Files.list(bundle)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder(
              "model.onnx", "base.mp4", "neural.json", "latents.f16", "ear.onnx");
    }
    assertThat(Files.size(bundle.resolve("latents.f16"))).isEqualTo(20L * 8 * 32 * 32 * 2);
    double[] difference = differences(bundle, 300, 340);
    assertThat(difference[0]).isBetween(0.5, 25.0); // the picture in large blocks, and some sound
    assertThat(difference[1]).isZero();
  }

  @Test
  void latentsWithoutTheirScaleAreRefused() throws IOException {
    Path net = PublishedNets.unet(folder.resolve("unet.onnx"), ElementType.FLOAT);
    Path encoder = PublishedNets.encoder(folder.resolve("e.onnx"), 4, 9);
    FilmAvatar avatar =
        FilmAvatar.with(net, PublishedNets.decoder(folder.resolve("d.onnx"), 9), encoder);
    Path faces = faces();
    assertThatThrownBy(() -> make(avatar, faces))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("0.18215");
  }

  private void assertRefused(Path net, String said) {
    assertThatThrownBy(() -> FilmAvatar.with(net, null, null))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining(said);
  }

  @Test
  void otherNetworksAreRefusedAndSaidWhy() throws IOException {
    Path file = folder.resolve("x.onnx");
    assertRefused(folder.resolve("nowhere.onnx"), "nowhere.onnx");
    assertRefused(Files.write(file, new byte[1_000]), "x.onnx");
    assertRefused(PublishedNets.decoder(file, 1), "is neither Wav2Lip");
    assertRefused(PublishedNets.wav2Lip(file, 96, ElementType.FLOAT, 4), "takes 4 pictures");
    OnnxGraph deaf = new OnnxGraph("deaf");
    deaf.input("mel_spectrogram", ElementType.FLOAT, "batch", 1, 80, 16);
    deaf.input("video_frames", ElementType.FLOAT, "batch", 6, 96, 96);
    deaf.node("Identity", java.util.Map.of(), List.of("mel_spectrogram"), List.of("out"));
    deaf.output("out", ElementType.FLOAT, "batch", 1, 80, 16);
    deaf.write(file);
    assertRefused(file, "gives no pictures");
    assertRefused(PublishedNets.unet(file, ElementType.FLOAT), "--vae-encoder and --vae-decoder");
  }

  @Test
  void aFilmWithoutAFaceIsRefused() throws IOException {
    Path net = PublishedNets.wav2Lip(folder.resolve("w.onnx"), 96, ElementType.FLOAT, "batch");
    Path film = Files.write(folder.resolve("bad.mp4"), new byte[5_000]);
    FilmAvatar avatar = FilmAvatar.with(net, null, null);
    Path faces = faces();
    assertThatThrownBy(() -> avatar.make("x", film, "ours", faces, this::ear, notice -> {}, folder))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("bad.mp4 is no film");
  }
}
