package dev.damso.tts.piper;

import static dev.damso.model.graph.OnnxGraph.ElementType.FLOAT;
import static dev.damso.model.graph.OnnxGraph.ElementType.INT64;

import dev.damso.media.UserFacingException;
import dev.damso.model.graph.OnnxFile;
import dev.damso.model.graph.OnnxGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The graphs that a published VITS is cut into, so that sound can be made piece by piece. T is the
 * clause's length in frames of 256 samples. Made beside the published file, once.
 *
 * <pre>
 *   prior: input int64 [1, N], input_lengths int64 [1], scales [3]
 *        → latent [1, 192, T], mask [1, 1, T], durations [1, 1, N]
 *   flow: latent [1, 192, t], mask [1, 1, t] → features [1, 192, t]
 *   decoder: features [1, 192, t] → sound [1, 1, 256t]
 * </pre>
 *
 * <p>The last two are convolutions only: what they make of a piece is what they make of the whole,
 * given {@link #FLOW_CONTEXT} and {@link #DECODER_CONTEXT} frames on either side.
 */
record PiperGraphs(Path prior, Path flow, Path decoder) {
  static final String LATENT = "/Add_output_0";
  static final String MASK = "/Cast_2_output_0";
  static final String DURATIONS = "/Ceil_output_0";
  static final String FEATURES = "/Mul_7_output_0";
  static final String SOUND = "/dec/Tanh_output_0";

  static final int FLOW_CONTEXT = 24;
  static final int DECODER_CONTEXT = 10;
  static final int CHANNELS = 192;

  /** Part of the file names: another number makes them anew. */
  private static final int VERSION = 1;

  /**
   * @param model the voice as it was published
   * @throws UserFacingException where that is no VITS as Piper exports it
   */
  static PiperGraphs of(Path model) {
    PiperGraphs graphs =
        new PiperGraphs(beside(model, ".prior"), beside(model, ".flow"), beside(model, ".decoder"));
    try {
      if (!OnnxFile.isCurrent(graphs.prior, model)
          || !OnnxFile.isCurrent(graphs.flow, model)
          || !OnnxFile.isCurrent(graphs.decoder, model)) {
        graphs.write(OnnxFile.read(model));
      }
    } catch (NoSuchElementException e) {
      throw UserFacingException.failed(
          model + " is no Piper voice that Damso knows (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw UserFacingException.failed("cannot write beside " + model, e);
    }
    return graphs;
  }

  private static Path beside(Path model, String ending) {
    return model.resolveSibling(model.getFileName() + ending + VERSION);
  }

  private void write(OnnxFile published) throws IOException {
    OnnxGraph priorGraph =
        published.between(
            "piper-prior",
            List.of("input", "input_lengths", "scales"),
            List.of(LATENT, MASK, DURATIONS));
    priorGraph.input("input", INT64, 1, "symbols");
    priorGraph.input("input_lengths", INT64, 1);
    priorGraph.input("scales", FLOAT, 3);
    priorGraph.output(LATENT, FLOAT, 1, CHANNELS, "frames");
    priorGraph.output(MASK, FLOAT, 1, 1, "frames");
    priorGraph.output(DURATIONS, FLOAT, 1, 1, "symbols");
    priorGraph.write(prior);
    OnnxGraph flowGraph = published.between("piper-flow", List.of(LATENT, MASK), List.of(FEATURES));
    flowGraph.input(LATENT, FLOAT, 1, CHANNELS, "frames");
    flowGraph.input(MASK, FLOAT, 1, 1, "frames");
    flowGraph.output(FEATURES, FLOAT, 1, CHANNELS, "frames");
    flowGraph.write(flow);
    OnnxGraph decoderGraph = published.between("piper-decoder", List.of(FEATURES), List.of(SOUND));
    decoderGraph.input(FEATURES, FLOAT, 1, CHANNELS, "frames");
    decoderGraph.output(SOUND, FLOAT, 1, 1, "samples");
    decoderGraph.write(decoder);
  }
}
