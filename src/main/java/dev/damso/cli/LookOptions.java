package dev.damso.cli;

import dev.damso.config.Config;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who is seen, and before what. */
final class LookOptions {
  @Option(names = "--avatar", paramLabel = "NAME", description = "who is seen: avatar list")
  private @Nullable String avatar;

  @Option(
      names = "--backdrop",
      paramLabel = "NAME",
      description = "what is behind: avatar list, or a picture")
  private @Nullable String backdrop;

  /** The configuration with what was chosen. */
  Config over(Config config) {
    Config.Face face = config.face();
    return config.withFace(
        new Config.Face(
            Objects.requireNonNullElse(avatar, face.avatar()),
            Objects.requireNonNullElse(backdrop, face.backdrop()),
            face.width(),
            face.height(),
            face.device(),
            face.badge(),
            face.lips(),
            face.uploads()));
  }
}
