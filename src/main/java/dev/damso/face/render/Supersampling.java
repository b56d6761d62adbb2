package dev.damso.face.render;

/** How many samples a pixel has in each direction. */
public enum Supersampling {
  /** One: jagged, least work. */
  NONE(2),
  /** One and a half. */
  ONE_AND_A_HALF(3),
  /** Two: four samples a pixel. */
  TWO(4);

  /** Samples across two pixels. */
  final int perTwoPixels;

  Supersampling(int perTwoPixels) {
    this.perTwoPixels = perTwoPixels;
  }
}
