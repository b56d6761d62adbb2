package dev.damso.turn;

/**
 * What was understood of a turn so far.
 *
 * @param language BCP 47, of the words
 * @param confidence mean natural log probability of their tokens: 0 is certain
 */
public record Words(String text, String language, double confidence) {}
