package dev.damso.media;

/** What a face shows while something is said. */
public enum Emotion {
  NEUTRAL,
  SMILE,
  LAUGH,
  SAD,
  WORRIED,
  SURPRISED,
  THINKING,
  SERIOUS
}
