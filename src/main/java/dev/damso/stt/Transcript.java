package dev.damso.stt;

/**
 * What was understood.
 *
 * @param text without surrounding space; empty where nothing was said
 * @param language BCP 47, configured or detected
 * @param isFinal whether it can still change
 */
public record Transcript(String text, String language, boolean isFinal) {}
