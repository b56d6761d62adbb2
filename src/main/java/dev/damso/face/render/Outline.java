package dev.damso.face.render;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The edges of a group of triangles, each with its neighbours: where the surface ends or turns away
 * from the viewer lies its outline. Never changed, shared.
 *
 * @param ends [edges][2] vertices
 * @param opposites [edges][2] the third vertex of the triangle on each side; -1 where there is none
 */
record Outline(int[] ends, int[] opposites) {
  static Outline of(int[] indices, int firstIndex, int endIndex) {
    Map<Long, Integer> numbers = new HashMap<>();
    int[] ends = new int[2 * (endIndex - firstIndex)];
    int[] opposites = new int[ends.length];
    Arrays.fill(opposites, -1);
    for (int k = firstIndex; k < endIndex; k += 3) {
      for (int corner = 0; corner < 3; corner++) {
        int a = indices[k + corner];
        int b = indices[k + (corner + 1) % 3];
        long key = (long) Math.min(a, b) << 32 | Math.max(a, b);
        Integer known = numbers.putIfAbsent(key, numbers.size());
        int edge = known == null ? numbers.size() - 1 : known;
        ends[2 * edge] = a;
        ends[2 * edge + 1] = b;
        opposites[2 * edge + (known == null ? 0 : 1)] = indices[k + (corner + 2) % 3];
      }
    }
    int length = 2 * numbers.size();
    return new Outline(Arrays.copyOf(ends, length), Arrays.copyOf(opposites, length));
  }
}
