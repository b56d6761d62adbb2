package dev.damso.model;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The models on this machine, fetched when asked for. Thread-safe, also between processes. */
public final class ModelStore {
  /** Room beyond the model's bytes, for packages that carry more than the model. */
  private static final long SLACK = 100L << 20;

  private final Path root;
  private final Catalog catalog;
  private final Progress progress;
  private final StoreSettings settings;
  private final Installer installer;

  ModelStore(
      Path root,
      Catalog catalog,
      Progress progress,
      Map<String, ModelConverter> converters,
      StoreSettings settings) {
    this.root = root.toAbsolutePath().normalize();
    this.catalog = catalog;
    this.progress = progress;
    this.settings = settings;
    this.installer = new Installer(this.root, progress, converters, settings);
  }

  /**
   * A model of the catalogue.
   *
   * @param bytes on the disk where installed, else to be downloaded
   */
  public record Entry(
      String name, String task, boolean installed, long bytes, String licence, Path directory) {}

  /** {@code DAMSO_MODELS}, or {@code ~/.cache/damso}. */
  public static Path defaultRoot(Map<String, String> env) {
    String configured = env.getOrDefault("DAMSO_MODELS", "");
    return configured.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "damso")
        : Path.of(configured);
  }

  /**
   * Opens the store; touches no disk.
   *
   * @param root made when the first model is installed
   * @param converters by the names that the catalogue uses
   */
  public static ModelStore open(
      Path root, Catalog catalog, Progress progress, Map<String, ModelConverter> converters) {
    return new ModelStore(root, catalog, progress, converters, StoreSettings.of(System.getenv()));
  }

  public Path root() {
    return root;
  }

  /**
   * The folder of an installed model; fetches it where it is missing or damaged.
   *
   * @throws UserFacingException where no model has this name or it cannot be fetched
   */
  public Path require(String name) {
    requireAll(List.of(name));
    return root.resolve(name);
  }

  /**
   * Fetches the missing ones of these models, one after the other, if the disk has room for all.
   *
   * @throws UserFacingException as {@link #require}, or where the disk is too full
   */
  public void requireAll(List<String> names) {
    List<Catalog.Model> missing = new ArrayList<>();
    for (String name : names.stream().distinct().toList()) {
      Catalog.Model model = catalog.model(name);
      if (installed(model).isEmpty()) {
        missing.add(model);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    checkSpace(missing);
    missing.forEach(this::fetch);
  }

  /** Every model of the catalogue, in its order. */
  public List<Entry> list() {
    return catalog.models().stream().map(this::entry).toList();
  }

  /**
   * Whether a model is installed and every byte is right. Reads all of its files; one that is not
   * right counts as missing from then on.
   *
   * @throws UserFacingException where no model has this name or its files cannot be read
   */
  public boolean verify(String name) {
    Catalog.Model model = catalog.model(name);
    Path folder = root.resolve(name);
    return Marker.read(folder)
        .filter(marker -> marker.state(model, folder) != Marker.State.MISSING)
        .flatMap(marker -> readAgain(model, folder, marker))
        .isPresent();
  }

  /**
   * Tells the bytes of an installed model from any others: hashes of its files.
   *
   * @throws UserFacingException where no model has this name
   */
  public String fingerprint(String name) {
    return installed(catalog.model(name)).stream()
        .flatMap(marker -> marker.files().stream())
        .map(Marker.Installed::sha256)
        .collect(Collectors.joining(" "));
  }

  /** The marker of a model whose files are as they were installed. */
  private Optional<Marker> installed(Catalog.Model model) {
    Path folder = root.resolve(model.name());
    return Marker.read(folder)
        .flatMap(marker ->
            switch (marker.state(model, folder)) {
              case INTACT -> Optional.of(marker);
              case TOUCHED -> readAgain(model, folder, marker);
              case MISSING -> Optional.empty();
            });
  }

  private Optional<Marker> readAgain(Catalog.Model model, Path folder, Marker marker) {
    try {
      if (!marker.verify(folder)) {
        progress.note(model.name(), "damaged: its bytes are not those that were installed");
        Marker.remove(folder);
        return Optional.empty();
      }
      Marker now = marker.withTimes(folder);
      if (!now.equals(marker)) {
        now.write(folder);
      }
      return Optional.of(now);
    } catch (IOException e) {
      throw UserFacingException.failed("cannot check " + folder + ": " + e.getMessage(), e);
    }
  }

  private Entry entry(Catalog.Model model) {
    Path folder = root.resolve(model.name());
    Optional<Marker> marker = installed(model);
    long bytes =
        marker
            .map(m -> m.files().stream().mapToLong(Marker.Installed::size).sum())
            .orElse(model.bytes());
    return new Entry(
        model.name(), model.task(), marker.isPresent(), bytes, model.licence(), folder);
  }

  private void fetch(Catalog.Model model) {
    try (ModelLock _ = ModelLock.acquire(root.resolve(".locks").resolve(model.name()))) {
      if (installed(model).isEmpty()) { // another may have fetched it meanwhile
        installer.install(model);
      }
    } catch (IOException e) {
      throw UserFacingException.failed(
          ("cannot fetch the model "
                  + model.name()
                  + ": "
                  + e.getMessage()
                  + "; check the network and run `damso models pull` again, or put its files into "
                  + root.resolve(model.name())
                  + " by hand")
              .replaceAll("\\s*\\R\\s*", " "),
          e);
    }
  }

  /** All that is installed, and the largest once more while it is unpacked. */
  private void checkSpace(List<Catalog.Model> missing) {
    long all = missing.stream().mapToLong(Catalog.Model::bytes).sum();
    long largest = missing.stream().mapToLong(Catalog.Model::bytes).max().orElse(0);
    long needed = all + largest + SLACK;
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw UserFacingException.failed(
          "cannot make " + root + ": " + e.getMessage() + "; set DAMSO_MODELS to another folder",
          e);
    }
    long free = settings.freeBytes().applyAsLong(root);
    if (free < needed) {
      throw UserFacingException.failed(
          "the models need %d MB of free disk, %s has %d MB; free some or set DAMSO_MODELS to another folder"
              .formatted(needed / 1_000_000, root, free / 1_000_000));
    }
  }
}
