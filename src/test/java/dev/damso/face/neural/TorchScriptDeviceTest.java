package dev.damso.face.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.damso.face.FaceAnimator;
import dev.damso.media.MediaTime;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.ElementType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TorchScript against the same network as ONNX, and what is not right with files. */
@Timeout(60)
final class TorchScriptDeviceTest {
  private static final LipModel CROP =
      new LipModel(
          List.of(
              new LipModel.Input("frame", ElementType.UINT8, List.of(32L, 32L, 3L)),
              new LipModel.Input("audio", ElementType.FLOAT, List.of(80L, 8L))),
          "mouth",
          32);

  private static final LipModel LATENTS =
      new LipModel(
          List.of(
              new LipModel.Input("frame", ElementType.FLOAT16, List.of(8L, 32L, 32L)),
              new LipModel.Input("audio", ElementType.FLOAT, List.of(50L, 384L))),
          "mouth",
          32);

  @TempDir private Path folder = Path.of("");
  private final List<String> notices = new CopyOnWriteArrayList<>();

  @BeforeEach
  void pluggedIn() {
    assumeTrue(
        TorchScript.isPluggedIn(TorchScript.class.getClassLoader()),
        "needs DAMSO_TORCHSCRIPT=1 ./damso test");
  }

  private static List<MemorySegment> inputs(LipModel model, long seed) {
    Random random = new Random(seed);
    List<MemorySegment> all = new ArrayList<>();
    for (LipModel.Input input : model.inputs()) {
      ByteBuffer packed = ByteBuffer.allocate(input.bytes()).order(ByteOrder.nativeOrder());
      while (packed.hasRemaining()) {
        switch (input.type()) {
          case UINT8 -> packed.put((byte) random.nextInt(256));
          case FLOAT -> packed.putFloat((float) random.nextGaussian());
          case FLOAT16 -> packed.putShort(Float.floatToFloat16((float) random.nextGaussian()));
          case INT64 -> packed.putLong(0);
        }
      }
      all.add(MemorySegment.ofArray(packed.array()));
    }
    return all;
  }

  /** Mouths of twelve inputs, asked for at once. */
  private List<byte[]> drawn(LipModel model, List<Supplier<LipDevice>> ladder, String device)
      throws Exception {
    try (LipEngine engine = new LipEngine(model, ladder, notices::add)) {
      assertThat(engine.deviceName()).isEqualTo(device);
      List<CompletableFuture<byte[]>> asked = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        asked.add(engine.draw(this, inputs(model, i), i < 2));
      }
      List<byte[]> mouths = new ArrayList<>();
      for (CompletableFuture<byte[]> mouth : asked) {
        mouths.add(mouth.get(20, TimeUnit.SECONDS));
      }
      return mouths;
    }
  }

  private Supplier<LipDevice> torch(String file, LipModel model) throws Exception {
    Path network = TorchScriptBundle.network(file, folder);
    return () -> LipDevice.onProcessor(network, model, 1);
  }

  private void assertSameMouths(String name, LipModel model) throws Exception {
    List<byte[]> torch = drawn(model, List.of(torch(name + ".pt", model)), "CPU (TorchScript)");
    List<byte[]> onnx = drawn(model, List.of(torch(name + ".onnx", model)), "CPU");
    for (int i = 0; i < torch.size(); i++) {
      for (int p = 0; p < model.mouthBytes(); p++) {
        int difference = (torch.get(i)[p] & 255) - (onnx.get(i)[p] & 255);
        assertThat(Math.abs(difference)).as("byte %d of mouth %d", p, i).isLessThanOrEqualTo(1);
      }
    }
    assertThat(torch.get(0)).isNotEqualTo(torch.get(1));
    assertThat(notices).isEmpty();
  }

  @Test
  void cropsAreDrawnAsByOnnx() throws Exception {
    assertSameMouths("crop", CROP);
  }

  @Test
  void latentsAreDrawnAsByOnnx() throws Exception {
    assertSameMouths("latents", LATENTS);
  }

  @Test
  void aBrokenFileStepsDown() throws Exception {
    Path broken = folder.resolve("broken.pt");
    Files.write(broken, new byte[1000]);
    Path cut = folder.resolve("cut.pt");
    byte[] whole = Files.readAllBytes(TorchScriptBundle.network("latents.pt", folder));
    Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
    Supplier<LipDevice> onnx = torch("crop.onnx", CROP);
    for (Path file : List.of(broken, cut, folder.resolve("none.pt"))) {
      notices.clear();
      drawn(CROP, List.of(() -> LipDevice.onProcessor(file, CROP, 1), onnx), "CPU");
      assertThat(notices).singleElement().asString().hasLineCount(1);
    }
  }

  @Test
  void anotherShapeStepsDown() throws Exception {
    LipModel twice = new LipModel(CROP.inputs(), "mouth", 64);
    LipModel flat =
        new LipModel(
            List.of(
                CROP.inputs().getFirst(),
                new LipModel.Input("audio", ElementType.FLOAT, List.of(81L, 8L))),
            "mouth",
            32);
    Supplier<LipDevice> wide = torch("crop.pt", twice);
    try (LipEngine engine = new LipEngine(twice, List.of(wide), notices::add)) {
      assertThat(engine.deviceName()).isEmpty();
    }
    Path file = folder.resolve("crop.pt");
    try (LipEngine engine =
        new LipEngine(flat, List.of(() -> LipDevice.onProcessor(file, flat, 1)), notices::add)) {
      assertThat(engine.deviceName()).isEmpty();
    }
    assertThat(notices).hasSize(2).allMatch(notice -> notice.lines().count() == 1);
    assertThat(notices.getFirst()).contains("64");
    assertThat(notices.getLast()).contains("shapes cannot be multiplied");
  }

  @Test
  void tooLittleMemoryIsTold() throws Exception {
    Path greedy = TorchScriptBundle.network("greedy.pt", folder);
    try (LipDevice device = LipDevice.onProcessor(greedy, CROP, 1)) {
      List<MemorySegment> packed = new ArrayList<>();
      for (LipModel.Input input : CROP.inputs()) {
        packed.add(device.allocateHost(input.bytes()));
      }
      assertThatThrownBy(() -> device.run(packed, 1, 0))
          .isInstanceOfSatisfying(
              DeviceFailure.class,
              failure -> assertThat(failure.kind()).isEqualTo(DeviceFailure.Kind.OUT_OF_MEMORY))
          .message()
          .hasLineCount(1);
    }
  }

  @Test
  void anAvatarSpeaks() throws Exception {
    TorchScriptBundle.write(folder, "crop.pt");
    try (NeuralAvatar avatar =
            NeuralAvatar.load(folder.toString(), 640, 480, "cuda", notices::add).orElseThrow();
        FaceAnimator silent = avatar.newAnimator(0, false);
        FaceAnimator speaking = avatar.newAnimator(0, false)) {
      assertThat(avatar.deviceName()).isEqualTo("CPU (TorchScript)");
      assertThat(notices).anyMatch(notice -> notice.contains("processor only"));
      short[] pcm = new short[SpeechChunk.SAMPLE_RATE];
      for (int i = 0; i < pcm.length; i++) {
        pcm[i] = (short) (8_000 * Math.sin(i * 0.05) * Math.sin(i * 0.0003));
      }
      speaking.speech(
          new SpeechChunk(ReplyId.NONE.next(), pcm, "", "", List.of()), MediaTime.ofMillis(0));
      MediaTime time = MediaTime.ofMillis(480);
      assertThat(speaking.frame(time).i420()).isNotEqualTo(silent.frame(time).i420());
    }
  }

  @Test
  void anAvatarWithABrokenFileIsRefused() throws Exception {
    TorchScriptBundle.write(folder, "crop.pt");
    Files.write(folder.resolve("crop.pt"), new byte[1000]);
    assertThatThrownBy(() -> NeuralAvatar.load(folder.toString(), 640, 480, "auto", notices::add))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("does not run");
  }
}
