package dev.damso.face.neural;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.face.neural.NeuralManifest.FrameKind;
import dev.damso.face.photo.FaceTracker;
import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.OnnxException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a neural avatar of a film of somebody sitting still and of published weights. */
public final class FilmAvatar {
  /** Pictures that are used: ten seconds. */
  private static final int MOST_PICTURES = 250;

  private static final long MOST_BYTES = 100 << 20;

  /** Pictures on either side that a box is averaged with. */
  private static final int SMOOTHED = 2;

  /** Pictures between two notices. */
  private static final int NOTICED = 50;

  private static final String MODEL = "model.onnx";
  private static final String BASE = "base.mp4";

  private final PublishedWeights weights;
  private final int pictures;

  private FilmAvatar(PublishedWeights weights, int pictures) {
    this.weights = weights;
    this.pictures = pictures;
  }

  /** The same of the first pictures of a film only. */
  FilmAvatar ofFirst(int count) {
    return new FilmAvatar(weights, count);
  }

  /**
   * Recognises weights.
   *
   * @param model ONNX file: a generator of Wav2Lip, or MuseTalk's network
   * @param decoder of MuseTalk's latents; null where there is none
   * @param encoder of MuseTalk's pictures; null where there is none
   * @throws UserFacingException where they are something else, or one is missing
   */
  public static FilmAvatar with(Path model, @Nullable Path decoder, @Nullable Path encoder) {
    PublishedModel published = PublishedModel.read(model);
    PublishedWeights weights =
        WavToLip.of(published)
            .or(() -> MuseTalk.of(published, decoder, encoder))
            .orElseThrow(() ->
                UserFacingException.badInput(
                    model
                        + " is neither Wav2Lip (mel [B, 1, 80, 16], pictures [B, 6, S, S]) nor"
                        + " MuseTalk (latents [B, 8, 32, 32], sound [B, 50, 384]): "
                        + published.shapes()));
    var _ = weights.batch(); // refuses what takes several pictures only
    return new FilmAvatar(weights, MOST_PICTURES);
  }

  /** Whose network it is: {@code WAV2LIP}. */
  public String family() {
    return weights.family().toString();
  }

  /** What the licence of weights that its makers published says. */
  public String licence() {
    return weights.family().licence();
  }

  /**
   * Makes the avatar.
   *
   * @param licence of the weights that were given
   * @param faces the folder of the model {@code face-landmarks}
   * @param ear Whisper's states, where they are needed
   * @param notices told in a line how far it has come, where that takes long
   * @param folder is there, and empty
   * @throws UserFacingException where the film or the weights will not do
   */
  public void make(
      String name,
      Path film,
      String licence,
      Path faces,
      Supplier<Path> ear,
      Consumer<String> notices,
      Path folder)
      throws IOException {
    FilmReader.Film still = film(film);
    List<double[]> boxes = boxes(still, faces);
    for (PublishedModel model : weights.models()) {
      copyNumbers(model, folder);
    }
    weights.graph().write(folder.resolve(MODEL));
    Files.copy(film, folder.resolve(BASE));
    NeuralManifest.Frame frame = weights.frame();
    if (frame.kind() == FrameKind.LATENTS) {
      latents(still, boxes, notices, folder, folder.resolve(String.valueOf(frame.file())));
    }
    NeuralManifest.Audio audio = weights.audio();
    if (audio.encoder() != null) {
      Files.copy(ear.get(), folder.resolve(audio.encoder()));
    }
    Files.write(folder.resolve(BundleFiles.MANIFEST), manifest(name, licence, boxes));
    Optional<NeuralAvatar> made =
        NeuralAvatar.load(folder.toString(), still.width(), still.height(), "cpu", notice -> {});
    made.orElseThrow().close();
  }

  private FilmReader.Film film(Path film) throws IOException {
    if (!Files.isRegularFile(film)) {
      throw UserFacingException.badInput("there is no film " + film);
    }
    if (Files.size(film) > MOST_BYTES) {
      throw UserFacingException.badInput(
          "%s has %d MB; ten seconds are enough: ffmpeg -i %s -t 10 -an short.mp4"
              .formatted(film, Files.size(film) >> 20, film));
    }
    try {
      return FilmReader.read(film, pictures);
    } catch (IOException e) {
      throw UserFacingException.badInput(film + " " + e.getMessage());
    }
  }

  private List<double[]> boxes(FilmReader.Film film, Path faces) {
    List<double[]> found = new ArrayList<>();
    int missed = 0;
    try (FaceTracker tracker = new FaceTracker(faces)) {
      for (byte[] picture : film.pictures()) {
        Optional<FaceTracker.Outline> face = tracker.find(picture, film.width(), film.height());
        if (face.isEmpty() && found.isEmpty() || face.isEmpty() && ++missed > found.size() / 10) {
          throw UserFacingException.badInput(
              "there is no face in picture %d of the film: use one in which a face is always seen"
                  .formatted(found.size() + 1));
        }
        found.add(
            face.map(outline -> weights.box(outline, film.width(), film.height()))
                .orElseGet(found::getLast));
      }
    }
    List<double[]> smooth = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      List<double[]> near =
          found.subList(Math.max(0, i - SMOOTHED), Math.min(found.size(), i + SMOOTHED + 1));
      double[] box = new double[4];
      for (int k = 0; k < box.length; k++) {
        int number = k;
        box[k] = near.stream().mapToDouble(b -> b[number]).average().orElseThrow();
        box[k] = Math.round(box[k] * 1000) / 1000.0;
      }
      smooth.add(box);
    }
    return smooth;
  }

  /** The files that have the numbers of a model that is larger than an ONNX file may be. */
  private static void copyNumbers(PublishedModel model, Path folder) throws IOException {
    for (String beside : model.file().externalFiles()) {
      Path to = folder.resolve(beside);
      if (Files.exists(to) || Arrays.asList(MODEL, BASE).contains(beside)) {
        throw UserFacingException.badInput(
            model.path() + " has its numbers in " + beside + ", a name that is taken: rename it");
      }
      Files.copy(model.path().resolveSibling(beside), to);
    }
  }

  private void latents(
      FilmReader.Film film, List<double[]> boxes, Consumer<String> notices, Path folder, Path to)
      throws IOException {
    PublishedModel encoder = weights.encoder().orElseThrow();
    Path workshop = Files.createTempDirectory(folder, "encoder");
    try {
      copyNumbers(encoder, workshop);
      try (Latents latents = new Latents(encoder, MuseTalk.isRaw(encoder), workshop);
          OutputStream out = Files.newOutputStream(to)) {
        for (int i = 0; i < film.pictures().size(); i++) {
          if (i % NOTICED == NOTICED - 1) {
            notices.accept("picture %d of %d".formatted(i + 1, film.pictures().size()));
          }
          out.write(
              latents.of(
                  Crop.cut(
                      film.pictures().get(i),
                      film.width(),
                      film.height(),
                      boxes.get(i),
                      MuseTalk.SIZE,
                      false)));
        }
      } catch (OnnxException e) {
        throw UserFacingException.failed(encoder.path() + " does not run: " + e.getMessage(), e);
      }
    } finally {
      try (var files = Files.list(workshop)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(workshop);
    }
  }

  private byte[] manifest(String name, String licence, List<double[]> boxes) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("format", 1);
    all.put("name", name);
    all.put("family", weights.family());
    all.put("licence", licence);
    all.put("model", MODEL);
    all.put("base", BASE);
    all.put("frame", weights.frame());
    all.put("audio", weights.audio());
    all.put("mouth", weights.mouth());
    all.put("batch", weights.batch());
    all.put("boxes", boxes);
    return new ObjectMapper().writeValueAsBytes(all);
  }
}
