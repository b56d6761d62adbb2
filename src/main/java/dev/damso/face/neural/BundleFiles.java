package dev.damso.face.neural;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of a neural avatar, in a folder. One that comes with Damso is unpacked into a folder
 * that goes when the process ends: native libraries read files only.
 */
record BundleFiles(String name, Path folder) {
  static final String MANIFEST = "neural.json";

  private static final Pattern BUILT_IN = Pattern.compile("[a-z0-9-]+");

  /**
   * @param avatar a name, or the path of a folder
   * @return empty where there is no neural avatar of that name
   */
  static Optional<BundleFiles> find(String avatar) {
    if (BUILT_IN.matcher(avatar).matches() && resource(avatar, MANIFEST) != null) {
      return Optional.of(unpacked(avatar));
    }
    try {
      Path folder = Path.of(avatar);
      return Files.isRegularFile(folder.resolve(MANIFEST))
          ? Optional.of(new BundleFiles(avatar, folder))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static java.net.@org.jspecify.annotations.Nullable URL resource(
      String avatar, String file) {
    return BundleFiles.class.getResource("/avatars/" + avatar + "/" + file);
  }

  private static BundleFiles unpacked(String avatar) {
    try {
      Path folder = Files.createTempDirectory("damso-" + avatar);
      folder.toFile().deleteOnExit();
      byte[] json = copy(avatar, MANIFEST, folder);
      NeuralManifest manifest = NeuralManifest.read(json, avatar);
      copy(avatar, manifest.model(), folder);
      copy(avatar, manifest.base(), folder);
      return new BundleFiles(avatar, folder);
    } catch (IOException e) {
      throw UserFacingException.failed("cannot unpack the avatar " + avatar, e);
    }
  }

  private static byte[] copy(String avatar, String file, Path folder) throws IOException {
    Path to = folder.resolve(file);
    to.toFile().deleteOnExit();
    try (InputStream in =
        BundleFiles.class.getResourceAsStream("/avatars/" + avatar + "/" + file)) {
      if (in == null) {
        throw new IOException("no " + file);
      }
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
    return Files.readAllBytes(to);
  }

  NeuralManifest manifest() {
    try {
      Path file = folder.resolve(MANIFEST);
      if (Files.size(file) > 1 << 20) {
        throw new IOException("too large");
      }
      return NeuralManifest.read(Files.readAllBytes(file), name);
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read " + folder.resolve(MANIFEST), e);
    }
  }

  /**
   * @throws UserFacingException where it is missing
   */
  Path file(String file) {
    Path path = folder.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw UserFacingException.failed("the avatar " + name + " has no " + file);
    }
    return path;
  }

  /** Bytes of all files. */
  long bytes() {
    try (var files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
