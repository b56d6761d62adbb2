package dev.damso.model.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.damso.media.UserFacingException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime, loaded once for the process. Thread safe. */
public final class OnnxRuntime {
  private static final int LOG_ERROR = 3;
  private static final int ALL_OPTIMIZATIONS = 99;

  private static @Nullable OnnxRuntime shared;

  private final OrtApi api;
  private final MemorySegment env;
  private final MemorySegment cpuMemory;
  private final MemorySegment allocator;

  private OnnxRuntime(OrtApi api) {
    this.api = api;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      MemorySegment name = arena.allocateFrom("damso");
      api.check(() -> (MemorySegment) api.createEnv.invokeExact(LOG_ERROR, name, out));
      env = out.get(ADDRESS, 0);
      api.check(() -> (MemorySegment) api.createCpuMemoryInfo.invokeExact(0, 0, out));
      cpuMemory = out.get(ADDRESS, 0);
      api.check(() -> (MemorySegment) api.getAllocatorWithDefaultOptions.invokeExact(out));
      allocator = out.get(ADDRESS, 0);
    }
  }

  /** The one instance. Not made in a class initialiser: another thread makes it. */
  public static synchronized OnnxRuntime instance() {
    if (shared == null) {
      shared =
          DeepStack.call(
              () -> new OnnxRuntime(OrtApi.load(NativeLibrary.find(NativeLibrary.models()))));
    }
    return shared;
  }

  public String version() {
    return api.version();
  }

  /**
   * Loads a model.
   *
   * @throws UserFacingException where the file is missing or is no model
   */
  public OnnxSession open(Path model, OnnxOptions options) {
    if (!Files.isRegularFile(model)) {
      throw UserFacingException.failed(
          "no model at " + model + ". ./damso models pull fetches what is missing");
    }
    try {
      return load(
          options,
          (settings, arena, out) -> {
            MemorySegment path = arena.allocateFrom(model.toString());
            api.check(
                () -> (MemorySegment) api.createSession.invokeExact(env, path, settings, out));
          });
    } catch (OnnxException e) {
      throw UserFacingException.failed(
          "%s cannot be loaded (%s). Delete its folder and run ./damso models pull"
              .formatted(model, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  /**
   * Loads a model that is in memory.
   *
   * @throws OnnxException where it is no model, or its provider cannot be had
   */
  public OnnxSession open(byte[] model, OnnxOptions options) {
    return load(
        options,
        (settings, arena, out) -> {
          MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, model);
          api.check(() ->
              (MemorySegment)
                  api.createSessionFromArray.invokeExact(
                      env, bytes, bytes.byteSize(), settings, out));
        });
  }

  /**
   * Loads a model whose provider may be missing.
   *
   * @throws OnnxException where it is no model, or its provider cannot be had
   */
  public OnnxSession tryOpen(Path model, OnnxOptions options) {
    return load(
        options,
        (settings, arena, out) -> {
          MemorySegment path = arena.allocateFrom(model.toString());
          api.check(() -> (MemorySegment) api.createSession.invokeExact(env, path, settings, out));
        });
  }

  /** Makes a session with {@code settings} and puts it into {@code out}. */
  private interface Creation {
    void run(MemorySegment settings, Arena arena, MemorySegment out);
  }

  private OnnxSession load(OnnxOptions options, Creation creation) {
    return DeepStack.call(() -> {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment out = arena.allocate(ADDRESS);
        api.check(() -> (MemorySegment) api.createSessionOptions.invokeExact(out));
        MemorySegment settings = out.get(ADDRESS, 0);
        try {
          configure(settings, options, arena);
          ProviderOptions.append(api, settings, options.provider(), arena);
          creation.run(settings, arena, out);
          return new OnnxSession(api, out.get(ADDRESS, 0), allocator);
        } finally {
          OrtApi.free(api.releaseSessionOptions, settings);
        }
      }
    });
  }

  private void configure(MemorySegment settings, OnnxOptions options, Arena arena) {
    api.check(() ->
        (MemorySegment) api.setGraphOptimizationLevel.invokeExact(settings, ALL_OPTIMIZATIONS));
    api.check(() ->
        (MemorySegment) api.setIntraOpNumThreads.invokeExact(settings, options.intraOpThreads()));
    api.check(() -> (MemorySegment) api.setInterOpNumThreads.invokeExact(settings, 1));
    MemorySegment key = arena.allocateFrom("session.intra_op.allow_spinning");
    MemorySegment value = arena.allocateFrom(options.spinning() ? "1" : "0");
    api.check(() -> (MemorySegment) api.addSessionConfigEntry.invokeExact(settings, key, value));
  }

  OrtApi api() {
    return api;
  }

  MemorySegment cpuMemory() {
    return cpuMemory;
  }
}
