package dev.damso.llm.local;

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
  private final LlamaContext model;
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
      model =
          new LlamaContext(
              gguf, new LlamaContext.Settings(TOKENS, TOKENS, 1, threads, threads, true));
    } catch (IllegalArgumentException e) {
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
    int[] tokens = model.tokens(whole);
    while (tokens.length > TOKENS) {
      int end = whole.length() * 3 / 4;
      end -= Character.isHighSurrogate(whole.charAt(end - 1)) ? 1 : 0;
      whole = whole.substring(0, end);
      tokens = model.tokens(whole);
    }
    return unit(model.embedding(tokens));
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
