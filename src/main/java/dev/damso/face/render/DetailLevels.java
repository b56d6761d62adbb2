package dev.damso.face.render;

import dev.damso.face.render.MeshGroup.Material;

/** Which halving of its texture each triangle is drawn with: texels about as large as pixels. */
final class DetailLevels {
  /** Steps of so many texels from pixel to pixel are halved. */
  private static final float STEP = 1.5f;

  /** Of thin strands, which would flicker. */
  private static final float STEP_OF_LAYERS = 1;

  /** Of hair, whose atlas has eight locks side by side; beyond, they run into each other. */
  private static final int MOST_OF_LAYERS = 5;

  private DetailLevels() {}

  /**
   * @param neutral the face at rest, so that levels do not change as it moves
   * @return one for each triangle
   */
  static byte[] of(AvatarBundle avatar, VertexStage neutral) {
    byte[] levels = new byte[avatar.indices.length / 3];
    for (MeshGroup group : avatar.groups) {
      Texture texture = group.texture();
      if (texture == null) {
        continue;
      }
      boolean layers = group.material() == Material.ALPHA && !group.isOnSkin();
      int most = texture.levels().length - 1;
      most = layers ? Math.min(most, MOST_OF_LAYERS) : most;
      for (int k = group.firstIndex(); k < group.endIndex(); k += 3) {
        float step = step(avatar.indices, k, neutral, layers);
        int level = 0;
        while (level < most && step > (layers ? STEP_OF_LAYERS : STEP)) {
          step /= 2;
          level++;
        }
        levels[k / 3] = (byte) level;
      }
    }
    return levels;
  }

  /**
   * Texels from a pixel to the next: the larger of both directions for layers, whose gaps would
   * flicker, else between both.
   */
  private static float step(int[] indices, int k, VertexStage at, boolean larger) {
    int a = indices[k];
    int b = indices[k + 1];
    int c = indices[k + 2];
    float[] s = at.screen;
    float bx = s[3 * b] - s[3 * a];
    float by = s[3 * b + 1] - s[3 * a + 1];
    float cx = s[3 * c] - s[3 * a];
    float cy = s[3 * c + 1] - s[3 * a + 1];
    float bu = at.u[b] - at.u[a];
    float bv = at.v[b] - at.v[a];
    float cu = at.u[c] - at.u[a];
    float cv = at.v[c] - at.v[a];
    float area = Math.abs(bx * cy - cx * by) + 1e-3f;
    if (!larger) {
      return (float) Math.sqrt(Math.abs(bu * cv - cu * bv) / area);
    }
    double across = Math.hypot(bu * cy - cu * by, bv * cy - cv * by);
    double down = Math.hypot(cu * bx - bu * cx, cv * bx - bv * cx);
    return (float) Math.max(across, down) / area;
  }
}
