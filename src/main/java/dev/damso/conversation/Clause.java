package dev.damso.conversation;

/**
 * A piece of what the avatar says.
 *
 * @param answer whether it is part of the answer; a filler is not, and nobody remembers it
 */
record Clause(String text, boolean answer) {}
