package dev.damso.face.neural;

import dev.damso.face.FaceAnimator;
import dev.damso.face.neural.NeuralManifest.FrameKind;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.Provider;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A person of film: pictures of sitting still, and a model that draws the mouth into them. Shared
 * by all conversations. Thread safe.
 */
public final class NeuralAvatar implements AutoCloseable {
  /** Those that come with Damso. */
  public static final List<String> NAMES = List.of("demo-neural");

  private static final int MOST_PICTURES = 1_500;

  private final NeuralManifest manifest;
  private final int width;
  private final int height;
  private final List<byte[]> pictures;
  private final List<double[]> boxes;
  private final List<MemorySegment> frames;
  private final Optional<WhisperEar> ear;
  private final LipEngine engine;

  private NeuralAvatar(
      NeuralManifest manifest,
      int width,
      int height,
      List<byte[]> pictures,
      List<double[]> boxes,
      List<MemorySegment> frames,
      Optional<WhisperEar> ear,
      LipEngine engine) {
    this.manifest = manifest;
    this.width = width;
    this.height = height;
    this.pictures = pictures;
    this.boxes = boxes;
    this.frames = frames;
    this.ear = ear;
    this.engine = engine;
  }

  /** What is said of an avatar before it is used. */
  public record Description(String name, String family, String licence, long bytes) {}

  /**
   * @param avatar a name, or the path of a folder
   * @return empty where there is no neural avatar of that name
   */
  public static Optional<Description> describe(String avatar) {
    return BundleFiles.find(avatar)
        .map(files -> {
          NeuralManifest manifest = files.manifest();
          return new Description(
              manifest.name(), manifest.family().toString(), manifest.licence(), files.bytes());
        });
  }

  /**
   * Loads an avatar.
   *
   * @param width of the pictures, even
   * @param height of the pictures, even
   * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code tensorrt}
   * @param notices told in a line what runs where, and each change of it
   * @return empty where there is no neural avatar of that name
   * @throws UserFacingException where its files are not right
   */
  public static Optional<NeuralAvatar> load(
      String avatar, int width, int height, String device, Consumer<String> notices) {
    Optional<BundleFiles> found = BundleFiles.find(avatar);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    BundleFiles files = found.get();
    NeuralManifest manifest = files.manifest();
    TorchScript.requirePlugIn(files.file(manifest.model()));
    notices.accept("the avatar %s: %s".formatted(manifest.name(), manifest.licence()));
    FilmReader.Film film = film(files, manifest);
    List<double[]> boxes = manifest.boxes();
    if (boxes.size() > film.pictures().size()) {
      boxes = boxes.subList(0, film.pictures().size());
    }
    List<MemorySegment> frames = frames(files, manifest, film);
    List<byte[]> pictures = new ArrayList<>(film.pictures());
    double scale = (double) width / film.width();
    if (Math.abs(scale - (double) height / film.height()) > 0.01) {
      throw UserFacingException.badInput(
          "the avatar %s is %d:%d: set face.width and face.height in that proportion"
              .formatted(manifest.name(), film.width(), film.height()));
    }
    if (scale != 1) {
      pictures.replaceAll(
          picture -> Crop.resize(picture, film.width(), film.height(), width, height));
    }
    List<double[]> scaled =
        boxes.stream()
            .map(box -> Arrays.stream(box).map(number -> number * scale).toArray())
            .toList();
    Optional<WhisperEar> ear = ear(files, manifest);
    LipModel model = manifest.lipModel();
    LipEngine engine = new LipEngine(model, ladder(device, files, manifest, model), notices);
    if (engine.deviceName().isEmpty()) {
      engine.close();
      ear.ifPresent(WhisperEar::close);
      throw bad(files, "its model does not run");
    }
    notices.accept("%s draws on %s".formatted(manifest.name(), engine.deviceName()));
    return Optional.of(
        new NeuralAvatar(manifest, width, height, pictures, scaled, frames, ear, engine));
  }

  private static Optional<WhisperEar> ear(BundleFiles files, NeuralManifest manifest) {
    if (manifest.audio().features() != NeuralManifest.Features.WHISPER) {
      return Optional.empty();
    }
    Path file = files.file(String.valueOf(manifest.audio().encoder()));
    return Optional.of(new WhisperEar(file, files.name()));
  }

  private static UserFacingException bad(BundleFiles files, String why) {
    return UserFacingException.failed(
        "the avatar %s is not right: %s".formatted(files.name(), why));
  }

  private static FilmReader.Film film(BundleFiles files, NeuralManifest manifest) {
    try {
      return FilmReader.read(
          files.file(manifest.base()), Math.min(MOST_PICTURES, manifest.boxes().size()));
    } catch (IOException e) {
      throw UserFacingException.failed(
          "the avatar %s is not right: %s %s"
              .formatted(files.name(), manifest.base(), e.getMessage()),
          e);
    }
  }

  /** The model's picture input, one for each picture of the film. */
  private static List<MemorySegment> frames(
      BundleFiles files, NeuralManifest manifest, FilmReader.Film film) {
    NeuralManifest.Frame frame = manifest.frame();
    List<MemorySegment> frames = new ArrayList<>();
    if (frame.kind() == FrameKind.CROP) {
      for (int i = 0; i < film.pictures().size(); i++) {
        byte[] crop =
            Crop.cut(
                film.pictures().get(i),
                film.width(),
                film.height(),
                manifest.boxes().get(i),
                frame.size(),
                frame.bgr());
        frames.add(MemorySegment.ofArray(crop));
      }
      return frames;
    }
    int bytes = manifest.lipModel().inputs().getFirst().bytes();
    try {
      Path latents = files.file(String.valueOf(frame.file()));
      if (Files.size(latents) != (long) bytes * film.pictures().size()) {
        throw bad(files, "its latents are not one for each picture");
      }
      MemorySegment all = MemorySegment.ofArray(Files.readAllBytes(latents));
      for (int i = 0; i < film.pictures().size(); i++) {
        frames.add(all.asSlice((long) i * bytes, bytes));
      }
      return frames;
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read the latents of " + files.name(), e);
    }
  }

  private static List<Supplier<LipDevice>> ladder(
      String device, BundleFiles files, NeuralManifest manifest, LipModel model) {
    Path file = files.file(manifest.model());
    boolean nvidia = Files.exists(Path.of("/dev/nvidia0"));
    List<Supplier<LipDevice>> ladder = new ArrayList<>();
    if (device.equals("tensorrt")) {
      ladder.add(() -> new CudaDevice(file, model, Provider.Kind.TENSORRT));
    }
    if (device.equals("tensorrt") || device.equals("cuda") || device.equals("auto") && nvidia) {
      ladder.add(() -> new CudaDevice(file, model, Provider.Kind.CUDA));
    }
    if (!List.of("auto", "cpu", "cuda", "tensorrt").contains(device)) {
      throw UserFacingException.badInput(
          "face.device is auto, cpu, cuda or tensorrt, not '" + device + "'");
    }
    ladder.add(() -> LipDevice.onProcessor(file, model, 1));
    return ladder;
  }

  /**
   * A face.
   *
   * @param seed where in the film it begins
   * @param live whether pictures are due at their time: then one does not wait long for its mouth,
   *     and several share one where the device is slow
   */
  public FaceAnimator newAnimator(long seed, boolean live) {
    return new NeuralFaceAnimator(this, engine, manifest.features(ear), seed, live);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  NeuralManifest.Mouth mouth() {
    return manifest.mouth();
  }

  /** Which picture of the film, played to and fro, is the {@code index}th. */
  int still(long index) {
    int turns = Math.max(1, 2 * pictures.size() - 2);
    int at = (int) Math.floorMod(index, (long) turns);
    return at < pictures.size() ? at : turns - at;
  }

  byte[] picture(int still) {
    return pictures.get(still);
  }

  double[] box(int still) {
    return boxes.get(still);
  }

  MemorySegment frame(int still) {
    return frames.get(still);
  }

  /** What draws: {@code CPU}, {@code CUDA}. */
  public String deviceName() {
    return engine.deviceName();
  }

  @Override
  public void close() {
    engine.close();
    ear.ifPresent(WhisperEar::close);
  }
}
