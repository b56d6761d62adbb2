package dev.damso.conversation;

/**
 * A piece of what the avatar says.
 *
 * @param answer whether it is part of the answer; a filler is not, and nobody remembers it
 * @param paragraph whether a line of the answer ended before it
 */
record Clause(String text, boolean answer, boolean paragraph) {}
