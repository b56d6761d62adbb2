package dev.damso.tts.kokoro;

import static dev.damso.model.graph.OnnxGraph.ElementType.FLOAT;
import static dev.damso.model.graph.OnnxGraph.ElementType.INT64;

import dev.damso.media.UserFacingException;
import dev.damso.model.graph.OnnxFile;
import dev.damso.model.graph.OnnxGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The two graphs that the published one is cut into, so that sound can be made piece by piece:
 * {@code front}, symbols to the features of a whole clause, and {@code generator}, features to
 * samples. T is the clause's length in frames of 25 ms. Made beside the published file, once.
 *
 * <pre>
 *   front: tokens int64 [1, N], style [1, 256], speed [1]
 *        → x [1, 512, 2T], source [1, 22, 120T + 1], durations int64 [1, N], styles [1, S]
 *   generator: x [1, 512, 2t], source [1, 22, 120t + 1], scales [S] → audio [600t]
 * </pre>
 *
 * @see GeneratorGraph
 */
record KokoroGraphs(Path front, Path generator) {
  static final String X = "/decoder/decoder/decode.3/Div_4_output_0";
  static final String SOURCE = "/decoder/decoder/generator/Concat_3_output_0";
  static final String DURATIONS = "/encoder/Cast_output_0";

  /** γ − 1 and β of each of the generator's norms, one after the other: S numbers. */
  static final String STYLES = "styles";

  /** Parts of the file names: other numbers make them anew. */
  private static final int FRONT_VERSION = 2;

  private static final int GENERATOR_VERSION = 1;

  static final String SIGNAL = "/decoder/decoder/generator/Reshape_3_output_0";
  static final String SPECTRA = "/decoder/decoder/generator/STFT_output_0";

  /** Samples of a spectrum and from one to the next, at 24 kHz. */
  private static final int SPECTRUM = 20;

  private static final int STEP = 5;

  /**
   * @param model the voice as it was published
   * @throws UserFacingException where that is not the model that is known
   */
  static KokoroGraphs of(Path model) {
    Path front = model.resolveSibling(model.getFileName() + ".front" + FRONT_VERSION);
    Path generator = model.resolveSibling(model.getFileName() + ".generator" + GENERATOR_VERSION);
    try {
      if (!OnnxFile.isCurrent(front, model) || !OnnxFile.isCurrent(generator, model)) {
        OnnxFile published = OnnxFile.read(model);
        front(published).write(front);
        GeneratorGraph.build(published, false).write(generator);
      }
    } catch (NoSuchElementException | IllegalStateException e) {
      throw UserFacingException.failed(
          model + " is not the Kokoro model that Damso knows (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw UserFacingException.failed("cannot write beside " + model, e);
    }
    return new KokoroGraphs(front, generator);
  }

  private static OnnxGraph front(OnnxFile published) {
    List<String> styles = new ArrayList<>();
    for (GeneratorGraph.Norm norm : GeneratorGraph.NORMS) {
      styles.add(norm.styleValue());
    }
    List<String> wanted = new ArrayList<>(styles);
    wanted.addAll(List.of(X, SOURCE, DURATIONS, SIGNAL));
    OnnxGraph front =
        published.between("kokoro-front", List.of("tokens", "style", "speed", SPECTRA), wanted);
    front.input("tokens", INT64, 1, "symbols");
    front.input("style", FLOAT, 1, KokoroVoice.WIDTH);
    front.input("speed", FLOAT, 1);
    front.node("Concat", Map.of("axis", 1), styles, List.of(STYLES));
    spectra(front);
    front.output(X, FLOAT, 1, 512, "frames2");
    front.output(SOURCE, FLOAT, 1, 22, "frames120");
    front.output(DURATIONS, INT64, 1, "symbols");
    front.output(STYLES, FLOAT, 1, GeneratorGraph.STATISTICS);
    return front;
  }

  /**
   * [1, samples] → [1, spectra, 11, 2], real and imaginary, as a convolution: ONNX Runtime's {@code
   * STFT} takes ten times as long, and cannot be broken off.
   */
  static void spectra(OnnxGraph graph) {
    int bins = SPECTRUM / 2 + 1;
    float[] kernel = new float[2 * bins * SPECTRUM];
    for (int bin = 0; bin < bins; bin++) {
      for (int n = 0; n < SPECTRUM; n++) {
        double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / SPECTRUM);
        double angle = 2 * Math.PI * bin * n / SPECTRUM;
        kernel[2 * bin * SPECTRUM + n] = (float) (hann * Math.cos(angle));
        kernel[(2 * bin + 1) * SPECTRUM + n] = (float) (-hann * Math.sin(angle));
      }
    }
    String signal = graph.apply("Unsqueeze", Map.of(), SIGNAL, graph.constant("damso/one", 1));
    String rows =
        graph.apply(
            "Conv",
            Map.of("strides", new long[] {STEP}),
            signal,
            graph.constant("damso/fourier", kernel, 2L * bins, 1, SPECTRUM));
    String columns = graph.apply("Transpose", Map.of("perm", new long[] {0, 2, 1}), rows);
    graph.node(
        "Reshape",
        Map.of(),
        List.of(columns, graph.constant("damso/spectra", 1, -1, bins, 2)),
        List.of(SPECTRA));
  }
}
