package dev.damso.llm.local;

import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.PoolingType;
import dev.damso.llm.knowledge.TextEmbedder;
import dev.damso.media.UserFacingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;

/**
 * An embedding model of the E5 family in this process, by llama.cpp. One text at a time; others
 * wait.
 */
public final class LlamaTextEmbedder implements TextEmbedder {
  /** The model's longest text, tokens. */
  private static final int TOKENS = 512;

  private final String name;
  private final LlamaModel model;
  private boolean closed;

  /**
   * @throws UserFacingException where the file is missing or no model that llama.cpp reads
   */
  public LlamaTextEmbedder(Path gguf, int threads) {
    if (!Files.isReadable(gguf)) {
      throw UserFacingException.failed(
          "There is no embedding model at %s; run ./damso models pull to fetch it."
              .formatted(gguf));
    }
    name = gguf.getFileName().toString();
    try {
      LlamaNatives.silence();
      model =
          new LlamaModel(
              new ModelParameters()
                  .setModel(gguf.toString())
                  .enableEmbedding()
                  .setPoolingType(PoolingType.MEAN)
                  .setThreads(threads)
                  .setThreadsBatch(threads)
                  .setCtxSize(TOKENS)
                  .setBatchSize(TOKENS)
                  .setUbatchSize(TOKENS)
                  .disableLog());
    } catch (RuntimeException | UnsatisfiedLinkError e) {
      throw UserFacingException.failed(
          "The embedding model %s does not load; delete it and run ./damso models pull."
              .formatted(gguf),
          e);
    }
  }

  @Override
  public float[] question(String text) {
    return embed("query: ", text);
  }

  @Override
  public float[] passage(String text) {
    return embed("passage: ", text);
  }

  private synchronized float[] embed(String task, String text) {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
    // What the tokenizer was trained on.
    String whole = task + Normalizer.normalize(text.strip(), Normalizer.Form.NFKC);
    while (model.encode(whole).length > TOKENS - 2) {
      int half = whole.length() * 3 / 4;
      whole =
          whole.substring(0, Character.isHighSurrogate(whole.charAt(half - 1)) ? half - 1 : half);
    }
    return unit(model.embed(whole));
  }

  private static float[] unit(float[] vector) {
    double square = 0;
    for (float v : vector) {
      square += v * v;
    }
    float scale = (float) (1 / Math.sqrt(Math.max(square, 1e-12)));
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= scale;
    }
    return vector;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      model.close();
    }
  }
}
