package dev.damso.face.render;

/** The matrix Ry(yaw) Rx(pitch) Rz(roll), row by row. */
record HeadRotation(
    float xx, float xy, float xz, float yx, float yy, float yz, float zx, float zy, float zz) {

  /** Angles in radians: yaw to the person's left, pitch down, roll to the person's right. */
  static HeadRotation of(float yaw, float pitch, float roll) {
    float cy = (float) Math.cos(yaw);
    float sy = (float) Math.sin(yaw);
    float cp = (float) Math.cos(pitch);
    float sp = (float) Math.sin(pitch);
    float cr = (float) Math.cos(roll);
    float sr = (float) Math.sin(roll);
    return new HeadRotation(
        cy * cr + sy * sp * sr,
        -cy * sr + sy * sp * cr,
        sy * cp,
        cp * sr,
        cp * cr,
        -sp,
        -sy * cr + cy * sp * sr,
        sy * sr + cy * sp * cr,
        cy * cp);
  }

  float x(float x, float y, float z) {
    return xx * x + xy * y + xz * z;
  }

  float y(float x, float y, float z) {
    return yx * x + yy * y + yz * z;
  }

  float z(float x, float y, float z) {
    return zx * x + zy * y + zz * z;
  }
}
