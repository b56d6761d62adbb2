package dev.damso.llm.knowledge;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Compares a question with passages by what they mean. The passages are read once, by a thread that
 * ends; until then there are no scores. Thread safe.
 */
final class MeaningIndex implements AutoCloseable {
  private static final Logger LOG = System.getLogger(MeaningIndex.class.getName());

  private final TextEmbedder embedder;
  private final List<String> passages;
  private final VectorFile file;
  private final Thread reader;
  private final CompletableFuture<float[][]> vectors = new CompletableFuture<>();
  private volatile boolean closed;

  /**
   * @param file keeps the vectors for the next start
   */
  MeaningIndex(TextEmbedder embedder, List<String> passages, VectorFile file) {
    this.embedder = embedder;
    this.passages = passages;
    this.file = file;
    this.reader = Thread.ofPlatform().name("knowledge").daemon().start(this::read);
  }

  private void read() {
    try {
      long start = System.nanoTime();
      Optional<float[][]> kept = file.read(passages.size());
      float @Nullable [][] all = kept.isPresent() ? kept.get() : embedAll();
      if (all == null) {
        return;
      }
      vectors.complete(all);
      if (kept.isEmpty()) {
        LOG.log(
            Level.INFO,
            "llm.knowledge: {0} passages read in {1} s",
            all.length,
            Math.round((System.nanoTime() - start) / 1e9));
        file.write(all);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "llm.knowledge is searched by words only: {0}", e.toString());
    }
  }

  private float @Nullable [][] embedAll() {
    float[][] all = new float[passages.size()][];
    for (int i = 0; i < all.length; i++) {
      if (closed) {
        return null;
      }
      all[i] = embedder.passage(passages.get(i));
    }
    return all;
  }

  /** Waits until the passages are read. For measuring: nobody else has to. */
  void await() {
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * How near each passage is to the question, in standard deviations above their mean; empty where
   * that cannot be told, or not yet.
   */
  Optional<double[]> scores(String question) {
    float[][] known = vectors.getNow(null);
    if (known == null || closed) {
      return Optional.empty();
    }
    try {
      float[] asked = embedder.question(question);
      double[] scores = new double[known.length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = dot(asked, known[i]);
      }
      return Optional.of(standardised(scores));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "this question is searched by words only: {0}", e.toString());
      return Optional.empty();
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] standardised(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double variance = 0;
    for (double value : values) {
      variance += (value - mean) * (value - mean) / values.length;
    }
    double deviation = Math.sqrt(variance) + 1e-9;
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - mean) / deviation;
    }
    return values;
  }

  /** Ends the reading, waits for it, and closes the model. */
  @Override
  public void close() {
    closed = true;
    await();
    embedder.close();
  }
}
