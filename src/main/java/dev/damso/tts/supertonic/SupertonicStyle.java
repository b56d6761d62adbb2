package dev.damso.tts.supertonic;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A voice: {@code {"style_ttl": {"dims": [1, 50, 256], "data": […]}, "style_dp": {"dims": [1, 8,
 * 16], "data": […]}}}.
 *
 * @param sound how it sounds
 * @param pace how fast it speaks
 */
record SupertonicStyle(Matrix sound, Matrix pace) {
  private static final int MOST = 1 << 20;

  /**
   * Numbers, row-major.
   *
   * @param shape [1, rows, columns]
   */
  record Matrix(float[] data, long[] shape) {}

  static SupertonicStyle read(Path json) {
    JsonNode root = SupertonicJson.read(json);
    return new SupertonicStyle(matrix(json, root, "style_ttl"), matrix(json, root, "style_dp"));
  }

  private static Matrix matrix(Path json, JsonNode root, String name) {
    JsonNode dims = root.path(name).path("dims");
    long[] shape = new long[dims.size()];
    long size = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = dims.get(i).asLong();
      if (shape[i] < 1 || shape[i] > MOST || size > MOST) {
        throw SupertonicJson.wrong(json, "%s.dims is %s".formatted(name, dims));
      }
      size *= shape[i];
    }
    if (shape.length != 3 || shape[0] != 1 || size > MOST) {
      throw SupertonicJson.wrong(
          json, "%s.dims is %s, not [1, rows, columns]".formatted(name, dims));
    }
    float[] data = new float[(int) size];
    int count = fill(root.path(name).path("data"), data, 0);
    if (count != size) {
      throw SupertonicJson.wrong(
          json,
          "%s.data does not have the %d numbers of %s"
              .formatted(name, size, Arrays.toString(shape)));
    }
    return new Matrix(data, shape);
  }

  /**
   * Numbers of nested arrays in their order.
   *
   * @return how many there are by now; more than {@code into} holds, or -1, where they do not fit
   */
  private static int fill(JsonNode node, float[] into, int from) {
    int at = from;
    for (JsonNode item : node) {
      if (item.isArray()) {
        at = fill(item, into, at);
      } else if (item.isNumber() && at < into.length) {
        into[at++] = item.floatValue();
      } else {
        return -1;
      }
      if (at < 0) {
        return -1;
      }
    }
    return at;
  }
}
