package dev.damso.model.graph;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Path;

/** Converts a Whisper model of any size from CTranslate2 weights to two ONNX graphs. */
public final class WhisperGraphs {
  /** The weights' format, and the names of the graphs that have it. */
  public enum Precision {
    /** For a CPU. */
    INT8("encoder.int8.onnx", "decoder.q8.onnx"),
    /** For a GPU. */
    FP16("encoder.fp16.onnx", "decoder.fp16.onnx");

    private final String encoder;
    private final String decoder;

    Precision(String encoder, String decoder) {
      this.encoder = encoder;
      this.decoder = decoder;
    }

    public String encoder() {
      return encoder;
    }

    public String decoder() {
      return decoder;
    }
  }

  /** The graph that {@link #buildStates} writes. */
  public static final String STATES = "states.onnx";

  private WhisperGraphs() {}

  /**
   * Writes the encoder alone, in 32 bits, which gives the states of all layers: {@code mel} [1, 80,
   * frames] → {@code states} [1, ⌈frames / 2⌉, layers + 1, width].
   *
   * @param ct2Dir holds {@code model.bin}
   * @throws UserFacingException as {@link #build(Path, Path)}
   */
  public static void buildStates(Path ct2Dir, Path outDir) {
    Ctranslate2Model model = Ctranslate2Model.read(ct2Dir.resolve("model.bin"));
    write(
        WhisperEncoderGraph.ofStates(model, WhisperDimensions.of(model), new FloatProduct()),
        outDir.resolve(STATES));
  }

  /** As {@link #build(Path, Path, Precision)}, with 8 bits. */
  public static void build(Path ct2Dir, Path outDir) {
    build(ct2Dir, outDir, Precision.INT8);
  }

  /**
   * Writes an encoder and a decoder, each atomically. Takes a few seconds.
   *
   * @param ct2Dir holds {@code model.bin} and {@code config.json}
   * @param outDir made where missing
   * @throws UserFacingException where the weights cannot be read, are no Whisper model, or the
   *     graphs cannot be written
   */
  public static void build(Path ct2Dir, Path outDir, Precision precision) {
    Ctranslate2Model model = Ctranslate2Model.read(ct2Dir.resolve("model.bin"));
    WhisperDimensions dimensions = WhisperDimensions.of(model);
    boolean half = precision == Precision.FP16;
    write(
        WhisperEncoderGraph.build(
            model, dimensions, half ? new HalfProduct() : new DynamicInt8Product()),
        outDir.resolve(precision.encoder()));
    AlignmentHeads heads = AlignmentHeads.read(ct2Dir.resolve("config.json"), dimensions);
    write(
        WhisperDecoderGraph.build(
            model, dimensions, heads, half ? new HalfProduct() : new BlockwiseInt8Product()),
        outDir.resolve(precision.decoder()));
  }

  private static void write(OnnxGraph graph, Path file) {
    try {
      graph.write(file);
    } catch (IOException e) {
      throw UserFacingException.failed("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
