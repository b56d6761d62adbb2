package dev.damso.model.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@code OrtRunOptions} of one run, so that another thread may end it. Thread safe. */
final class RunOptions implements AutoCloseable {
  private final OrtApi api;
  private final MemorySegment options;
  private boolean closed;

  RunOptions(OrtApi api) {
    this.api = api;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      api.check(() -> (MemorySegment) api.createRunOptions.invokeExact(out));
      options = out.get(ADDRESS, 0);
    }
  }

  MemorySegment handle() {
    return options;
  }

  /** Makes the run fail at its next operator; does nothing once it is over. */
  synchronized void terminate() {
    if (!closed) {
      api.check(() -> (MemorySegment) api.runOptionsSetTerminate.invokeExact(options));
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      OrtApi.free(api.releaseRunOptions, options);
    }
  }
}
