package dev.damso.llm.local;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import de.kherud.llama.LlamaModel;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * The functions of llama.cpp that Damso calls (llama.h of b4916), from the library inside {@code
 * de.kherud:llama}. That artefact's own Java classes are not used: they free nothing, keep the
 * process from ending, and stop a prompt only between its batches.
 *
 * <p>Structs that are handed over by value are made by the library itself and changed at few places
 * ({@link Params}, {@link Batch}). Thread safe.
 */
final class LlamaLibrary {
  /** {@code llama_context_params}: where what is changed lies, in bytes. */
  static final class Params {
    static final int TOKENS = 0;
    static final int BATCH = 4;
    static final int MICRO_BATCH = 8;
    static final int SEQUENCES = 12;
    static final int THREADS = 16;
    static final int BATCH_THREADS = 20;
    static final int POOLING = 28;
    static final int EMBEDDINGS = 97;
    static final int OFFLOAD = 98;

    /** Of the mean of all tokens. */
    static final int POOLING_MEAN = 1;

    private Params() {}
  }

  /** {@code llama_batch}: the count, then pointers to one entry for each token. */
  static final class Batch {
    static final int COUNT = 0;
    static final int TOKEN = 8;
    static final int POSITION = 24;
    static final int SEQUENCE_COUNT = 32;
    static final int SEQUENCE = 40;
    static final int LOGITS = 48;

    private Batch() {}
  }

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout MODEL_PARAMS = words(8);
  private static final MemoryLayout CONTEXT_PARAMS = words(15);
  private static final MemoryLayout BATCH = words(7);

  private static final class Loaded {
    static final LlamaLibrary LIBRARY = new LlamaLibrary(unpacked());
  }

  final MethodHandle modelDefaultParams;
  final MethodHandle contextDefaultParams;
  final MethodHandle modelLoad;
  final MethodHandle modelFree;
  final MethodHandle modelVocab;
  final MethodHandle modelWidth;
  final MethodHandle contextInit;
  final MethodHandle contextFree;
  final MethodHandle setAbort;
  final MethodHandle vocabSize;
  final MethodHandle vocabIsEnd;
  final MethodHandle tokenize;
  final MethodHandle piece;
  final MethodHandle batchInit;
  final MethodHandle batchFree;
  final MethodHandle decode;
  final MethodHandle logits;
  final MethodHandle embedding;
  final MethodHandle forget;
  final MethodHandle share;
  final MethodHandle clear;
  private final SymbolLookup symbols;

  /**
   * Loads it the first time.
   *
   * @throws UserFacingException where there is none for this machine
   */
  static LlamaLibrary get() {
    return Loaded.LIBRARY;
  }

  private LlamaLibrary(Path file) {
    symbols = SymbolLookup.libraryLookup(file, Arena.global());
    modelDefaultParams =
        function("llama_model_default_params", FunctionDescriptor.of(MODEL_PARAMS));
    contextDefaultParams =
        function("llama_context_default_params", FunctionDescriptor.of(CONTEXT_PARAMS));
    modelLoad =
        function(
            "llama_model_load_from_file", FunctionDescriptor.of(ADDRESS, ADDRESS, MODEL_PARAMS));
    modelFree = function("llama_model_free", FunctionDescriptor.ofVoid(ADDRESS));
    modelVocab = function("llama_model_get_vocab", FunctionDescriptor.of(ADDRESS, ADDRESS));
    modelWidth = function("llama_model_n_embd", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    contextInit =
        function("llama_init_from_model", FunctionDescriptor.of(ADDRESS, ADDRESS, CONTEXT_PARAMS));
    contextFree = function("llama_free", FunctionDescriptor.ofVoid(ADDRESS));
    setAbort =
        function("llama_set_abort_callback", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
    vocabSize = function("llama_vocab_n_tokens", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    vocabIsEnd =
        function("llama_vocab_is_eog", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT));
    tokenize =
        function(
            "llama_tokenize",
            FunctionDescriptor.of(
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                JAVA_INT,
                JAVA_BOOLEAN,
                JAVA_BOOLEAN));
    piece =
        function(
            "llama_token_to_piece",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_BOOLEAN));
    batchInit =
        function("llama_batch_init", FunctionDescriptor.of(BATCH, JAVA_INT, JAVA_INT, JAVA_INT));
    batchFree = function("llama_batch_free", FunctionDescriptor.ofVoid(BATCH));
    decode = function("llama_decode", FunctionDescriptor.of(JAVA_INT, ADDRESS, BATCH));
    logits = function("llama_get_logits_ith", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    embedding =
        function("llama_get_embeddings_seq", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    forget =
        function(
            "llama_kv_self_seq_rm",
            FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
    share =
        function(
            "llama_kv_self_seq_cp",
            FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    clear = function("llama_kv_self_clear", FunctionDescriptor.ofVoid(ADDRESS));
    silence();
    call(() -> function("llama_backend_init", FunctionDescriptor.ofVoid()).invoke());
  }

  private static MemoryLayout words(int count) {
    return MemoryLayout.structLayout(MemoryLayout.sequenceLayout(count, JAVA_LONG));
  }

  private MethodHandle function(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(symbols.findOrThrow(name), type);
  }

  /** It would write to the output that is the commands' own. */
  private void silence() {
    FunctionDescriptor type = FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS);
    MemorySegment nothing =
        LINKER.upcallStub(
            MethodHandles.empty(
                MethodType.methodType(
                    void.class, int.class, MemorySegment.class, MemorySegment.class)),
            type,
            Arena.global());
    MethodHandle set = function("llama_log_set", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
    call(() -> set.invoke(nothing, MemorySegment.NULL));
  }

  /** A pointer to {@code bool abort(void*)}, which native code asks as long as {@code arena} is. */
  static MemorySegment abortCallback(MethodHandle asked, Arena arena) {
    return LINKER.upcallStub(asked, FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS), arena);
  }

  /** A call of native code. */
  @FunctionalInterface
  interface NativeCall {
    void run() throws Throwable;
  }

  /** Runs it; native code throws nothing, so what it throws is a fault of ours. */
  static void call(NativeCall call) {
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path unpacked() {
    String resource = "/de/kherud/llama/" + platform();
    try (InputStream in = LlamaModel.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw UserFacingException.failed(
            "The embedded language model has no library for this machine ("
                + platform()
                + "); set llm.provider to another.");
      }
      Path file = Files.createTempFile("damso-llama", ".so");
      file.toFile().deleteOnExit();
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw UserFacingException.failed("cannot unpack llama.cpp: " + e.getMessage(), e);
    }
  }

  /** As the artefact names them. */
  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    String cpu = arch.equals("amd64") || arch.equals("x86_64") ? "x86_64" : "aarch64";
    if (os.startsWith("mac")) {
      return "Mac/" + cpu + "/libjllama.dylib";
    }
    return os.startsWith("windows")
        ? "Windows/" + cpu + "/jllama.dll"
        : "Linux/" + cpu + "/libjllama.so";
  }
}
