package dev.damso.llm.local;

import dev.damso.llm.Completion;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.LanguageModelException;
import dev.damso.llm.Prompt;
import dev.damso.media.Cancellation;
import dev.damso.media.UserFacingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A GGUF model in this process, by llama.cpp, for models that take ChatML (Qwen).
 *
 * <p>One thread, {@code llama}, does the work, in the order in which it is asked; callers wait for
 * it but are free at once when they cancel. A caller that takes its time holds the model up, but
 * nobody else. What a prompt shares with an earlier one is not evaluated again: {@link
 * PrefixCache}. What is cancelled, or nobody waits for while somebody does, stops within some
 * milliseconds, wherever it is.
 */
public final class LlamaLanguageModel implements LanguageModel {
  /** Conversations and a summary: 25 MB each at 2,048 tokens of Qwen2.5 0.5B. */
  private static final int SLOTS = 5;

  /** Tokens that are read at a time: what is stopped has read no part of them. */
  private static final int BATCH = 128;

  /** The same where nobody waits, and much is stopped. */
  private static final int IDLE_BATCH = 64;

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("llama").daemon().factory());
  private final AtomicInteger waited = new AtomicInteger();
  private final String name;
  private final int contextTokens;
  private final double temperature;
  private final LlamaContext context;
  private final PrefixCache cache;

  private volatile boolean closed;

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
    // One is left to the voice.
    int writers = Math.max(1, threads - 1);
    try {
      context =
          new LlamaContext(
              gguf,
              new LlamaContext.Settings(
                  SLOTS * contextTokens, BATCH, SLOTS, writers, threads, false));
    } catch (IllegalArgumentException e) {
      throw UserFacingException.failed(
          "The language model %s does not load; delete it and run ./damso models pull."
              .formatted(gguf),
          e);
    }
    cache = new PrefixCache(context, SLOTS);
  }

  @Override
  public void warmUp(Prompt prompt, Cancellation cancellation) {
    readAhead(prompt, cancellation);
  }

  @Override
  public void prefill(Supplier<Prompt> prompt, Cancellation cancellation) {
    readAhead(prompt.get(), cancellation);
  }

  private void readAhead(Prompt prompt, Cancellation cancellation) {
    Answer answer = new Answer(cancellation);
    submit(
        answer,
        stop(cancellation, true),
        () -> {
          int[] tokens = context.tokens(ChatMl.prefix(prompt.messages()));
          if (tokens.length < contextTokens) {
            read(tokens, IDLE_BATCH, stop(cancellation, true));
          }
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
      BooleanSupplier stop = stop(cancellation, prompt.background());
      submit(answer, stop, () -> answer(prompt, answer, stop));
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

  private void submit(Answer answer, BooleanSupplier stop, Runnable work) {
    try {
      worker.execute(() -> {
        context.abortWhen(stop);
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
    String text =
        ChatMl.fit(prompt, contextTokens - prompt.maxTokens(), part -> context.tokens(part).length);
    int[] tokens = context.tokens(text);
    PrefixCache.Slot slot = read(tokens, prompt.background() ? IDLE_BATCH : BATCH, stop);
    int written = 0;
    if (slot.length() == tokens.length) {
      written = write(prompt, slot, answer, stop);
    }
    if (stop.getAsBoolean()) {
      answer.fail(new LanguageModelException(name + " gave way"));
    } else {
      answer.end(tokens.length, written);
    }
  }

  /** Reads a prompt, or as much of it as there is time for; the last token always anew. */
  private PrefixCache.Slot read(int[] tokens, int batch, BooleanSupplier stop) {
    PrefixCache.Slot slot = cache.slot(tokens, tokens.length - 1);
    while (slot.length() < tokens.length && !stop.getAsBoolean()) {
      int end = Math.min(slot.length() + batch, tokens.length);
      if (!slot.read(Arrays.copyOfRange(tokens, slot.length(), end))) {
        break;
      }
    }
    return slot;
  }

  /** Writes until the model ends, loops, has no more room, or is stopped; returns the tokens. */
  private int write(Prompt prompt, PrefixCache.Slot slot, Answer answer, BooleanSupplier stop) {
    Sampler sampler =
        new Sampler(
            Math.min(prompt.temperature(), temperature),
            prompt.topK(),
            RandomGenerator.getDefault());
    TokenText text = new TokenText(ChatMl.STOP);
    LoopGuard loop = new LoopGuard();
    int written = 0;
    while (written < prompt.maxTokens()) {
      int token = sampler.choose(context.logits());
      if (context.isEnd(token)) {
        break;
      }
      String piece = text.feed(context.piece(token));
      written++;
      answer.text(piece);
      answer.awaitCaller(() -> stop.getAsBoolean() || waited.get() > 1);
      boolean over = text.isStopped() || loop.isIn(piece) || written == prompt.maxTokens();
      if (over || stop.getAsBoolean() || !slot.read(token)) {
        break;
      }
    }
    answer.text(text.flush());
    return written;
  }

  @Override
  public String name() {
    return name;
  }

  /** Ends what runs, then frees the model's memory. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    worker.shutdown();
    try {
      if (!worker.awaitTermination(10, TimeUnit.SECONDS)) {
        return; // Better memory that is lost than memory that is used after it is freed.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    context.close();
  }
}
