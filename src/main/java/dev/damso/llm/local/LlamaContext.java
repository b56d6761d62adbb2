package dev.damso.llm.local;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.damso.llm.local.LlamaLibrary.Batch;
import dev.damso.llm.local.LlamaLibrary.Params;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * A model in native memory, and what it remembers of some sequences of tokens. One owner thread,
 * but for {@link #abortWhen}'s condition, which native code asks on its threads.
 */
final class LlamaContext implements AutoCloseable {
  /** Longest text of one token, bytes. */
  private static final int LONGEST_PIECE = 256;

  /** What {@code llama_decode} returns where it was told to stop. */
  private static final int ABORTED = 2;

  private final LlamaLibrary library = LlamaLibrary.get();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment model;
  private final MemorySegment vocabulary;
  private final MemorySegment context;
  private final MemorySegment batch;
  private final int batchTokens;
  private final int words;
  private volatile BooleanSupplier abort = () -> false;

  /**
   * How it is set up.
   *
   * @param tokens remembered, of all sequences together
   * @param batchTokens read at a time, at most
   * @param sequences that are remembered side by side
   * @param threads that write, one token at a time
   * @param batchThreads that read
   * @param embeds whether texts are given a direction, not continued
   */
  record Settings(
      int tokens, int batchTokens, int sequences, int threads, int batchThreads, boolean embeds) {}

  /**
   * @throws IllegalArgumentException where the file is no model that llama.cpp reads
   */
  LlamaContext(Path gguf, Settings settings) {
    batchTokens = settings.batchTokens();
    MemorySegment params = struct(library.contextDefaultParams);
    if (params.get(JAVA_INT, Params.TOKENS) != 512
        || params.get(JAVA_INT, Params.SEQUENCES) != 1
        || params.get(JAVA_BYTE, Params.OFFLOAD) != 1) {
      throw new IllegalStateException("another llama.cpp than this was written for");
    }
    params.set(JAVA_INT, Params.TOKENS, settings.tokens());
    params.set(JAVA_INT, Params.BATCH, batchTokens);
    params.set(JAVA_INT, Params.MICRO_BATCH, batchTokens);
    params.set(JAVA_INT, Params.SEQUENCES, settings.sequences());
    params.set(JAVA_INT, Params.THREADS, settings.threads());
    params.set(JAVA_INT, Params.BATCH_THREADS, settings.batchThreads());
    if (settings.embeds()) {
      params.set(JAVA_INT, Params.POOLING, Params.POOLING_MEAN);
      params.set(JAVA_BYTE, Params.EMBEDDINGS, (byte) 1);
    }
    MemorySegment modelParams = struct(library.modelDefaultParams);
    MemorySegment path = arena.allocateFrom(gguf.toString());
    model = pointer(() -> (MemorySegment) library.modelLoad.invoke(path, modelParams));
    if (model.equals(MemorySegment.NULL)) {
      arena.close();
      throw new IllegalArgumentException("no model: " + gguf);
    }
    context = pointer(() -> (MemorySegment) library.contextInit.invoke(model, params));
    if (context.equals(MemorySegment.NULL)) {
      LlamaLibrary.call(() -> library.modelFree.invoke(model));
      arena.close();
      throw new IllegalArgumentException("no context for " + gguf);
    }
    vocabulary = pointer(() -> (MemorySegment) library.modelVocab.invoke(model));
    words = number(() -> (int) library.vocabSize.invoke(vocabulary));
    batch =
        pointer(() ->
            (MemorySegment) library.batchInit.invoke((SegmentAllocator) arena, batchTokens, 0, 1));
    MemorySegment callback = LlamaLibrary.abortCallback(aborts(), arena);
    LlamaLibrary.call(() -> library.setAbort.invoke(context, callback, MemorySegment.NULL));
  }

  private MethodHandle aborts() {
    try {
      return MethodHandles.lookup()
          .bind(this, "isAborted", MethodType.methodType(boolean.class, MemorySegment.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("UnusedMethod") // Native code calls it.
  private boolean isAborted(MemorySegment unused) {
    return abort.getAsBoolean();
  }

  private MemorySegment struct(MethodHandle maker) {
    return pointer(() -> (MemorySegment) maker.invoke((SegmentAllocator) arena));
  }

  /** From now on {@link #read} stops within some milliseconds of {@code condition}. */
  void abortWhen(BooleanSupplier condition) {
    abort = condition;
  }

  /** Tokens of a text; special ones are written as they are named. */
  int[] tokens(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int most = utf8.length + 8;
    try (Arena call = Arena.ofConfined()) {
      MemorySegment from = call.allocate(Math.max(1, utf8.length));
      from.copyFrom(MemorySegment.ofArray(utf8));
      MemorySegment to = call.allocate(JAVA_INT, most);
      int count =
          number(() ->
              (int) library.tokenize.invoke(vocabulary, from, utf8.length, to, most, true, true));
      return to.asSlice(0, 4L * Math.max(0, count)).toArray(JAVA_INT);
    }
  }

  /** UTF-8 of a token; a character may be cut between two. */
  byte[] piece(int token) {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment to = call.allocate(LONGEST_PIECE);
      int length =
          number(() -> (int) library.piece.invoke(vocabulary, token, to, LONGEST_PIECE, 0, true));
      return to.asSlice(0, Math.max(0, length)).toArray(JAVA_BYTE);
    }
  }

  /** Whether an answer ends with this token. */
  boolean isEnd(int token) {
    boolean[] end = {false};
    LlamaLibrary.call(() -> end[0] = (boolean) library.vocabIsEnd.invoke(vocabulary, token));
    return end[0];
  }

  /** Forgets a sequence from position {@code from} on. */
  void forget(int sequence, int from) {
    LlamaLibrary.call(() -> {
      boolean _ = (boolean) library.forget.invoke(context, sequence, from, -1);
    });
  }

  /** Remembers the first {@code length} tokens of a sequence as another's too, at no cost. */
  void share(int sequence, int with, int length) {
    LlamaLibrary.call(() -> library.share.invoke(context, sequence, with, 0, length));
  }

  /**
   * Reads tokens behind those of a sequence that are known; at most as many as a batch holds.
   *
   * @param from position of the first
   * @return false where it was stopped: then none of them is remembered
   * @throws IllegalStateException where they have no room
   */
  boolean read(int sequence, int[] tokens, int from) {
    int count = tokens.length;
    MemorySegment token = array(Batch.TOKEN, 4L * count);
    MemorySegment position = array(Batch.POSITION, 4L * count);
    MemorySegment sequences = array(Batch.SEQUENCE_COUNT, 4L * count);
    MemorySegment ids = array(Batch.SEQUENCE, 8L * count);
    MemorySegment logits = array(Batch.LOGITS, count);
    for (int i = 0; i < count; i++) {
      token.setAtIndex(JAVA_INT, i, tokens[i]);
      position.setAtIndex(JAVA_INT, i, from + i);
      sequences.setAtIndex(JAVA_INT, i, 1);
      ids.getAtIndex(ADDRESS, i).reinterpret(4).set(JAVA_INT, 0, sequence);
      logits.setAtIndex(JAVA_BYTE, i, (byte) (i == count - 1 ? 1 : 0));
    }
    batch.set(JAVA_INT, Batch.COUNT, count);
    int result = number(() -> (int) library.decode.invoke(context, batch));
    if (result == 0) {
      return true;
    }
    forget(sequence, from);
    if (result == ABORTED) {
      return false;
    }
    throw new IllegalStateException("llama_decode: " + result);
  }

  private MemorySegment array(int field, long bytes) {
    return batch.get(ADDRESS, field).reinterpret(bytes);
  }

  /** How likely each token is to follow what was read last: logits, {@code float[words]}. */
  float[] logits() {
    MemorySegment row = pointer(() -> (MemorySegment) library.logits.invoke(context, -1));
    return row.reinterpret(4L * words).toArray(JAVA_FLOAT);
  }

  /** The direction of a text, not of length 1. */
  float[] embedding(int[] tokens) {
    LlamaLibrary.call(() -> library.clear.invoke(context));
    if (!read(0, tokens, 0)) {
      throw new IllegalStateException("stopped");
    }
    int width = number(() -> (int) library.modelWidth.invoke(model));
    MemorySegment row = pointer(() -> (MemorySegment) library.embedding.invoke(context, 0));
    return row.reinterpret(4L * width).toArray(JAVA_FLOAT);
  }

  @FunctionalInterface
  private interface PointerCall {
    MemorySegment get() throws Throwable;
  }

  @FunctionalInterface
  private interface IntCall {
    int get() throws Throwable;
  }

  private static MemorySegment pointer(PointerCall call) {
    MemorySegment[] result = {MemorySegment.NULL};
    LlamaLibrary.call(() -> result[0] = call.get());
    return result[0];
  }

  private static int number(IntCall call) {
    int[] result = {0};
    LlamaLibrary.call(() -> result[0] = call.get());
    return result[0];
  }

  /** Frees all of it. */
  @Override
  public void close() {
    LlamaLibrary.call(() -> {
      library.batchFree.invoke(batch);
      library.contextFree.invoke(context);
      library.modelFree.invoke(model);
    });
    arena.close();
  }
}
