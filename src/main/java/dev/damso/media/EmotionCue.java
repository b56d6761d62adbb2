package dev.damso.media;

/**
 * An emotion and when it begins; it lasts until the next, or a little beyond the speech.
 *
 * @param atMs milliseconds from the start of the chunk that it belongs to
 */
public record EmotionCue(Emotion emotion, double atMs) {}
