package dev.damso.model.graph;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Path;

/** Converts a Whisper model of any size from CTranslate2 weights to two 8-bit ONNX graphs. */
public final class WhisperGraphs {
  public static final String ENCODER = "encoder.int8.onnx";
  public static final String DECODER = "decoder.q8.onnx";

  private WhisperGraphs() {}

  /**
   * Writes {@link #ENCODER} and {@link #DECODER}, each atomically. Takes a few seconds.
   *
   * @param ct2Dir holds {@code model.bin} and {@code config.json}
   * @param outDir made where missing
   * @throws UserFacingException where the weights cannot be read, are no Whisper model, or the
   *     graphs cannot be written
   */
  public static void build(Path ct2Dir, Path outDir) {
    Ctranslate2Model model = Ctranslate2Model.read(ct2Dir.resolve("model.bin"));
    WhisperDimensions dimensions = WhisperDimensions.of(model);
    write(WhisperEncoderGraph.build(model, dimensions), outDir.resolve(ENCODER));
    AlignmentHeads heads = AlignmentHeads.read(ct2Dir.resolve("config.json"), dimensions);
    write(WhisperDecoderGraph.build(model, dimensions, heads), outDir.resolve(DECODER));
  }

  private static void write(OnnxGraph graph, Path file) {
    try {
      graph.write(file);
    } catch (IOException e) {
      throw UserFacingException.failed("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
