package dev.damso.llm.knowledge;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the avatar knows beside its persona. A small text is part of every prompt, where a model
 * reads it once; of a large one, what the question needs. Thread safe.
 */
public final class Knowledge {
  /** Knows nothing. */
  public static final Knowledge NONE = new Knowledge("");

  /** Characters that every prompt has room for. */
  static final int SMALL = 1_500;

  /** Characters of passages for one question. */
  static final int REFERENCE = 900;

  private static final int PASSAGES = 3;
  private static final long LARGEST = 16L << 20;

  private final String whole;
  private final List<String> passages;
  private final Bm25 index;

  private Knowledge(String text) {
    boolean small = text.length() <= SMALL;
    whole = small ? text.strip() : "";
    passages = small ? List.of() : Passages.of(text);
    index = new Bm25(passages);
  }

  /** Of a text. */
  public static Knowledge of(String text) {
    return new Knowledge(text);
  }

  /**
   * @param path a text file, or a folder of {@code .txt} and {@code .md} files, in UTF-8
   * @throws UserFacingException where it cannot be read, or is larger than 16 MB
   */
  public static Knowledge load(Path path) {
    try {
      List<Path> files = files(path);
      long size = 0;
      List<String> texts = new ArrayList<>();
      for (Path file : files) {
        size += Files.size(file);
        if (size > LARGEST) {
          throw UserFacingException.badInput("llm.knowledge is larger than 16 MB: " + path);
        }
        texts.add(read(file));
      }
      return new Knowledge(String.join("\n\n", texts));
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read llm.knowledge: " + e.getMessage(), e);
    }
  }

  private static List<Path> files(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw UserFacingException.badInput("llm.knowledge: there is nothing at " + path);
    }
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> texts =
          all.filter(Files::isRegularFile)
              .filter(file -> file.toString().matches("(?i).*\\.(txt|md)"))
              .sorted()
              .toList();
      if (texts.isEmpty()) {
        throw UserFacingException.badInput("llm.knowledge: no .txt or .md in " + path);
      }
      return texts;
    }
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw UserFacingException.badInput("llm.knowledge: " + file + " is not UTF-8 text");
    }
  }

  /** What belongs in every prompt; empty where there is too much. */
  public String whole() {
    return whole;
  }

  /** What of a large text may answer {@code question}, best first; empty where nothing may. */
  public String reference(String question) {
    StringBuilder found = new StringBuilder();
    for (int i : index.best(question, PASSAGES)) {
      String passage = passages.get(i);
      if (found.length() + passage.length() <= REFERENCE) {
        found.append(found.isEmpty() ? "" : "\n").append(passage);
      }
    }
    return found.toString();
  }
}
