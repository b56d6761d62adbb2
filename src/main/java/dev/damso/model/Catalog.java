package dev.damso.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The models that can be fetched, as {@code catalog.yaml} lists them. */
public record Catalog(List<Model> models) {
  public Catalog {
    models = List.copyOf(models);
  }

  /**
   * One model.
   *
   * @param convert the converter's name; null where the downloaded files are installed as they are
   * @param installed relative paths after installation; empty where they are {@code files}'
   */
  public record Model(
      String name,
      String task,
      List<String> languages,
      String licence,
      @Nullable String convert,
      List<String> installed,
      List<File> files) {
    @SuppressWarnings("NullAway") // Jackson passes null for an absent list
    public Model {
      if (!name.matches("[a-z0-9][a-z0-9._-]*")) {
        throw new IllegalArgumentException("not a model's name: " + name);
      }
      languages = List.copyOf(languages);
      files = List.copyOf(files);
      installed =
          installed == null ? files.stream().map(File::path).toList() : List.copyOf(installed);
    }

    /** Bytes to be downloaded, unpacked. */
    public long bytes() {
      return files.stream().mapToLong(File::size).sum();
    }
  }

  /**
   * A file or folder of a model.
   *
   * @param path relative to the model's folder
   * @param size bytes
   * @param sha256 see {@link Hashes}; empty where the catalogue does not know it: then {@code size}
   *     is about right, and what counts is what the source states ({@link StatedFile})
   */
  public record File(String path, long size, String sha256, List<Source> sources) {
    @SuppressWarnings("NullAway") // Jackson passes null for an absent text
    public File {
      sha256 = sha256 == null ? "" : sha256;
      sources = List.copyOf(sources);
    }

    /** Whether the catalogue knows its bytes. */
    boolean pinned() {
      return !sha256.isEmpty();
    }
  }

  /** The catalogue that comes with Damso. */
  public static Catalog bundled() {
    try (InputStream in = Catalog.class.getResourceAsStream("catalog.yaml")) {
      if (in == null) {
        throw new IllegalStateException("catalog.yaml is missing from the build");
      }
      return new ObjectMapper(new YAMLFactory()).readValue(in, Catalog.class);
    } catch (IOException e) {
      throw new IllegalStateException("catalog.yaml cannot be read", e);
    }
  }

  /**
   * @throws UserFacingException where no model has this name
   */
  public Model model(String name) {
    return models.stream()
        .filter(m -> m.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            UserFacingException.badInput(
                "no model is named \""
                    + name
                    + "\"; choose one of: "
                    + models.stream().map(Model::name).collect(Collectors.joining(", "))));
  }
}
