package dev.damso.face.neural;

import dev.damso.model.graph.OnnxGraph;
import dev.damso.model.graph.OnnxGraph.ElementType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes networks with the inputs and outputs of published ones, and with so little in them that
 * what they draw can be told.
 */
final class PublishedNets {
  private static final Map<String, ?> NONE = Map.of();

  private PublishedNets() {}

  /**
   * Wav2Lip: 0.25 × the masked picture + 0.5 × the whole one + 0.01 × the mean of the sound.
   *
   * @param batch a number, or a name
   */
  static Path wav2Lip(Path file, int size, ElementType type, Object batch) throws IOException {
    OnnxGraph g = new OnnxGraph("wav2lip");
    g.input("mel_spectrogram", type, batch, 1, 80, 16);
    g.input("video_frames", type, batch, 6, size, size);
    float[] weights = new float[3 * 6];
    for (int c = 0; c < 3; c++) {
      weights[6 * c + c] = 0.25f;
      weights[6 * c + 3 + c] = 0.5f;
    }
    String drawn = conv(g, "video_frames", type, weights, 3, 6);
    g.node(
        "Add",
        NONE,
        List.of(drawn, mean(g, "mel_spectrogram", type, 0.01f)),
        List.of("predicted_frames"));
    g.output("predicted_frames", type, batch, 3, size, size);
    g.write(file);
    return file;
  }

  /** MuseTalk's U-Net: the latents of the whole picture, and 0.01 × the mean of the sound. */
  static Path unet(Path file, ElementType type) throws IOException {
    OnnxGraph g = new OnnxGraph("unet");
    g.input("input_latents", type, "batch_size", 8, 32, 32);
    g.input("timesteps", ElementType.INT64, "batch_size");
    g.input("audio_prompts", type, "batch_size", "sequence_length", 384);
    float[] weights = new float[4 * 8];
    for (int c = 0; c < 4; c++) {
      weights[8 * c + 4 + c] = 1;
    }
    String drawn = conv(g, "input_latents", type, weights, 4, 8);
    String heard =
        g.apply(
            "Unsqueeze",
            NONE,
            mean(g, "audio_prompts", type, 0.01f),
            g.constant("last", new long[] {3}));
    String step =
        g.apply("Reshape", NONE, g.cast("timesteps", type), g.constant("step", -1, 1, 1, 1));
    drawn = g.apply("Add", NONE, drawn, step);
    g.node("Add", NONE, List.of(drawn, heard), List.of("noise_prediction"));
    g.output("noise_prediction", type, "batch_size", 4, 32, 32);
    g.write(file);
    return file;
  }

  /** The autoencoder's first half: means of 8 by 8 pixels. */
  static Path encoder(Path file, int channels, float scale) throws IOException {
    OnnxGraph g = new OnnxGraph("encoder");
    g.input("image", ElementType.FLOAT, "batch_size", 3, "height", "width");
    String small =
        g.apply(
            "AveragePool",
            Map.of("kernel_shape", new long[] {8, 8}, "strides", new long[] {8, 8}),
            "image");
    float[] weights = new float[channels * 3];
    for (int c = 0; c < 3; c++) {
      weights[3 * c + c] = scale;
    }
    String latents = conv(g, small, ElementType.FLOAT, weights, channels, 3);
    g.node("Identity", NONE, List.of(latents), List.of("latents"));
    g.output("latents", ElementType.FLOAT, "batch_size", channels, "latent_height", "latent_width");
    g.write(file);
    return file;
  }

  /** Its second half, the other way round. Some names are those of {@link #unet}. */
  static Path decoder(Path file, float scale) throws IOException {
    OnnxGraph g = new OnnxGraph("decoder");
    g.input("input_latents", ElementType.FLOAT, "batch_size", 4, "h", "w");
    float[] weights = new float[3 * 4];
    for (int c = 0; c < 3; c++) {
      weights[4 * c + c] = 1 / scale;
    }
    String small = conv(g, "input_latents", ElementType.FLOAT, weights, 3, 4);
    String sizes = g.constant("sizes", new float[] {1, 1, 8, 8}, 4);
    g.node("Resize", NONE, List.of(small, "", sizes), List.of("image"));
    g.output("image", ElementType.FLOAT, "batch_size", 3, "H", "W");
    g.write(file);
    return file;
  }

  private static String conv(
      OnnxGraph g, String x, ElementType type, float[] weights, int outputs, int inputs) {
    String kernel = g.constant("weights", weights, outputs, inputs, 1, 1);
    return g.apply("Conv", NONE, x, g.cast(kernel, type));
  }

  /** Over all but the batch, times {@code by}; in as many dimensions. */
  private static String mean(OnnxGraph g, String x, ElementType type, float by) {
    String axes = x.startsWith("mel") ? g.constant("axes", 1, 2, 3) : g.constant("axes", 1, 2);
    String mean = g.apply("ReduceMean", NONE, x, axes);
    String factor = g.cast(g.constant("by", new float[] {by}, 1), type);
    return g.apply("Mul", NONE, mean, factor);
  }
}
