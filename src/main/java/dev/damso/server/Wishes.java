package dev.damso.server;

/**
 * What a page asks for.
 *
 * @param language of the page, {@code ko} or {@code en}
 * @param avatar one of {@link Looks#avatars}
 * @param backdrop one of {@link Looks#backdrops}
 */
public record Wishes(String language, String avatar, String backdrop) {}
