package dev.damso.server;

import java.util.List;

/**
 * What a page may choose from; the first of each is what it gets unasked.
 *
 * @param avatars names
 * @param backdrops names
 */
public record Looks(List<String> avatars, List<String> backdrops) {
  public Looks {
    avatars = List.copyOf(avatars);
    backdrops = List.copyOf(backdrops);
  }
}
