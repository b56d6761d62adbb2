package dev.damso.cli;

import dev.damso.media.UserFacingException;
import dev.damso.model.ModelStore;
import dev.damso.model.graph.WhisperGraphs;
import dev.damso.model.graph.WhisperGraphs.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Finds the Whisper model that {@code stt.model} names: of the catalogue, or the person's own. */
final class SpeechModels {
  private static final List<String> BESIDE = List.of("tokenizer.json", "config.json");

  private SpeechModels() {}

  static boolean isFolder(String model) {
    return Files.isDirectory(Path.of(model));
  }

  /**
   * The folder of the model's graphs. A folder of CTranslate2 weights is converted, beside the
   * installed models, unless that was done since it was written.
   *
   * @throws UserFacingException where there is no such model, or it cannot be converted
   */
  static Path find(String model, Precision precision, ModelStore models) {
    if (!isFolder(model)) {
      if (precision != Precision.INT8) {
        throw UserFacingException.badInput(
            "stt.precision: the catalogue's models are int8; fp16 needs a folder of weights in"
                + " stt.model");
      }
      return models.require(model);
    }
    Path weights = Path.of(model).toAbsolutePath().normalize();
    Path graphs =
        models
            .root()
            .resolve("converted")
            .resolve(
                weights.getFileName()
                    + "-"
                    + Integer.toHexString(weights.hashCode())
                    + (precision == Precision.INT8 ? "" : "-fp16"));
    try {
      Path decoder = graphs.resolve(precision.decoder());
      if (Files.exists(decoder)
          && Files.getLastModifiedTime(decoder)
                  .compareTo(Files.getLastModifiedTime(weights.resolve("model.bin")))
              > 0) {
        return graphs;
      }
      Files.createDirectories(graphs);
      for (String file : BESIDE) {
        Files.copy(
            weights.resolve(file), graphs.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      BaseCommand.say("converting %s", weights);
      WhisperGraphs.build(weights, graphs, precision); // the decoder last
      return graphs;
    } catch (IOException e) {
      throw UserFacingException.badInput(
          "stt.model: %s needs model.bin, tokenizer.json and config.json (%s)"
              .formatted(weights, e.getMessage()));
    }
  }
}
