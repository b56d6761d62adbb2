package dev.damso.face.render;

/**
 * One triangle on the canvas: its rows of pixels whose centres lie inside, and how what its corners
 * carry grows across it. Used again for each triangle.
 */
final class Triangle {
  private final float[] screen; // [vertices][3] x, y, depth
  private final int width;

  /** Corners from top to bottom. */
  int a;

  int b;
  int c;

  float x0;
  float y0;
  private float x1;
  private float y1;
  private float longSlope;
  private float upperSlope;
  private float lowerSlope;

  /** How b's share of a pixel grows to the right, and so on. */
  private float bx;

  private float by;
  private float cx;
  private float cy;

  private float doubleArea;

  int top;
  int bottom;

  /** What {@link #row} found. */
  int left;

  int right;

  /** What {@link #span} found; what grows along the row is counted from {@code start}. */
  int start;

  int from;

  int to;

  /** What is drawn of the canvas. */
  private Region clip;

  Triangle(float[] screen, int width, int height) {
    this.screen = screen;
    this.width = width;
    clip = new Region(0, width, 0, height);
  }

  void clip(Region region) {
    clip = region;
  }

  /**
   * Takes the triangle of three vertices.
   *
   * @param culled whether one that faces away counts as not there
   * @return false where it has no pixels
   */
  boolean set(int first, int second, int third, boolean culled) {
    float[] s = screen;
    float ax = s[3 * first];
    float ay = s[3 * first + 1];
    float bx = s[3 * second];
    float by = s[3 * second + 1];
    float cx = s[3 * third];
    float cy = s[3 * third + 1];
    doubleArea = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    if (doubleArea == 0 || (culled && doubleArea < 0)) {
      return false;
    }
    top = Math.max(clip.top(), up(Math.min(ay, Math.min(by, cy))));
    bottom = Math.min(clip.bottom(), up(Math.max(ay, Math.max(by, cy)))) - 1;
    int left = Math.max(clip.left(), up(Math.min(ax, Math.min(bx, cx))));
    int right = Math.min(clip.right(), up(Math.max(ax, Math.max(bx, cx))));
    if (top > bottom || left >= right) {
      return false;
    }
    sort(first, second, third);
    return true;
  }

  /** Twice its area in pixels. */
  float doubleArea() {
    return Math.abs(doubleArea);
  }

  private void sort(int first, int second, int third) {
    float[] s = screen;
    int p = first;
    int q = second;
    int r = third;
    if (s[3 * q + 1] < s[3 * p + 1]) {
      p = second;
      q = first;
    }
    if (s[3 * r + 1] < s[3 * p + 1]) {
      r = p;
      p = third;
    }
    if (s[3 * r + 1] < s[3 * q + 1]) {
      int swap = q;
      q = r;
      r = swap;
    }
    a = p;
    b = q;
    c = r;
    x0 = s[3 * p];
    y0 = s[3 * p + 1];
    x1 = s[3 * q];
    y1 = s[3 * q + 1];
    float x2 = s[3 * r];
    float y2 = s[3 * r + 1];
    float inverse = 1 / ((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0));
    bx = (y2 - y0) * inverse;
    by = -(x2 - x0) * inverse;
    cx = -(y1 - y0) * inverse;
    cy = (x1 - x0) * inverse;
    longSlope = (x2 - x0) / (y2 - y0);
    upperSlope = y1 > y0 ? (x1 - x0) / (y1 - y0) : 0;
    lowerSlope = y2 > y1 ? (x2 - x1) / (y2 - y1) : 0;
  }

  /** Where row {@code y} meets the long edge. */
  private float oneEnd(int y) {
    return x0 + (y + .5f - y0) * longSlope;
  }

  private float otherEnd(int y) {
    float middle = y + .5f;
    return middle < y1 ? x0 + (middle - y0) * upperSlope : x1 + (middle - y1) * lowerSlope;
  }

  /**
   * Finds the pixels of row {@code y}: {@link #left} to before {@link #right}; none where that is
   * not more.
   */
  void row(int y) {
    float one = oneEnd(y);
    float other = otherEnd(y);
    left = Math.max(0, up(Math.min(one, other)));
    right = Math.min(width, up(Math.max(one, other)));
  }

  /**
   * Finds the pixels of row {@code y} that are seen: {@link #from} to before {@link #to}.
   *
   * @param through what lies over each pixel; 0 hides it
   * @return whether there are any
   */
  boolean span(int y, float[] through) {
    int row = y * width;
    row(y);
    int first = left;
    int end = right;
    while (first < end && through[row + first] == 0) {
      first++;
    }
    while (first < end && through[row + end - 1] == 0) {
      end--;
    }
    start = first;
    from = Math.max(first, clip.left());
    to = Math.min(end, clip.right());
    return from < to;
  }

  /** What a value that the corners have grows by from a pixel to its right neighbour. */
  float growthRight(float atA, float atB, float atC) {
    return (atB - atA) * bx + (atC - atA) * cx;
  }

  /** What it grows by from a pixel to the one below. */
  float growthDown(float atA, float atB, float atC) {
    return (atB - atA) * by + (atC - atA) * cy;
  }

  /**
   * The first pixel whose centre is right of, or below, {@code x}; of what is outside of a picture,
   * some pixel near.
   */
  static int up(float x) {
    return (int) (x + .5f);
  }
}
