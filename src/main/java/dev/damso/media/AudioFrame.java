package dev.damso.media;

/**
 * A piece of mono sound.
 *
 * @param pts time of the first sample
 * @param pcm signed 16-bit samples
 * @param sampleRate samples a second
 */
public record AudioFrame(MediaTime pts, short[] pcm, int sampleRate) {}
