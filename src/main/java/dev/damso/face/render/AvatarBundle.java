package dev.damso.face.render;

import dev.damso.face.render.MeshGroup.Material;
import dev.damso.media.UserFacingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A person: mesh, shapes, textures, camera and light. Never changed after loading, so shared by all
 * conversations. {@code avatars/build/README.md} describes the files.
 */
public final class AvatarBundle {
  /** Those that come with Damso, the default first. */
  public static final List<String> NAMES = List.of("mina", "joon");

  private static final float BELOW_EYES = .17f;

  final float[] positions; // [vertices][3] decimetres, y up, z to the viewer
  final float[] uvs; // [vertices][2] in [0, 1], v down
  final float[] light; // [vertices] baked, 1 = as painted
  final float[] headWeights; // [vertices] 0 = torso, 1 = turns with the head
  final int[] indices; // [triangles][3]
  final List<MeshGroup> groups; // in drawing order, skin first
  final MorphTarget[] shapes; // [BlendShape.COUNT]
  final float[] headPivot;
  final Camera camera;
  final float[] key; // unit vector to the light
  final float gazeYaw; // radians at full weight
  final float gazePitch;
  final About about;
  private final Map<String, Outline> outlines = new HashMap<>();
  private final Map<String, Layering> layerings = new HashMap<>();

  AvatarBundle(
      float[] positions,
      float[] uvs,
      float[] light,
      float[] headWeights,
      int[] indices,
      List<MeshGroup> groups,
      MorphTarget[] shapes,
      float[] headPivot,
      Camera camera,
      float[] key,
      float gazeYaw,
      float gazePitch,
      About about) {
    this.positions = positions;
    this.uvs = uvs;
    this.light = light;
    this.headWeights = headWeights;
    this.indices = indices;
    this.groups = List.copyOf(groups);
    this.shapes = shapes;
    this.headPivot = headPivot;
    this.camera = camera;
    this.key = key;
    this.gazeYaw = gazeYaw;
    this.gazePitch = gazePitch;
    this.about = about;
    for (MeshGroup group : groups) {
      if (group.material() == Material.ALPHA) {
        layerings.put(group.name(), Layering.of(positions, indices, headPivot[2], group));
      }
      outlines.put(group.name(), Outline.of(indices, group.firstIndex(), group.endIndex()));
    }
  }

  /**
   * Loads an avatar that comes with Damso, or one from a folder.
   *
   * @param name one of {@link #NAMES}, or the path of a folder with an {@code avatar.json}
   * @throws UserFacingException where there is no such avatar or its files are damaged
   */
  public static AvatarBundle load(String name) {
    return new BundleReader(AvatarFiles.of(name)).read();
  }

  public About about() {
    return about;
  }

  /**
   * A copy of a group of the mesh.
   *
   * @throws IllegalArgumentException where there is none of that name
   */
  public Surface surface(String group) {
    return groups.stream()
        .filter(g -> g.name().equals(group))
        .findFirst()
        .map(g -> Surface.of(this, g))
        .orElseThrow(() -> new IllegalArgumentException("no group " + group));
  }

  /** The point that the head turns about, decimetres. */
  public float[] headPivot() {
    return headPivot.clone();
  }

  /**
   * Where a point of the avatar at rest is seen.
   *
   * @return parts of the picture's height, right of its middle and below it
   */
  public double[] seenAt(float x, float y, float z) {
    double away = camera.distance() - (z - camera.target()[2]);
    double scale = .5 / Math.tan(camera.fovY() / 2) / away;
    return new double[] {(x - camera.target()[0]) * scale, -(y - camera.target()[1]) * scale};
  }

  /** Whether some of a group turns with the head; shapes move what does. */
  boolean moves(MeshGroup group) {
    for (int k = group.firstVertex(); k < group.endVertex(); k++) {
      if (headWeights[k] > 0) {
        return true;
      }
    }
    return false;
  }

  /** The edges of a group. */
  Outline outline(MeshGroup group) {
    return Objects.requireNonNull(outlines.get(group.name()), group.name());
  }

  /** The drawing order of a translucent group. */
  Layering layering(MeshGroup group) {
    return Objects.requireNonNull(layerings.get(group.name()), group.name());
  }

  /** The height between eyes and mouth where their movements part, decimetres. */
  float noseY() {
    float eyes = 0;
    int count = 0;
    for (MeshGroup group : groups) {
      if (group.isEye()) {
        eyes += positions[3 * group.firstVertex() + 1];
        count++;
      }
    }
    return count == 0 ? headPivot[1] : eyes / count - BELOW_EYES;
  }

  int vertexCount() {
    return light.length;
  }
}
