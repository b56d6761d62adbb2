package dev.damso.face.neural;

import dev.damso.media.UserFacingException;
import dev.damso.model.graph.OnnxFile;
import dev.damso.model.graph.OnnxGraph.ElementType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An ONNX file as somebody exported it: one that can be built around. Values are known by their
 * shapes, since exporters name them as they like.
 *
 * @param path of the file
 */
record PublishedModel(Path path, OnnxFile file) {
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Where {@code Round} came, and {@code Clip} got its bounds as inputs. */
  private static final int OLDEST_OPERATOR_SET = 11;

  /**
   * @throws UserFacingException where it is no ONNX model, or one that cannot be built around
   */
  static PublishedModel read(Path path) {
    if (TorchScript.is(path)) {
      throw UserFacingException.badInput(
          path
              + " is TorchScript: an avatar is made around ONNX only. Export it to ONNX, or name it"
              + " in a bundle's neural.json (avatars/train/README.md)");
    }
    OnnxFile file = OnnxFile.read(path);
    PublishedModel model = new PublishedModel(path, file);
    model.require(
        !file.hasFunctions(), "defines operators of its own: export it with them inlined");
    model.require(
        file.operatorSet() >= OLDEST_OPERATOR_SET,
        "is of ONNX's operator set %d: export it for %d or later"
            .formatted(file.operatorSet(), OLDEST_OPERATOR_SET));
    for (String beside : file.externalFiles()) {
      model.require(FILE.matcher(beside).matches(), "has numbers in a file elsewhere: " + beside);
      model.require(
          path.resolveSibling(beside).toFile().isFile(),
          "has numbers in " + beside + ", which is not beside it");
    }
    return model;
  }

  void require(boolean holds, String otherwise) {
    if (!holds) {
      throw UserFacingException.badInput(path + " " + otherwise);
    }
  }

  /** The input of a shape, without its batch; -1 in {@code shape} fits any size. */
  Optional<OnnxFile.Value> input(long... shape) {
    return file.inputs().stream().filter(value -> fits(value, shape)).findFirst();
  }

  /** The only output, where it is of such a shape. */
  Optional<OnnxFile.Value> output(long... shape) {
    List<OnnxFile.Value> outputs = file.outputs();
    return outputs.size() == 1 && fits(outputs.getFirst(), shape)
        ? Optional.of(outputs.getFirst())
        : Optional.empty();
  }

  /** A size that the file leaves open fits. */
  private static boolean fits(OnnxFile.Value value, long... shape) {
    boolean fits = value.shape().size() == shape.length + 1;
    for (int i = 0; fits && i < shape.length; i++) {
      long size = value.shape().get(i + 1);
      fits = size == shape[i] || size == -1 || shape[i] == -1;
    }
    return fits;
  }

  /**
   * Pictures that it takes at once: 0 for any number.
   *
   * @throws UserFacingException where it takes several only
   */
  int batch(OnnxFile.Value input) {
    long first = input.shape().getFirst();
    require(
        first <= 1,
        "takes %d pictures at once: export it for any number, or for 1".formatted(first));
    return first == 1 ? 1 : 0;
  }

  /**
   * The type of a value's numbers.
   *
   * @throws UserFacingException where that is neither float32 nor float16
   */
  ElementType type(OnnxFile.Value value) {
    for (ElementType type : List.of(ElementType.FLOAT, ElementType.FLOAT16)) {
      if (value.type() == type.id()) {
        return type;
      }
    }
    throw UserFacingException.badInput(
        path + ": " + value.name() + " is neither float32 nor float16");
  }

  /** Its inputs and outputs, for messages. */
  String shapes() {
    List<String> all = new ArrayList<>();
    file.inputs().forEach(value -> all.add("takes " + value.name() + " " + value.shape()));
    file.outputs().forEach(value -> all.add("gives " + value.name() + " " + value.shape()));
    return String.join(", ", all);
  }
}
