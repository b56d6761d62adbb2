package dev.damso.face.render;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The files of one avatar, from the class path or from a folder. */
record AvatarFiles(String avatar, Source source) {
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-]+\\.[a-z]+");

  @FunctionalInterface
  interface Source {
    InputStream open(String file) throws IOException;
  }

  static AvatarFiles of(String name) {
    String folder = "/avatars/" + name + "/";
    if (AvatarBundle.NAMES.contains(name)) {
      return new AvatarFiles(name, file -> fromClassPath(folder + file));
    }
    try {
      Path path = Path.of(name);
      if (Files.isRegularFile(path.resolve("avatar.json"))) {
        return new AvatarFiles(name, file -> Files.newInputStream(path.resolve(file)));
      }
    } catch (InvalidPathException e) {
      throw noSuchAvatar(name);
    }
    throw noSuchAvatar(name);
  }

  /** The whole of a file. */
  byte[] read(String file) throws IOException {
    if (!FILE.matcher(file).matches()) {
      throw new IOException("'" + file + "' is no name of a file of an avatar");
    }
    try (InputStream in = source.open(file)) {
      return in.readAllBytes();
    }
  }

  private static InputStream fromClassPath(String resource) throws IOException {
    InputStream in = AvatarFiles.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IOException("no " + resource);
    }
    return in;
  }

  private static UserFacingException noSuchAvatar(String name) {
    return UserFacingException.badInput(
        "no avatar '%s': use one of %s, or the path of a folder with an avatar.json"
            .formatted(name, String.join(", ", AvatarBundle.NAMES)));
  }
}
