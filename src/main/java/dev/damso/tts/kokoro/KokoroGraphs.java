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

  /** Part of the file names: another number makes them anew. */
  private static final int VERSION = 1;

  /**
   * @param model the voice as it was published
   * @throws UserFacingException where that is not the model that is known
   */
  static KokoroGraphs of(Path model) {
    Path front = model.resolveSibling(model.getFileName() + ".front" + VERSION);
    Path generator = model.resolveSibling(model.getFileName() + ".generator" + VERSION);
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
    wanted.addAll(List.of(X, SOURCE, DURATIONS));
    OnnxGraph front =
        published.between("kokoro-front", List.of("tokens", "style", "speed"), wanted);
    front.input("tokens", INT64, 1, "symbols");
    front.input("style", FLOAT, 1, KokoroVoice.WIDTH);
    front.input("speed", FLOAT, 1);
    front.node("Concat", Map.of("axis", 1), styles, List.of(STYLES));
    front.output(X, FLOAT, 1, 512, "frames2");
    front.output(SOURCE, FLOAT, 1, 22, "frames120");
    front.output(DURATIONS, INT64, 1, "symbols");
    front.output(STYLES, FLOAT, 1, GeneratorGraph.STATISTICS);
    return front;
  }
}
