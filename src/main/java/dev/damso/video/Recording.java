package dev.damso.video;

import dev.damso.media.EncodedFrame;
import dev.damso.media.UserFacingException;

/** Keeps coded pictures and sound. One owner thread. */
public interface Recording extends AutoCloseable {
  /**
   * Adds a picture; those before the first key frame are left out.
   *
   * @throws UserFacingException where the disk takes no more
   */
  void video(EncodedFrame picture);

  /**
   * Adds an Opus packet of 20 ms.
   *
   * @param voice the track of sound, from 0
   * @throws UserFacingException where the disk takes no more
   */
  void audio(int voice, EncodedFrame opus);

  /** Completes it, as far as the disk takes it. */
  @Override
  void close();
}
