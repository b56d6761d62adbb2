package dev.damso.media;

/**
 * A picture in I420 (BT.601, limited range): the Y plane, then U, then V, without row padding.
 *
 * @param pts when it is shown
 * @param width pixels, even
 * @param height pixels, even
 * @param i420 {@code width * height * 3 / 2} bytes; not to be written to by a receiver
 */
public record VideoFrame(MediaTime pts, int width, int height, byte[] i420) {}
