package dev.damso.face.neural;

import dev.damso.face.neural.NeuralManifest.Audio;
import dev.damso.face.neural.NeuralManifest.Family;
import dev.damso.face.neural.NeuralManifest.Features;
import dev.damso.face.neural.NeuralManifest.Frame;
import dev.damso.face.neural.NeuralManifest.FrameKind;
import dev.damso.face.neural.NeuralManifest.Mouth;
import dev.damso.face.photo.FaceTracker;
import dev.damso.model.graph.OnnxFile;
import dev.damso.model.graph.OnnxGraph;
import dev.damso.model.graph.OnnxGraph.ElementType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The generator of Wav2Lip (Prajwal et al. 2020) and its larger kin: mel [B, 1, 80, 16] and
 * pictures [B, 6, S, S], BGR from 0 to 1, with the lower half black, then whole → [B, 3, S, S].
 *
 * @param size S: 96, 256, 384, …
 */
record WavToLip(PublishedModel model, OnnxFile.Value mel, OnnxFile.Value pictures, int size)
    implements PublishedWeights {
  /** Of the height of a face, below it: 10 pixels of the 250 that a detected face has, or so. */
  private static final double BELOW = 0.04;

  static Optional<PublishedWeights> of(PublishedModel model) {
    Optional<OnnxFile.Value> mel = model.input(1, 80, 16);
    Optional<OnnxFile.Value> pictures = model.input(6, -1, -1);
    if (model.file().inputs().size() != 2 || mel.isEmpty() || pictures.isEmpty()) {
      return Optional.empty();
    }
    List<Long> shape = pictures.get().shape();
    long size = shape.get(3);
    model.require(
        size == shape.get(2) && size >= 32 && size <= 1024,
        "does not say how large its pictures are: export it for one size");
    model.require(model.output(3, size, size).isPresent(), "gives no pictures: " + model.shapes());
    return Optional.of(new WavToLip(model, mel.get(), pictures.get(), Math.toIntExact(size)));
  }

  @Override
  public Family family() {
    return Family.WAV2LIP;
  }

  @Override
  public List<PublishedModel> models() {
    return List.of(model);
  }

  @Override
  public OnnxGraph graph() {
    GraphAround around = GraphAround.of(model);
    ElementType type = model.type(pictures);
    String whole = around.picture(size, type);
    around
        .graph()
        .node(
            "Concat",
            Map.of("axis", 1),
            List.of(around.masked(whole, size, type), whole),
            List.of(pictures.name()));
    around.named(around.sound(1, 80, 16), model.type(mel), mel.name());
    around.model(model, "");
    around.bytes(model.file().outputs().getFirst().name(), size, 255, 0);
    return around.graph();
  }

  @Override
  public double[] box(FaceTracker.Outline face, int width, int height) {
    double high = face.chin() - face.forehead();
    return new double[] {
      face.left(), face.forehead(), face.right() - face.left(), high * (1 + BELOW)
    };
  }

  @Override
  public Frame frame() {
    return new Frame(GraphAround.FRAME, FrameKind.CROP, size, true, null);
  }

  @Override
  public Audio audio() {
    return new Audio(GraphAround.AUDIO, Features.WAV2LIP_MEL, 16, 0, 0, null);
  }

  @Override
  public Mouth mouth() {
    return new Mouth(GraphAround.MOUTH, size, true, 0.04, 0.48, 0.96, 1, 0.08);
  }

  @Override
  public int batch() {
    return Math.max(model.batch(pictures), model.batch(mel));
  }
}
