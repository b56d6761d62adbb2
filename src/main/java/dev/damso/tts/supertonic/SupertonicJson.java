package dev.damso.tts.supertonic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The JSON files that come with the graphs. */
final class SupertonicJson {
  private static final long MOST_BYTES = 16 << 20;

  private SupertonicJson() {}

  /**
   * @throws UserFacingException where there is no such file, or it is no JSON
   */
  static JsonNode read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw wrong(file, "it is too large");
      }
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw UserFacingException.failed("cannot read %s (%s)".formatted(file, why), e);
    }
  }

  static UserFacingException wrong(Path file, String why) {
    return UserFacingException.failed("%s is not Supertonic's: %s".formatted(file, why));
  }
}
