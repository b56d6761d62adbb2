package dev.damso.tts.supertonic;

import static dev.damso.model.graph.OnnxGraph.ElementType.FLOAT;
import static dev.damso.model.graph.OnnxGraph.ElementType.INT64;

import dev.damso.model.graph.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A folder as Supertonic 3 is published, of its names and shapes, with graphs whose results can be
 * told beforehand:
 *
 * <pre>
 *   duration = N / 16 + style_dp[0] seconds
 *   text_emb[c, n] = text_ids[n] / 1000 + style_ttl[0]
 *   a step: latent / 2 + mean(text_emb) + current_step / total_step
 *   vocoder: frame t is a hum of 200 Hz, as loud as the mean of the latent's column t
 * </pre>
 */
final class GeneratedSupertonic {
  static final int SAMPLE_RATE = 44_100;
  static final int CHANNELS = 144;
  static final int FRAME = 3_072;
  static final float SECONDS_A_CHARACTER = 0.0625f;
  private static final int FLOAT_TYPE = 1;
  private static final int TEXT_WIDTH = 256;

  private GeneratedSupertonic() {}

  static Path write(Path folder) throws IOException {
    return write(folder, CHANNELS);
  }

  /**
   * @param channels that the estimator and the vocoder take
   */
  static Path write(Path folder, int channels) throws IOException {
    Path onnx = Files.createDirectories(folder.resolve("onnx"));
    Path styles = Files.createDirectories(folder.resolve("voice_styles"));
    durationPredictor().write(onnx.resolve("duration_predictor.onnx"));
    textEncoder().write(onnx.resolve("text_encoder.onnx"));
    vectorEstimator(channels).write(onnx.resolve("vector_estimator.onnx"));
    vocoder(channels).write(onnx.resolve("vocoder.onnx"));
    Files.writeString(
        onnx.resolve("tts.json"),
        """
        {"tts_version": "v1.7.3",
         "ae": {"sample_rate": 44100, "base_chunk_size": 512, "chunk_compress_factor": 1},
         "ttl": {"latent_dim": 24, "chunk_compress_factor": 6}}
        """);
    Files.writeString(onnx.resolve("unicode_indexer.json"), indexer());
    Files.writeString(styles.resolve("F1.json"), style(0.25f, 0.5f));
    Files.writeString(styles.resolve("M1.json"), style(0.1f, 1.5f));
    return folder;
  }

  /** Known are ASCII and the letters of decomposed Hangul: each code point's number is itself. */
  private static String indexer() {
    return IntStream.range(0, 0x3200)
        .map(c -> c >= 0x20 && c < 0x7f || c >= 0x1100 && c < 0x1200 || c == '。' ? c : -1)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }

  static String style(float sound, float seconds) {
    return """
    {"style_ttl": {"dims": [1, 50, 256], "data": [[%s]], "type": "float32"},
     "style_dp": {"dims": [1, 8, 16], "data": [[%s]], "type": "float32"}}
    """
        .formatted(rows(50, 256, sound), rows(8, 16, seconds));
  }

  private static String rows(int rows, int columns, float value) {
    String row = "[" + String.join(",", Collections.nCopies(columns, Float.toString(value))) + "]";
    return String.join(",", Collections.nCopies(rows, row));
  }

  private static OnnxGraph durationPredictor() {
    OnnxGraph graph = new OnnxGraph("duration");
    graph.input("text_ids", INT64, "batch", "characters");
    graph.input("style_dp", FLOAT, "batch", 8, 16);
    graph.input("text_mask", FLOAT, "batch", 1, "characters");
    String count = sum(graph, "text_mask", 1, 2);
    String spoken =
        graph.apply(
            "Mul", Map.of(), count, graph.constant("pace", new float[] {SECONDS_A_CHARACTER}, 1));
    graph.node(
        "Add", Map.of(), List.of(spoken, mean(graph, "style_dp", 1, 2)), List.of("duration"));
    graph.output("duration", FLOAT, "batch");
    return graph;
  }

  private static OnnxGraph textEncoder() {
    OnnxGraph graph = new OnnxGraph("text");
    graph.input("text_ids", INT64, "batch", "characters");
    graph.input("style_ttl", FLOAT, "batch", 50, 256);
    graph.input("text_mask", FLOAT, "batch", 1, "characters");
    String ids = graph.apply("Cast", Map.of("to", FLOAT_TYPE), "text_ids");
    String scaled =
        graph.apply("Div", Map.of(), ids, graph.constant("thousand", new float[] {1000}, 1));
    String row = graph.apply("Unsqueeze", Map.of(), scaled, graph.constant("axis", 1));
    float[] ones = new float[TEXT_WIDTH];
    Arrays.fill(ones, 1);
    String rows = graph.apply("Mul", Map.of(), row, graph.constant("ones", ones, 1, TEXT_WIDTH, 1));
    String sounding = graph.apply("Add", Map.of(), rows, mean(graph, "style_ttl", 1, 2));
    graph.node("Mul", Map.of(), List.of(sounding, "text_mask"), List.of("text_emb"));
    graph.output("text_emb", FLOAT, "batch", TEXT_WIDTH, "characters");
    return graph;
  }

  private static OnnxGraph vectorEstimator(int channels) {
    OnnxGraph graph = new OnnxGraph("vector");
    graph.input("noisy_latent", FLOAT, "batch", channels, "frames");
    graph.input("text_emb", FLOAT, "batch", TEXT_WIDTH, "characters");
    graph.input("style_ttl", FLOAT, "batch", 50, 256);
    graph.input("latent_mask", FLOAT, "batch", 1, "frames");
    graph.input("text_mask", FLOAT, "batch", 1, "characters");
    graph.input("current_step", FLOAT, "batch");
    graph.input("total_step", FLOAT, "batch");
    String half =
        graph.apply("Mul", Map.of(), "noisy_latent", graph.constant("half", new float[] {0.5f}, 1));
    String text = mean(graph, "text_emb", 1, 2);
    String progress = graph.apply("Div", Map.of(), "current_step", "total_step");
    String more = graph.apply("Add", Map.of(), half, graph.apply("Add", Map.of(), text, progress));
    graph.node("Mul", Map.of(), List.of(more, "latent_mask"), List.of("denoised_latent"));
    graph.output("denoised_latent", FLOAT, "batch", channels, "frames");
    return graph;
  }

  private static OnnxGraph vocoder(int channels) {
    OnnxGraph graph = new OnnxGraph("vocoder");
    graph.input("latent", FLOAT, "batch", channels, "frames");
    String loudness = mean(graph, "latent", 1);
    String column = graph.apply("Unsqueeze", Map.of(), loudness, graph.constant("two", 2));
    String hum = graph.constant("hum", hum(), 1, 1, FRAME);
    String frames = graph.apply("Mul", Map.of(), column, hum);
    graph.node(
        "Reshape", Map.of(), List.of(frames, graph.constant("flat", 1, -1)), List.of("wav_tts"));
    graph.output("wav_tts", FLOAT, "batch", "samples");
    return graph;
  }

  /** One frame of the vocoder, at loudness 1. */
  static float[] hum() {
    float[] hum = new float[FRAME];
    for (int i = 0; i < FRAME; i++) {
      hum[i] = (float) (0.1 * Math.sin(2 * Math.PI * 200 * i / SAMPLE_RATE));
    }
    return hum;
  }

  private static String mean(OnnxGraph graph, String of, long... axes) {
    return graph.apply(
        "ReduceMean",
        Map.of("keepdims", 0),
        of,
        graph.constant("over" + Arrays.toString(axes), axes));
  }

  private static String sum(OnnxGraph graph, String of, long... axes) {
    return graph.apply(
        "ReduceSum",
        Map.of("keepdims", 0),
        of,
        graph.constant("over" + Arrays.toString(axes), axes));
  }
}
