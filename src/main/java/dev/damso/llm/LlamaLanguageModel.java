package dev.damso.llm;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.LogFormat;
import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A GGUF model in this process, by llama.cpp, for models that take ChatML (Qwen). Calls wait for
 * each other, in order. What a prompt shares with the one before it is not evaluated again.
 */
public final class LlamaLanguageModel implements LanguageModel {
  private static final int DEFAULT_THREADS = 2;
  private static final int DEFAULT_CONTEXT = 2048;

  private final ReentrantLock lock = new ReentrantLock(true);
  private final String name;
  private final int contextTokens;
  private final LlamaModel model;
  private boolean closed;

  public LlamaLanguageModel(Path gguf) {
    this(gguf, DEFAULT_THREADS, DEFAULT_CONTEXT);
  }

  /**
   * @param contextTokens prompt and answer together
   * @throws UserFacingException where the file is missing or no model that llama.cpp reads
   */
  public LlamaLanguageModel(Path gguf, int threads, int contextTokens) {
    if (!Files.isReadable(gguf)) {
      throw UserFacingException.failed(
          "There is no language model at %s; run ./damso models pull to fetch it.".formatted(gguf));
    }
    this.name = "local " + gguf.getFileName();
    this.contextTokens = contextTokens;
    try {
      quietly(() -> LlamaModel.setLogger(LogFormat.TEXT, (level, message) -> {}));
      model =
          new LlamaModel(
              new ModelParameters()
                  .setModel(gguf.toString())
                  .setThreads(Math.max(1, threads - 1)) // one is left to the voice
                  .setThreadsBatch(threads)
                  .setCtxSize(contextTokens)
                  .disableLog());
    } catch (RuntimeException | UnsatisfiedLinkError e) {
      throw UserFacingException.failed(
          "The language model %s does not load; delete it and run ./damso models pull."
              .formatted(gguf),
          e);
    }
  }

  /** The binding prints where it unpacks its library, on the output that is the commands' own. */
  private static void quietly(Runnable load) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try {
      load.run();
    } finally {
      System.setOut(out);
    }
  }

  /**
   * Evaluates a prompt but for its last message, so that the next one with the same beginning
   * answers sooner. Blocks; best called where nobody waits.
   */
  @Override
  public void warmUp(Prompt prompt) {
    lock.lock();
    try {
      if (!closed) {
        run(ChatMl.prefix(prompt.messages()), prompt, 1, text -> {}, Cancellation.none());
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
    long start = System.nanoTime();
    lock.lock();
    try {
      if (closed) {
        throw new LanguageModelException(name + " is closed");
      }
      String text = ChatMl.fit(prompt.messages(), contextTokens - prompt.maxTokens(), this::count);
      double[] firstMs = {-1};
      StringBuilder said = new StringBuilder();
      int tokens =
          run(
              text,
              prompt,
              prompt.maxTokens(),
              piece -> {
                if (firstMs[0] < 0) {
                  firstMs[0] = (System.nanoTime() - start) / 1e6;
                }
                said.append(piece);
                onText.accept(piece);
              },
              cancellation);
      return new Completion(said.toString(), firstMs[0], count(text), tokens);
    } finally {
      lock.unlock();
    }
  }

  private int count(String text) {
    return model.encode(text).length;
  }

  /** Returns how many tokens were written. */
  private int run(
      String text,
      Prompt prompt,
      int maxTokens,
      Consumer<String> onText,
      Cancellation cancellation) {
    if (cancellation.isCancelled()) {
      return 0;
    }
    InferenceParameters parameters =
        new InferenceParameters(text)
            .setCachePrompt(true)
            .setNPredict(maxTokens)
            .setTemperature((float) prompt.temperature())
            .setTopK(prompt.topK())
            .setStopStrings(ChatMl.STOP);
    LlamaIterator pieces = model.generate(parameters).iterator();
    int tokens = 0;
    try {
      while (pieces.hasNext()) {
        String piece = next(pieces);
        if (cancellation.isCancelled()) {
          break;
        }
        tokens++;
        if (!piece.isEmpty()) {
          onText.accept(piece);
        }
      }
    } finally {
      if (pieces.hasNext()) {
        pieces.cancel();
      }
    }
    return tokens;
  }

  /** llama.cpp's own exception is not public, so any is taken for it. */
  private String next(LlamaIterator pieces) {
    try {
      return pieces.next().text;
    } catch (RuntimeException e) {
      throw new LanguageModelException(name + " failed", e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** Waits for the running answer, then frees the model's memory. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        model.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
