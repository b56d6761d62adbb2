package dev.damso.llm.knowledge;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the avatar knows beside its persona. A small text is part of every prompt, where a model
 * reads it once; of a large one, what the question needs: passages that share words with it, and,
 * {@link #byMeaning}, those that mean the like. Thread safe.
 */
public final class Knowledge implements AutoCloseable {
  /** Knows nothing. */
  public static final Knowledge NONE = of("");

  /** Characters that every prompt has room for. */
  static final int SMALL = 1_500;

  /** Characters of passages for one question. */
  static final int REFERENCE = 900;

  private static final int PASSAGES = 3;

  /** What a question's words are worth, all of them, in standard deviations of meaning. */
  private static final double WORDS = 2;

  private static final long LARGEST = 16L << 20;

  private final String whole;
  private final List<String> passages;
  private final Bm25 words;
  private final @Nullable MeaningIndex meaning;

  private Knowledge(String whole, List<String> passages, @Nullable MeaningIndex meaning) {
    this.whole = whole;
    this.passages = passages;
    this.words = new Bm25(passages);
    this.meaning = meaning;
  }

  /** Of a text. */
  public static Knowledge of(String text) {
    boolean small = text.length() <= SMALL;
    return new Knowledge(small ? text.strip() : "", small ? List.of() : Passages.of(text), null);
  }

  /** Of passages that are cut already, to measure search with. */
  public static Knowledge ofPassages(List<String> passages) {
    return new Knowledge("", List.copyOf(passages), null);
  }

  /**
   * The same, searched by meaning too, once a thread of its own has read the passages.
   *
   * @param embedder is closed with it
   * @param folder keeps what the thread found for the next start
   */
  public Knowledge byMeaning(TextEmbedder embedder, Path folder) {
    VectorFile file = new VectorFile(folder, embedder.name(), passages);
    return new Knowledge(whole, passages, new MeaningIndex(embedder, passages, file));
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
      return of(String.join("\n\n", texts));
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

  /** Whether there is too much for every prompt, so that it is searched. */
  public boolean isLarge() {
    return !passages.isEmpty();
  }

  /** What of a large text may answer {@code question}, best first; empty where nothing may. */
  public String reference(String question) {
    StringBuilder found = new StringBuilder();
    for (int i : best(question, PASSAGES)) {
      String passage = passages.get(i);
      if (found.length() + passage.length() <= REFERENCE) {
        found.append(found.isEmpty() ? "" : "\n").append(passage);
      }
    }
    return found.toString();
  }

  /** The numbers of the passages that fit a question best, best first. */
  public List<Integer> best(String question, int limit) {
    if (passages.isEmpty() || question.isBlank()) {
      return List.of();
    }
    double[] scores = words.scores(question);
    Optional<double[]> near = meaning == null ? Optional.empty() : meaning.scores(question);
    near.ifPresent(all -> {
      for (int i = 0; i < all.length; i++) {
        scores[i] = all[i] + WORDS * scores[i];
      }
    });
    return IntStream.range(0, scores.length)
        .filter(i -> scores[i] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
        .limit(limit)
        .toList();
  }

  /** Waits until {@link #byMeaning} has read all passages, to measure it. */
  public void awaitReading() {
    if (meaning != null) {
      meaning.await();
    }
  }

  /** Frees the embedding model, where there is one. */
  @Override
  public void close() {
    if (meaning != null) {
      meaning.close();
    }
  }
}
