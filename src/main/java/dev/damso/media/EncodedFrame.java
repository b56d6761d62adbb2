package dev.damso.media;

/**
 * One coded picture or one coded packet of sound.
 *
 * @param pts when it is shown or heard
 * @param data H.264: an access unit in Annex B; VP8: a frame; Opus: one packet
 * @param keyFrame whether decoding can start here
 */
public record EncodedFrame(MediaTime pts, byte[] data, boolean keyFrame) {}
