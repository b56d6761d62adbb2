package dev.damso.llm.local;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import dev.damso.llm.Completion;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Prompt;
import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A GGUF model in this process, by llama.cpp, for models that take ChatML (Qwen).
 *
 * <p>One thread, {@code llama}, does the work, in the order in which it is asked; callers wait for
 * it but are free at once when they cancel. What a prompt shares with an earlier one is not
 * evaluated again: there is a key-value cache for each of {@value #SLOTS} prompts. Prompts are
 * evaluated in pieces, so that what is cancelled, or nobody waits for, gives way within one.
 */
public final class LlamaLanguageModel implements LanguageModel {
  /** Conversations and a summary: 25 MB each at 2,048 tokens of Qwen2.5 0.5B. */
  private static final int SLOTS = 5;

  /**
   * Characters of a prompt that are read ahead at a time; some 50 tokens of Korean, half a second.
   */
  private static final int PIECE = 100;

  /** The same where somebody waits: larger pieces take less time together. */
  private static final int WAITED_PIECE = 400;

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("llama").daemon().factory());
  private final AtomicInteger waited = new AtomicInteger();
  private final String name;
  private final int contextTokens;
  private final double temperature;
  private final LlamaModel model;

  private volatile boolean closed;

  /** What the slots hold, lately used last, as far as is known here. Worker only. */
  private final List<String> held = new ArrayList<>();

  /**
   * @param contextTokens prompt and answer together
   * @param temperature the highest that is used: small models lose the thread above it
   * @throws UserFacingException where the file is missing or no model that llama.cpp reads
   */
  public LlamaLanguageModel(Path gguf, int threads, int contextTokens, double temperature) {
    if (!Files.isReadable(gguf)) {
      throw UserFacingException.failed(
          "There is no language model at %s; run ./damso models pull to fetch it.".formatted(gguf));
    }
    this.name = "local " + gguf.getFileName();
    this.contextTokens = contextTokens;
    this.temperature = temperature;
    try {
      LlamaNatives.silence();
      model =
          new LlamaModel(
              new ModelParameters()
                  .setModel(gguf.toString())
                  .setThreads(Math.max(1, threads - 1)) // one is left to the voice
                  .setThreadsBatch(threads)
                  .setParallel(SLOTS)
                  .setCtxSize(SLOTS * contextTokens)
                  .disableLog());
    } catch (RuntimeException | UnsatisfiedLinkError e) {
      throw UserFacingException.failed(
          "The language model %s does not load; delete it and run ./damso models pull."
              .formatted(gguf),
          e);
    }
  }

  @Override
  public void warmUp(Prompt prompt, Cancellation cancellation) {
    Answer answer = new Answer(cancellation);
    submit(
        answer,
        () -> {
          BooleanSupplier stop = stop(cancellation, true);
          evaluate(ChatMl.prefix(prompt.messages()), PIECE, 0, stop);
          answer.end(0, 0);
        });
    answer.deliver(text -> {});
  }

  @Override
  public Completion generate(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
    Answer answer = new Answer(cancellation);
    boolean counted = !prompt.background();
    if (counted) {
      waited.incrementAndGet();
    }
    try {
      submit(answer, () -> answer(prompt, answer, stop(cancellation, prompt.background())));
      return answer.deliver(onText);
    } finally {
      if (counted) {
        waited.decrementAndGet();
      }
    }
  }

  private BooleanSupplier stop(Cancellation cancellation, boolean givesWay) {
    return () -> closed || cancellation.isCancelled() || givesWay && waited.get() > 0;
  }

  private void submit(Answer answer, Runnable work) {
    try {
      worker.execute(() -> {
        try {
          work.run();
        } catch (RuntimeException e) {
          answer.fail(
              e instanceof LanguageModelException known
                  ? known
                  : new LanguageModelException(name + " failed", e));
        }
      });
    } catch (RejectedExecutionException e) {
      answer.fail(new LanguageModelException(name + " is closed"));
    }
  }

  private void answer(Prompt prompt, Answer answer, BooleanSupplier stop) {
    String text = ChatMl.fit(prompt, contextTokens - prompt.maxTokens(), this::count);
    evaluate(text, prompt.background() ? PIECE : WAITED_PIECE, PIECE, stop);
    if (stop.getAsBoolean()) {
      answer.fail(new LanguageModelException(name + " gave way"));
      return;
    }
    LlamaIterator pieces =
        model
            .generate(
                new InferenceParameters(text)
                    .setCachePrompt(true)
                    .setNPredict(prompt.maxTokens())
                    .setTemperature((float) Math.min(prompt.temperature(), temperature))
                    .setTopK(prompt.topK())
                    .setStopStrings(ChatMl.STOP))
            .iterator();
    int tokens = 0;
    LoopGuard loop = new LoopGuard();
    StringBuilder said = new StringBuilder();
    try {
      while (pieces.hasNext()) {
        String piece = pieces.next().text;
        if (stop.getAsBoolean()) {
          answer.fail(new LanguageModelException(name + " gave way"));
          return;
        }
        tokens++;
        said.append(piece);
        answer.text(piece);
        if (loop.isIn(piece)) {
          break;
        }
      }
    } finally {
      if (pieces.hasNext()) {
        pieces.cancel();
      }
      hold(text + said);
    }
    answer.end(count(text), tokens);
  }

  /**
   * Brings all of {@code text} but about its last {@code rest} characters into a slot, {@code
   * piece} characters at a time. It begins where a slot ends: a shorter prompt would cut what the
   * slot holds.
   */
  private void evaluate(String text, int piece, int rest, BooleanSupplier stop) {
    int known = held.stream().mapToInt(other -> commonPrefix(other, text)).max().orElse(0);
    while (text.length() - known > (rest == 0 ? 0 : piece + rest) && !stop.getAsBoolean()) {
      known = Math.min(known + piece, text.length());
      String beginning = text.substring(0, known);
      LlamaIterator none =
          model
              .generate(new InferenceParameters(beginning).setCachePrompt(true).setNPredict(0))
              .iterator();
      while (none.hasNext()) {
        none.next();
      }
      hold(beginning);
    }
  }

  /** A slot holds {@code text} now: one that holds most of it, or the one not used for longest. */
  private void hold(String text) {
    int best = -1;
    int longest = 0;
    for (int i = 0; i < held.size(); i++) {
      int common = commonPrefix(held.get(i), text);
      if (common > longest && 2 * common > held.get(i).length()) {
        best = i;
        longest = common;
      }
    }
    if (best >= 0) {
      held.remove(best);
    } else if (held.size() == SLOTS) {
      held.removeFirst();
    }
    held.add(text);
  }

  private static int commonPrefix(String a, String b) {
    int n = a.length() < b.length() ? a.length() : b.length();
    int i = 0;
    while (i < n && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  private int count(String text) {
    return model.encode(text).length;
  }

  @Override
  public String name() {
    return name;
  }

  /** Ends what runs after its present step, then frees the model's memory. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    worker.shutdown();
    try {
      worker.awaitTermination(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    model.close();
  }
}
