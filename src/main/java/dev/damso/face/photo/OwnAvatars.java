package dev.damso.face.photo;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The avatars that were made on this machine: a folder of folders. Thread safe. */
public final class OwnAvatars {
  /** Letters of any script. It names a folder, so nothing that means something in a path. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_-]{0,39}");

  /** One of them is in the folder of each: of a rig, of a person of film. */
  private static final List<String> DESCRIPTIONS = List.of("avatar.json", "neural.json");

  /** Writes the files of an avatar. */
  @FunctionalInterface
  public interface Maker {
    void make(Path folder) throws IOException;
  }

  private final Path root;

  public OwnAvatars(Path root) {
    this.root = root;
  }

  /** {@code DAMSO_AVATARS}, or {@code ~/.local/share/damso/avatars}. */
  public static Path defaultRoot(Map<String, String> environment) {
    String configured = environment.getOrDefault("DAMSO_AVATARS", "");
    return configured.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".local", "share", "damso", "avatars")
        : Path.of(configured);
  }

  public Path root() {
    return root;
  }

  /** Their names, in order. */
  public List<String> names() {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(OwnAvatars::isAvatar)
          .map(folder -> String.valueOf(folder.getFileName()))
          .filter(name -> NAME.matcher(name).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The folder of one; empty where there is none of that name. */
  public Optional<Path> find(String name) {
    Path folder = NAME.matcher(name).matches() ? root.resolve(name) : root;
    return isAvatar(folder) ? Optional.of(folder) : Optional.empty();
  }

  private static boolean isAvatar(Path folder) {
    return description(folder).isPresent();
  }

  private static Optional<Path> description(Path folder) {
    return DESCRIPTIONS.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  /** When one was made; empty where there is none of that name. */
  public Optional<FileTime> madeAt(String name) {
    return find(name)
        .flatMap(OwnAvatars::description)
        .flatMap(file -> {
          try {
            return Optional.of(Files.getLastModifiedTime(file));
          } catch (IOException e) {
            return Optional.empty(); // it was removed just now
          }
        });
  }

  /**
   * Checks a name before work is done for it.
   *
   * @param taken names that belong to others
   * @throws UserFacingException where it is none, or taken
   */
  public void requireNew(String name, List<String> taken) {
    if (!NAME.matcher(name).matches()) {
      throw UserFacingException.badInput(
          "'%s' is no name for an avatar: use up to 40 letters, digits, - and _"
              .formatted(name.length() > 60 ? name.substring(0, 60) + "…" : name));
    }
    if (taken.contains(name) || find(name).isPresent()) {
      throw UserFacingException.badInput(
          "there is an avatar '%s' already: choose another name, or remove that one"
              .formatted(name));
    }
  }

  /**
   * Makes an avatar of a photo.
   *
   * @param models the folder of the model {@code face-landmarks}
   * @return its folder
   * @throws UserFacingException where the photo will not do, or the files cannot be written
   */
  public Path create(String name, Photo photo, Path models) {
    return create(
        name,
        folder -> {
          try (PhotoAvatar maker = new PhotoAvatar(models)) {
            maker.create(photo, name, folder);
          }
        });
  }

  /**
   * Makes an avatar. Whole or not at all.
   *
   * @return its folder
   * @throws UserFacingException where {@code maker} throws it, or the files cannot be written
   */
  public synchronized Path create(String name, Maker maker) {
    requireNew(name, List.of());
    Path folder = root.resolve(name);
    try {
      Files.createDirectories(root);
      Path making = Files.createTempDirectory(root, ".making");
      try {
        maker.make(making);
        move(making, folder);
      } finally {
        delete(making);
      }
      return folder;
    } catch (FileAlreadyExistsException e) {
      throw UserFacingException.badInput("there is a folder " + folder + " already: remove it");
    } catch (IOException e) {
      throw UserFacingException.failed("cannot write " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    }
  }

  /**
   * @throws UserFacingException where there is none of that name, or it cannot be deleted
   */
  public synchronized void remove(String name) {
    Path folder =
        find(name)
            .orElseThrow(() ->
                UserFacingException.badInput(
                    "no avatar '%s' was made here: avatar list shows which were".formatted(name)));
    try {
      delete(folder);
    } catch (IOException e) {
      throw UserFacingException.failed("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
