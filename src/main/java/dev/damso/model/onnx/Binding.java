package dev.damso.model.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A session's inputs and outputs, tied to memory that stays where it is, on this machine or on a
 * device: a run copies nothing and allocates nothing. One owner thread; close it before the memory
 * goes and before the session.
 */
public final class Binding implements AutoCloseable {
  /** Numbers in memory of the caller's. */
  public record Place(MemorySegment memory, ElementType type, boolean onDevice, long... shape) {}

  private final OrtApi api;
  private final MemorySegment session;
  private final MemorySegment binding;
  private final MemorySegment options;
  private final List<MemorySegment> values = new ArrayList<>();
  private boolean closed;

  Binding(OrtApi api, MemorySegment session, int graph) {
    this.api = api;
    this.session = session;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      api.check(() -> (MemorySegment) api.createIoBinding.invokeExact(session, out));
      binding = out.get(ADDRESS, 0);
      api.check(() -> (MemorySegment) api.createRunOptions.invokeExact(out));
      options = out.get(ADDRESS, 0);
      if (graph >= 0) {
        // The caller waits for its own stream; each batch size has a CUDA graph of its own.
        entry("disable_synchronize_execution_providers", "1", arena);
        entry("gpu_graph_id", Integer.toString(graph), arena);
      }
    }
  }

  private void entry(String key, String value, Arena arena) {
    MemorySegment k = arena.allocateFrom(key);
    MemorySegment v = arena.allocateFrom(value);
    api.check(() -> (MemorySegment) api.addRunConfigEntry.invokeExact(options, k, v));
  }

  public Binding input(String name, Place place) {
    return bind(name, place, true);
  }

  public Binding output(String name, Place place) {
    return bind(name, place, false);
  }

  private Binding bind(String name, Place place, boolean input) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      MemorySegment where = arena.allocateFrom(place.onDevice() ? "Cuda" : "Cpu");
      api.check(() -> (MemorySegment) api.createMemoryInfo.invokeExact(where, 0, 0, 0, out));
      MemorySegment info = out.get(ADDRESS, 0);
      MemorySegment shape = arena.allocateFrom(JAVA_LONG, place.shape());
      try {
        api.check(() ->
            (MemorySegment)
                api.createTensorWithData.invokeExact(
                    info,
                    place.memory(),
                    place.memory().byteSize(),
                    shape,
                    (long) place.shape().length,
                    place.type().code(),
                    out));
      } finally {
        OrtApi.free(api.releaseMemoryInfo, info);
      }
      MemorySegment value = out.get(ADDRESS, 0);
      values.add(value);
      MemorySegment text = arena.allocateFrom(name);
      api.check(() ->
          (MemorySegment)
              (input ? api.bindInput : api.bindOutput).invokeExact(binding, text, value));
      return this;
    }
  }

  /**
   * Runs the model; on a stream of the caller's only begins to.
   *
   * @throws OnnxException for wrong shapes or types, and for what the device refuses
   */
  public void run() {
    api.check(() -> (MemorySegment) api.runWithBinding.invokeExact(session, options, binding));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      OrtApi.free(api.releaseIoBinding, binding);
      OrtApi.free(api.releaseRunOptions, options);
      values.forEach(value -> OrtApi.free(api.releaseValue, value));
    }
  }
}
