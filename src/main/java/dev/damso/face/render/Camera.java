package dev.damso.face.render;

/**
 * Where the viewer stands: straight ahead of {@code target}.
 *
 * @param target the point in the middle of the picture, decimetres
 * @param distance decimetres
 * @param fovY vertical angle of view, radians
 */
record Camera(float[] target, float distance, float fovY) {}
