package dev.damso.face.neural;

import dev.damso.media.UserFacingException;
import dev.damso.model.graph.OnnxFile;
import dev.damso.model.graph.OnnxGraph;
import dev.damso.model.graph.OnnxGraph.ElementType;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes MuseTalk's latents of pictures, once, when an avatar is installed. */
final class Latents implements AutoCloseable {
  private static final String PICTURE = GraphAround.OWN + "picture";
  private static final String MADE = GraphAround.OWN + "latents";
  private static final int PART = 4 * 32 * 32;

  /** Scaled, latents spread by about 1; raw, by about 5. */
  private static final double LARGEST_SPREAD = 2.5;

  private final OnnxSession session;
  private final Path file;
  private final float scale;

  /**
   * @param raw whether the encoder leaves the scaling to others
   * @param folder has what the encoder needs beside it; a file is made there
   */
  Latents(PublishedModel encoder, boolean raw, Path folder) throws IOException {
    file = encoder.path();
    scale = raw ? GraphAround.LATENT_SCALE : 1;
    OnnxFile.Value taken = encoder.file().inputs().getFirst();
    OnnxGraph graph = encoder.file().newGraph("damso-latents", GraphAround.OWN);
    graph.input(PICTURE, ElementType.FLOAT, 1, 3, MuseTalk.SIZE, MuseTalk.SIZE);
    graph.node(
        "Cast", Map.of("to", encoder.type(taken).id()), List.of(PICTURE), List.of(taken.name()));
    encoder.file().addTo(graph, "");
    String given = encoder.file().outputs().getFirst().name();
    graph.node("Cast", Map.of("to", ElementType.FLOAT.id()), List.of(given), List.of(MADE));
    graph.output(MADE, ElementType.FLOAT, 1, "channels", 32, 32);
    Path wrapped = folder.resolve("encoder.onnx");
    graph.write(wrapped);
    session = OnnxRuntime.instance().open(wrapped, OnnxOptions.threads(2));
  }

  /**
   * @param rgb {@code [256][256][3]}
   * @return float16 [8][32][32], little endian: of the picture with its lower half black, then of
   *     the whole one
   */
  byte[] of(byte[] rgb) {
    float[] masked = encoded(rgb, MuseTalk.SIZE / 2);
    float[] whole = encoded(rgb, MuseTalk.SIZE);
    double spread = 0;
    ByteBuffer latents = ByteBuffer.allocate(2 * 2 * PART).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] part : List.of(masked, whole)) {
      for (int i = 0; i < PART; i++) {
        latents.putShort(Float.floatToFloat16(part[i] * scale));
      }
    }
    for (int i = 0; i < PART; i++) {
      spread += whole[i] * scale * (double) (whole[i] * scale) / PART;
    }
    if (!(Math.sqrt(spread) < LARGEST_SPREAD)) {
      throw UserFacingException.badInput(
          "%s gives latents that spread by %.1f: export it with their scale of %s"
              .formatted(file, Math.sqrt(spread), GraphAround.LATENT_SCALE));
    }
    return latents.array();
  }

  private float[] encoded(byte[] rgb, int rows) {
    int pixels = MuseTalk.SIZE * MuseTalk.SIZE;
    float[] input = new float[3 * pixels];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < pixels; i++) {
        boolean shown = i < rows * MuseTalk.SIZE;
        input[c * pixels + i] = shown ? (rgb[3 * i + c] & 255) / 127.5f - 1 : -1;
      }
    }
    try (Tensor picture = Tensor.of(input, 1, 3, MuseTalk.SIZE, MuseTalk.SIZE);
        Tensor made =
            Objects.requireNonNull(
                session.run(Map.of(PICTURE, picture), List.of(MADE)).get(MADE))) {
      return made.floats();
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
