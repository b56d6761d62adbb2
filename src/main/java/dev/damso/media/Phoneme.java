package dev.damso.media;

/**
 * A phone and when it sounds.
 *
 * @param symbol IPA, or {@code ""} for silence
 * @param startMs milliseconds from the start of the chunk that it belongs to
 * @param endMs milliseconds from the start of the chunk
 */
public record Phoneme(String symbol, double startMs, double endMs) {}
