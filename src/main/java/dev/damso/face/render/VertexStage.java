package dev.damso.face.render;

import dev.damso.face.render.MeshGroup.Material;
import java.util.Arrays;

/**
 * Vertices of one picture: shapes added, head turned, projected and lit. Belongs to one {@link
 * Rasterizer}.
 */
final class VertexStage {
  /** Decimetres by which a breath raises chest and shoulders, and the head. */
  private static final float CHEST_LIFT = .026f;

  private static final float HEAD_LIFT = .007f;

  private final AvatarBundle avatar;
  private final float width;
  private final float height;
  private final float focal; // pixels
  private final float[] positions;
  private final float[] normals; // of the skin, the only group that is relit, at each pose
  private final float[] restLight; // neutral normal . key
  private final int skinEnd;

  final float[] screen; // [vertices][3] pixels down, to the right; depth, greater is nearer
  final float[] u; // [vertices] texels
  final float[] v;
  final float[] light; // [vertices] 1 = as painted
  final float[] gloss; // [skin's vertices] 0..104, added times the texture's gloss

  VertexStage(AvatarBundle avatar, int width, int height) {
    this.avatar = avatar;
    this.width = width;
    this.height = height;
    int n = avatar.vertexCount();
    focal = height / 2f / (float) Math.tan(avatar.camera.fovY() / 2);
    skinEnd = avatar.groups.getFirst().endVertex();
    positions = avatar.positions.clone();
    normals = new float[3 * skinEnd];
    restLight = new float[skinEnd];
    screen = new float[3 * n];
    u = new float[n];
    v = new float[n];
    light = avatar.light.clone();
    gloss = new float[skinEnd];
    computeNormals(normals, avatar.groups.getFirst());
    for (int k = 0; k < skinEnd; k++) {
      restLight[k] = keyLight(3 * k);
    }
    for (MeshGroup group : avatar.groups) {
      Texture texture = group.texture();
      if (texture != null) {
        for (int k = group.firstVertex(); k < group.endVertex(); k++) {
          u[k] = texel(avatar.uvs[2 * k], texture.width());
          v[k] = texel(avatar.uvs[2 * k + 1], texture.height());
        }
      }
    }
  }

  /**
   * @param breath 0 breathed out, 1 in
   */
  void run(float[] weights, HeadRotation head, float breath) {
    System.arraycopy(avatar.positions, 0, positions, 0, positions.length);
    for (int k = 0; k < weights.length; k++) {
      if (weights[k] != 0) {
        avatar.shapes[k].addTo(positions, weights[k]);
      }
    }
    computeNormals(normals, avatar.groups.getFirst());
    project(head, breath);
    lightSkin(head);
    for (MeshGroup group : avatar.groups) {
      if (group.material() == Material.EYE) {
        turnEye(group, weights);
      }
    }
  }

  /** Unit normals of a group's vertices into {@code n}. */
  private void computeNormals(float[] n, MeshGroup group) {
    float[] p = positions;
    int from = 3 * group.firstVertex();
    int to = 3 * group.endVertex();
    Arrays.fill(n, from, to, 0);
    for (int k = group.firstIndex(); k < group.endIndex(); k += 3) {
      int a = avatar.indices[k] * 3;
      int b = avatar.indices[k + 1] * 3;
      int c = avatar.indices[k + 2] * 3;
      float ux = p[b] - p[a];
      float uy = p[b + 1] - p[a + 1];
      float uz = p[b + 2] - p[a + 2];
      float vx = p[c] - p[a];
      float vy = p[c + 1] - p[a + 1];
      float vz = p[c + 2] - p[a + 2];
      float x = uy * vz - uz * vy;
      float y = uz * vx - ux * vz;
      float z = ux * vy - uy * vx;
      add(n, a, x, y, z);
      add(n, b, x, y, z);
      add(n, c, x, y, z);
    }
    for (int k = from; k < to; k += 3) {
      float length = (float) Math.sqrt(n[k] * n[k] + n[k + 1] * n[k + 1] + n[k + 2] * n[k + 2]);
      float scale = 1 / (length + 1e-12f);
      n[k] *= scale;
      n[k + 1] *= scale;
      n[k + 2] *= scale;
    }
  }

  private static void add(float[] n, int at, float x, float y, float z) {
    n[at] += x;
    n[at + 1] += y;
    n[at + 2] += z;
  }

  private void project(HeadRotation r, float breath) {
    float[] pivot = avatar.headPivot;
    Camera camera = avatar.camera;
    for (int k = 0, q = 0; k < light.length; k++, q += 3) {
      float x = positions[q] - pivot[0];
      float y = positions[q + 1] - pivot[1];
      float z = positions[q + 2] - pivot[2];
      float w = avatar.headWeights[k];
      float wx = x + w * (r.x(x, y, z) - x) + pivot[0] - camera.target()[0];
      float lift = breath * (CHEST_LIFT + w * (HEAD_LIFT - CHEST_LIFT));
      float wy = y + w * (r.y(x, y, z) - y) + lift + pivot[1] - camera.target()[1];
      float wz = z + w * (r.z(x, y, z) - z) + pivot[2] - camera.target()[2];
      float scale = focal / (camera.distance() - wz);
      screen[q] = height / 2 - wy * scale;
      screen[q + 1] = width / 2 + wx * scale;
      screen[q + 2] = wz;
    }
  }

  /** Baked light changes with the normal; gloss is Blinn-Phong from the key and a faint fill. */
  private void lightSkin(HeadRotation r) {
    float[] key = avatar.key;
    float[] half = unit(key[0], key[1], key[2] + 1);
    float[] fill = unit(-key[0], .4f * key[1], key[2] + 1);
    for (int k = 0, q = 0; k < skinEnd; k++, q += 3) {
      light[k] = Math.clamp(1 + .24f * (keyLight(q) - restLight[k]), .80f, 1.12f);
      float x = r.x(normals[q], normals[q + 1], normals[q + 2]);
      float y = r.y(normals[q], normals[q + 1], normals[q + 2]);
      float z = r.z(normals[q], normals[q + 1], normals[q + 2]);
      float broad = power8(Math.max(0, x * half[0] + y * half[1] + z * half[2]));
      float sharp = broad * broad * broad * broad;
      float side = power8(Math.max(0, x * fill[0] + y * fill[1] + z * fill[2]));
      gloss[k] = sharp * 80 + broad * 14 + side * side * 10;
    }
  }

  /**
   * Twice the area in pixels that a triangle would have, turned towards the viewer where it is.
   *
   * @param k its first index
   */
  float straightArea(int k) {
    int a = 3 * avatar.indices[k];
    int b = 3 * avatar.indices[k + 1];
    int c = 3 * avatar.indices[k + 2];
    float[] p = positions;
    float ux = p[b] - p[a];
    float uy = p[b + 1] - p[a + 1];
    float uz = p[b + 2] - p[a + 2];
    float vx = p[c] - p[a];
    float vy = p[c + 1] - p[a + 1];
    float vz = p[c + 2] - p[a + 2];
    float x = uy * vz - uz * vy;
    float y = uz * vx - ux * vz;
    float z = ux * vy - uy * vx;
    float scale = focal / (avatar.camera.distance() - screen[a + 2]);
    return (float) Math.sqrt(x * x + y * y + z * z) * scale * scale + 1e-6f;
  }

  private float keyLight(int at) {
    float[] key = avatar.key;
    return normals[at] * key[0] + normals[at + 1] * key[1] + normals[at + 2] * key[2];
  }

  /** Looks up the iris where the gaze, undone, puts it: the eyeball itself does not move. */
  private void turnEye(MeshGroup eye, float[] weights) {
    Texture texture = eye.texture();
    if (texture == null) {
      return;
    }
    boolean left = eye.name().endsWith("left");
    float in = (left ? BlendShape.EYE_LOOK_IN_LEFT : BlendShape.EYE_LOOK_IN_RIGHT).of(weights);
    float out = (left ? BlendShape.EYE_LOOK_OUT_LEFT : BlendShape.EYE_LOOK_OUT_RIGHT).of(weights);
    float up = (left ? BlendShape.EYE_LOOK_UP_LEFT : BlendShape.EYE_LOOK_UP_RIGHT).of(weights);
    float down =
        (left ? BlendShape.EYE_LOOK_DOWN_LEFT : BlendShape.EYE_LOOK_DOWN_RIGHT).of(weights);
    float yaw = (left ? out - in : in - out) * avatar.gazeYaw;
    float pitch = (up - down) * avatar.gazePitch;
    float cy = (float) Math.cos(yaw);
    float sy = (float) Math.sin(yaw);
    float cp = (float) Math.cos(pitch);
    float sp = (float) Math.sin(pitch);
    for (int k = eye.firstVertex(); k < eye.endVertex(); k++) {
      float x = avatar.uvs[2 * k] * 2 - 1;
      float y = 1 - avatar.uvs[2 * k + 1] * 2;
      float z = (float) Math.sqrt(Math.max(0, 1 - x * x - y * y));
      float x1 = cy * x - sy * z;
      float z1 = sy * x + cy * z;
      float y1 = cp * y - sp * z1;
      float z2 = sp * y + cp * z1;
      float radius = (float) Math.sqrt(x1 * x1 + y1 * y1) + 1e-9f;
      float scale = (float) Math.atan2(radius, z2) / eye.irisAngle() / radius;
      u[k] = texel(.5f + .5f * x1 * scale, texture.width());
      v[k] = texel(.5f - .5f * y1 * scale, texture.height());
    }
  }

  private static float texel(float coordinate, int size) {
    return Math.clamp(coordinate * size, .5f, size - .5f);
  }

  private static float power8(float x) {
    float x2 = x * x;
    float x4 = x2 * x2;
    return x4 * x4;
  }

  private static float[] unit(float x, float y, float z) {
    float length = (float) Math.sqrt(x * x + y * y + z * z);
    return new float[] {x / length, y / length, z / length};
  }
}
