package dev.damso.server;

import dev.damso.media.UserFacingException;

/** Who can be seen, and how others come to be. Thread safe. */
public interface Casting {
  /** What pages may choose from now. */
  Looks looks();

  /** Whether pages may make avatars of photos. */
  boolean takesPhotos();

  /** Whether conversations are recorded, which pages say before one begins. */
  default boolean records() {
    return false;
  }

  /**
   * Makes an avatar, which {@link #looks} has from then on. Takes seconds.
   *
   * @param photo a file as it came
   * @throws UserFacingException where name or photo will not do; its line is for the page
   */
  void create(String name, byte[] photo);

  /** What is always the same. */
  static Casting of(Looks looks) {
    return new Casting() {
      @Override
      public Looks looks() {
        return looks;
      }

      @Override
      public boolean takesPhotos() {
        return false;
      }

      @Override
      public void create(String name, byte[] photo) {
        throw UserFacingException.badInput("no avatars can be made here");
      }
    };
  }
}
