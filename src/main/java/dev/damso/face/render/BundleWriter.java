package dev.damso.face.render;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the mesh of an avatar: {@code avatar.json} and {@code mesh.bin}, as {@link BundleReader}
 * takes them. Textures are the caller's to put beside them. Not thread safe.
 */
public final class BundleWriter {
  private static final JsonMapper JSON = new JsonMapper();

  /** Of a shape, decimetres: less is not seen. */
  private static final float LEAST_MOVE = 1e-4f;

  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode groups = root.putArray("groups");
  private final List<Surface> surfaces = new ArrayList<>();
  private final List<float[]> headWeights = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int vertices;
  private int corners;

  /**
   * @param description who this is
   * @param licence SPDX identifier
   */
  public BundleWriter(String description, String licence) {
    root.put("format", "talkinghead-bundle").put("version", BundleReader.VERSION);
    root.put("units", "decimetre, y up, z towards the viewer");
    root.put("description", description).put("license", licence);
  }

  /** Sets what is not said of a group, by its name in {@code avatar.json}. */
  public ObjectNode settings() {
    return root;
  }

  /**
   * Adds a group; the first is the skin. Groups are drawn in this order.
   *
   * @param headWeight [vertices] 0 stays, 1 turns with the head
   * @return the group, for {@code texture}, {@code color} and so on
   */
  public ObjectNode add(String name, String material, Surface surface, float[] headWeight) {
    int n = surface.light().length;
    ObjectNode group =
        groups
            .addObject()
            .put("name", name)
            .put("material", material)
            .put("firstVertex", vertices)
            .put("vertexCount", n)
            .put("firstIndex", corners)
            .put("indexCount", surface.triangles().length);
    surfaces.add(surface);
    headWeights.add(headWeight);
    vertices += n;
    corners += surface.triangles().length;
    return group;
  }

  /** Writes both files. */
  public void write(Path folder) throws IOException {
    root.put("vertexCount", vertices).put("indexCount", corners);
    ObjectNode sections = root.putObject("sections");
    sections.put("position", at());
    for (Surface s : surfaces) {
      for (float value : s.positions()) {
        put(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
      }
    }
    sections.put("uv", at());
    for (Surface s : surfaces) {
      for (float value : s.uvs()) {
        putShort(Math.round(Math.clamp(value, 0, 1) * 65_535));
      }
    }
    sections.put("light", at());
    for (Surface s : surfaces) {
      for (float value : s.light()) {
        bytes.write(Math.clamp(Math.round(value * 64), 0, 255));
      }
    }
    sections.put("headWeight", at());
    for (float[] weights : headWeights) {
      for (float value : weights) {
        bytes.write(Math.clamp(Math.round(value * 255), 0, 255));
      }
    }
    sections.put("index", at());
    int first = 0;
    for (Surface s : surfaces) {
      for (int corner : s.triangles()) {
        putShort(first + corner);
      }
      first += s.light().length;
    }
    shapes();
    Files.write(folder.resolve("mesh.bin"), bytes.toByteArray());
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve("avatar.json").toFile(), root);
  }

  private void shapes() {
    ArrayNode all = root.putArray("shapes");
    for (BlendShape shape : BlendShape.values()) {
      Map<Integer, float[]> moves = moves(shape);
      float most = 0;
      for (float[] move : moves.values()) {
        for (float part : move) {
          most = Math.max(most, Math.abs(part));
        }
      }
      float scale = most / 32_767;
      ObjectNode json = all.addObject().put("name", shape.arkitName()).put("count", moves.size());
      json.put("indexOffset", at());
      moves.keySet().forEach(this::putShort);
      json.put("deltaOffset", at()).put("scale", scale);
      for (float[] move : moves.values()) {
        for (float part : move) {
          putShort(Math.round(part / scale));
        }
      }
    }
  }

  /** Of the vertices that a shape moves, how. */
  private Map<Integer, float[]> moves(BlendShape shape) {
    Map<Integer, float[]> moves = new TreeMap<>();
    int first = 0;
    for (Surface s : surfaces) {
      float[] all = s.shapes().get(shape);
      for (int k = 0; all != null && k < all.length; k += 3) {
        float[] move = {all[k], all[k + 1], all[k + 2]};
        if (Math.abs(move[0]) + Math.abs(move[1]) + Math.abs(move[2]) > LEAST_MOVE) {
          moves.put(first + k / 3, move);
        }
      }
      first += s.light().length;
    }
    return moves;
  }

  /** An empty map of shapes, to be filled. */
  public static Map<BlendShape, float[]> noShapes() {
    return new EnumMap<>(BlendShape.class);
  }

  /** Where the next section begins: at a multiple of four. */
  private int at() {
    while (bytes.size() % 4 != 0) {
      bytes.write(0);
    }
    return bytes.size();
  }

  private void put(byte[] more) {
    bytes.write(more, 0, more.length);
  }

  private void putShort(int value) {
    bytes.write(value);
    bytes.write(value >> 8);
  }
}
