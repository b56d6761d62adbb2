package dev.damso.face.neural;

import dev.damso.face.neural.NeuralManifest.Audio;
import dev.damso.face.neural.NeuralManifest.Family;
import dev.damso.face.neural.NeuralManifest.Features;
import dev.damso.face.neural.NeuralManifest.Frame;
import dev.damso.face.neural.NeuralManifest.FrameKind;
import dev.damso.face.neural.NeuralManifest.Mouth;
import dev.damso.face.photo.FaceTracker;
import dev.damso.media.UserFacingException;
import dev.damso.model.graph.OnnxFile;
import dev.damso.model.graph.OnnxGraph;
import dev.damso.model.graph.OnnxGraph.ElementType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * MuseTalk 1.5 (Zhang et al. 2024): latents [B, 8, 32, 32] of the picture with the lower half black
 * and of the whole one, states of Whisper [B, 50, 384] → latents [B, 4, 32, 32], which a decoder
 * makes a picture [B, 3, 256, 256] of, RGB from -1 to 1; or both in one file. A third input, the
 * time step, is always 0. Positions are added to the sound here, as MuseTalk does outside of its
 * network.
 *
 * @param decoder where the network gives latents
 * @param pictures makes latents of pictures: those of {@code AutoencoderKL}, scaled or not
 */
record MuseTalk(
    PublishedModel net,
    OnnxFile.Value latents,
    OnnxFile.Value states,
    Optional<PublishedModel> decoder,
    PublishedModel pictures)
    implements PublishedWeights {
  static final int SIZE = 256;

  /** Of the box, below the chin: 10 pixels of 300 or so. */
  private static final double BELOW_CHIN = 0.03;

  private static final String DECODER = "decoder/";

  /**
   * @param decoder null where none was given
   * @param encoder null where none was given
   */
  static Optional<PublishedWeights> of(
      PublishedModel net, @Nullable Path decoder, @Nullable Path encoder) {
    Optional<OnnxFile.Value> latents = net.input(8, 32, 32);
    Optional<OnnxFile.Value> states = net.input(50, 384);
    if (latents.isEmpty() || states.isEmpty()) {
      return Optional.empty();
    }
    net.require(net.file().inputs().size() <= 3, "takes too much: " + net.shapes());
    boolean draws = net.output(3, SIZE, SIZE).isPresent();
    boolean thinks = net.output(4, 32, 32).isPresent();
    net.require(draws || thinks, "gives neither latents nor pictures: " + net.shapes());
    if (encoder == null || thinks && decoder == null) {
      throw UserFacingException.badInput(
          net.path()
              + " is MuseTalk's network: give the autoencoder's %s too"
                  .formatted(
                      thinks ? "halves, --vae-encoder and --vae-decoder," : "--vae-encoder"));
    }
    PublishedModel pictures = PublishedModel.read(encoder);
    pictures.require(
        pictures.file().inputs().size() == 1
            && pictures.input(3, SIZE, SIZE).isPresent()
            && (pictures.output(4, 32, 32).isPresent() || pictures.output(8, 32, 32).isPresent()),
        "makes no latents [B, 4, 32, 32] of pictures [B, 3, 256, 256]: " + pictures.shapes());
    Optional<PublishedModel> second =
        thinks && decoder != null ? Optional.of(PublishedModel.read(decoder)) : Optional.empty();
    second.ifPresent(last -> {
      last.require(
          last.file().inputs().size() == 1
              && last.input(4, 32, 32).isPresent()
              && last.output(3, SIZE, SIZE).isPresent(),
          "makes no pictures [B, 3, 256, 256] of latents [B, 4, 32, 32]: " + last.shapes());
      last.require(
          last.file().operatorSet() == net.file().operatorSet(),
          "is of another operator set than the network: export both alike");
    });
    return Optional.of(new MuseTalk(net, latents.get(), states.get(), second, pictures));
  }

  @Override
  public Family family() {
    return Family.MUSETALK;
  }

  @Override
  public List<PublishedModel> models() {
    return decoder.map(second -> List.of(net, second)).orElse(List.of(net));
  }

  @Override
  public Optional<PublishedModel> encoder() {
    return Optional.of(pictures);
  }

  /**
   * Whether encoder and decoder leave the scaling of latents to others: so they are exported where
   * the encoder gives a mean and a spread.
   */
  static boolean isRaw(PublishedModel encoder) {
    return encoder.output(4, 32, 32).isEmpty();
  }

  @Override
  public OnnxGraph graph() {
    GraphAround around = GraphAround.of(net);
    OnnxGraph graph = around.graph();
    graph.input(GraphAround.FRAME, ElementType.FLOAT16, "batch", 8, 32, 32);
    around.named(GraphAround.FRAME, net.type(latents), latents.name());
    String placed =
        graph.apply(
            "Add",
            Map.of(),
            around.sound(WhisperFeatures.ROWS, WhisperFeatures.WIDTH),
            graph.constant(
                GraphAround.OWN + "positions",
                positions(),
                1,
                WhisperFeatures.ROWS,
                WhisperFeatures.WIDTH));
    around.named(placed, net.type(states), states.name());
    net.file().inputs().stream()
        .filter(input -> !input.equals(latents) && !input.equals(states))
        .forEach(step -> timeStep(graph, step));
    around.model(net, "");
    String drawn = net.file().outputs().getFirst().name();
    if (decoder.isPresent()) {
      PublishedModel second = decoder.get();
      OnnxFile.Value taken = second.file().inputs().getFirst();
      String real = graph.cast(drawn, ElementType.FLOAT);
      if (isRaw(pictures)) {
        real =
            graph.apply(
                "Mul",
                Map.of(),
                real,
                around.number(1 / GraphAround.LATENT_SCALE, ElementType.FLOAT));
      }
      around.named(real, second.type(taken), DECODER + taken.name());
      around.model(second, DECODER);
      drawn = DECODER + second.file().outputs().getFirst().name();
    }
    around.bytes(drawn, SIZE, 127.5f, 127.5f);
    return graph;
  }

  private void timeStep(OnnxGraph graph, OnnxFile.Value step) {
    net.require(step.shape().size() <= 1, "takes something that is no time step: " + net.shapes());
    String zero = graph.constant(GraphAround.OWN + "step", 0L);
    if (step.shape().isEmpty()) {
      zero = graph.apply("Reshape", Map.of(), zero, graph.constant(GraphAround.OWN + "scalar"));
    }
    graph.node("Cast", Map.of("to", step.type()), List.of(zero), List.of(step.name()));
  }

  /** Sinusoids of Vaswani et al. 2017, section 3.5: [50][384]. */
  static float[] positions() {
    int width = WhisperFeatures.WIDTH;
    float[] all = new float[WhisperFeatures.ROWS * width];
    for (int row = 0; row < WhisperFeatures.ROWS; row++) {
      for (int k = 0; k < width; k += 2) {
        double angle = row * Math.exp(-k * Math.log(10_000) / width);
        all[row * width + k] = (float) Math.sin(angle);
        all[row * width + k + 1] = (float) Math.cos(angle);
      }
    }
    return all;
  }

  /** As far above the bridge of the nose as the chin is below it. */
  @Override
  public double[] box(FaceTracker.Outline face, int width, int height) {
    double top = Math.max(0, 2 * face.bridge() - face.chin());
    double bottom = Math.min(height, face.chin() + BELOW_CHIN * (face.chin() - top));
    return new double[] {face.left(), top, face.right() - face.left(), bottom - top};
  }

  @Override
  public Frame frame() {
    return new Frame(GraphAround.FRAME, FrameKind.LATENTS, SIZE, false, "latents.f16");
  }

  @Override
  public Audio audio() {
    return new Audio(GraphAround.AUDIO, Features.WHISPER, WhisperFeatures.ROWS, 0, 0, "ear.onnx");
  }

  @Override
  public Mouth mouth() {
    return new Mouth(GraphAround.MOUTH, SIZE, false, 0.03, 0.5, 0.97, 0.99, 0.1);
  }

  @Override
  public int batch() {
    int first = Math.max(net.batch(latents), net.batch(states));
    return decoder
        .map(second -> Math.max(first, second.batch(second.file().inputs().getFirst())))
        .orElse(first);
  }
}
