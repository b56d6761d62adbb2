package dev.damso.face.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.damso.face.render.MeshGroup.Material;
import dev.damso.media.UserFacingException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Parses the bundle format, version 1. Used once. */
final class BundleReader {
  static final int VERSION = 1;
  private static final int MOST_VERTICES = 65_536;
  private static final int MOST_INDICES = 1_000_000;

  /** Decimetres at full weight that are not seen: what hardly moves need not be drawn anew. */
  private static final float UNSEEN = .002f;

  private final AvatarFiles files;
  private final Map<String, Texture> textures = new HashMap<>();

  BundleReader(AvatarFiles files) {
    this.files = files;
  }

  /**
   * @throws UserFacingException where a file is missing or damaged
   */
  AvatarBundle read() {
    try {
      return parse(new JsonMapper().readTree(files.read("avatar.json")));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw UserFacingException.failed(
          "avatar '" + files.avatar() + "' is damaged (" + why(e) + "): restore its files", e);
    }
  }

  private static String why(Exception e) {
    return switch (e) {
      case JsonProcessingException json -> "avatar.json: " + json.getOriginalMessage();
      case IndexOutOfBoundsException _ -> "mesh.bin is cut short";
      default -> String.valueOf(e.getMessage());
    };
  }

  private AvatarBundle parse(JsonNode json) throws IOException {
    if (json.required("version").asInt() != VERSION) {
      throw new IOException("its format is not version " + VERSION);
    }
    int vertices = count(json, "vertexCount", MOST_VERTICES);
    int corners = count(json, "indexCount", MOST_INDICES);
    MeshBytes mesh = new MeshBytes(files.read("mesh.bin"));
    JsonNode at = json.required("sections");
    JsonNode gaze = json.required("gaze");
    JsonNode camera = json.required("camera");
    return new AvatarBundle(
        mesh.floats(at.required("position").asInt(), 3 * vertices),
        mesh.shorts(at.required("uv").asInt(), 2 * vertices, 65_535f),
        mesh.bytes(at.required("light").asInt(), vertices, 64f),
        mesh.bytes(at.required("headWeight").asInt(), vertices, 255f),
        mesh.vertexNumbers(at.required("index").asInt(), corners, vertices),
        groups(json.required("groups"), vertices, corners),
        shapes(json.required("shapes"), mesh, vertices),
        vector(json.required("pivots").required("head")),
        new Camera(
            vector(camera.required("target")),
            (float) camera.required("distance").asDouble(),
            radians(camera, "fovYDeg")),
        unit(vector(json.required("key"))),
        radians(gaze, "yawDeg"),
        radians(gaze, "pitchDeg"),
        new About(
            json.path("description").asText(),
            json.path("license").asText(),
            json.path("fromPhoto").asBoolean()));
  }

  private List<MeshGroup> groups(JsonNode json, int vertices, int corners) throws IOException {
    List<MeshGroup> groups = new ArrayList<>();
    for (JsonNode group : json) {
      Material material =
          Material.valueOf(group.required("material").asText().toUpperCase(Locale.ROOT));
      int firstVertex = group.required("firstVertex").asInt();
      int firstIndex = group.required("firstIndex").asInt();
      int endVertex = firstVertex + group.required("vertexCount").asInt();
      int endIndex = firstIndex + group.required("indexCount").asInt();
      if (firstVertex < 0 || endVertex > vertices || firstIndex < 0 || endIndex > corners) {
        throw new IOException("group " + groups.size() + " lies outside the mesh");
      }
      Texture texture = texture(group, "texture");
      Texture glint = texture(group, "glint");
      if (material == Material.SKIN) {
        texture = withGloss(texture, texture(group, "spec"));
      }
      boolean complete = material == Material.FLAT || texture != null;
      if (!complete || (material == Material.EYE && glint == null)) {
        throw new IOException("group " + groups.size() + " lacks a texture");
      }
      groups.add(
          new MeshGroup(
              group.required("name").asText(),
              material,
              firstVertex,
              endVertex,
              firstIndex,
              endIndex,
              texture,
              glint,
              (float) Math.toRadians(group.path("mapAngleDeg").asDouble()),
              rgb(group.path("color"))));
    }
    if (groups.isEmpty() || groups.getFirst().material() != Material.SKIN) {
      throw new IOException("the first group is not skin");
    }
    return groups;
  }

  private static MorphTarget[] shapes(JsonNode json, MeshBytes mesh, int vertices)
      throws IOException {
    Map<String, MorphTarget> byName = new HashMap<>();
    for (JsonNode shape : json) {
      int count = count(shape, "count", MOST_VERTICES);
      int[] offsets = mesh.vertexNumbers(shape.required("indexOffset").asInt(), count, vertices);
      Arrays.setAll(offsets, k -> 3 * offsets[k]);
      float scale = (float) shape.required("scale").asDouble();
      byName.put(
          shape.required("name").asText(),
          new MorphTarget(
                  offsets,
                  mesh.signedShorts(shape.required("deltaOffset").asInt(), 3 * count, scale))
              .without(UNSEEN));
    }
    MorphTarget[] shapes = new MorphTarget[BlendShape.COUNT];
    for (BlendShape shape : BlendShape.values()) {
      MorphTarget target = byName.get(shape.arkitName());
      if (target == null) {
        throw new IOException("shape " + shape.arkitName() + " is missing");
      }
      shapes[shape.index()] = target;
    }
    return shapes;
  }

  private @Nullable Texture texture(JsonNode group, String field) throws IOException {
    if (!group.hasNonNull(field)) {
      return null;
    }
    String file = group.get(field).asText();
    Texture known = textures.get(file);
    if (known == null) {
      BufferedImage image = image(file);
      int w = image.getWidth();
      int h = image.getHeight();
      int[] texels =
          image.getType() == BufferedImage.TYPE_BYTE_GRAY
              ? image.getRaster().getPixels(0, 0, w, h, (int[]) null)
              : image.getRGB(0, 0, w, h, null, 0, w);
      known = Texture.of(w, h, texels, Texture.Alpha.COVERAGE);
      textures.put(file, known);
    }
    return known;
  }

  /** The skin's colour with its gloss in place of alpha; a photo's light stays as it is. */
  private static @Nullable Texture withGloss(@Nullable Texture skin, @Nullable Texture gloss) {
    if (skin == null) {
      return null;
    }
    if (gloss == null) {
      int[] dull = Arrays.stream(skin.levels()[0]).mapToInt(Pixels::rgb).toArray();
      return Texture.of(skin.width(), skin.height(), dull, Texture.Alpha.CHANNEL);
    }
    long[] colors = skin.levels()[0];
    int[] texels = new int[colors.length];
    for (int k = 0; k < texels.length; k++) {
      int x = k % skin.width() * gloss.width() / skin.width();
      int y = k / skin.width() * gloss.height() / skin.height();
      int shine = (int) gloss.levels()[0][y * gloss.width() + x] & 0xff;
      texels[k] = Pixels.rgb(colors[k]) | shine << 24;
    }
    return Texture.of(skin.width(), skin.height(), texels, Texture.Alpha.CHANNEL);
  }

  private BufferedImage image(String file) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(files.read(file)));
    if (image == null) {
      throw new IOException(file + " is no picture");
    }
    return image;
  }

  private static int count(JsonNode json, String field, int most) throws IOException {
    int count = json.required(field).asInt();
    if (count < 0 || count > most) {
      throw new IOException(field + " is " + count);
    }
    return count;
  }

  private static float radians(JsonNode json, String field) {
    return (float) Math.toRadians(json.required(field).asDouble());
  }

  private static float[] vector(JsonNode json) {
    return new float[] {
      (float) json.required(0).asDouble(),
      (float) json.required(1).asDouble(),
      (float) json.required(2).asDouble()
    };
  }

  private static float[] unit(float[] v) {
    float length = (float) Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    return new float[] {v[0] / length, v[1] / length, v[2] / length};
  }

  private static int rgb(JsonNode json) {
    return json.path(0).asInt() << 16 | json.path(1).asInt() << 8 | json.path(2).asInt();
  }

  /** The numbers of {@code mesh.bin}, little endian. */
  private static final class MeshBytes {
    private final ByteBuffer bytes;

    MeshBytes(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    float[] floats(int offset, int count) {
      float[] values = new float[count];
      for (int k = 0; k < count; k++) {
        values[k] = bytes.getFloat(offset + 4 * k);
      }
      return values;
    }

    float[] shorts(int offset, int count, float one) {
      float[] values = new float[count];
      for (int k = 0; k < count; k++) {
        values[k] = (bytes.getShort(offset + 2 * k) & 0xffff) / one;
      }
      return values;
    }

    float[] signedShorts(int offset, int count, float scale) {
      float[] values = new float[count];
      for (int k = 0; k < count; k++) {
        values[k] = bytes.getShort(offset + 2 * k) * scale;
      }
      return values;
    }

    float[] bytes(int offset, int count, float one) {
      float[] values = new float[count];
      for (int k = 0; k < count; k++) {
        values[k] = (bytes.get(offset + k) & 0xff) / one;
      }
      return values;
    }

    int[] vertexNumbers(int offset, int count, int vertices) throws IOException {
      int[] values = new int[count];
      for (int k = 0; k < count; k++) {
        values[k] = bytes.getShort(offset + 2 * k) & 0xffff;
        if (values[k] >= vertices) {
          throw new IOException("vertex " + values[k] + " does not exist");
        }
      }
      return values;
    }
  }
}
