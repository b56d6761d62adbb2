package dev.damso.model.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds an execution provider to the options of a session. */
final class ProviderOptions {
  /**
   * Searching for the best convolution and a larger workspace brought nothing; a graph of the
   * kernels halves the time of small networks.
   */
  private static final Map<String, String> CUDA =
      Map.of(
          "device_id", "0",
          "cudnn_conv_algo_search", "HEURISTIC",
          "enable_cuda_graph", "1",
          "prefer_nhwc", "1",
          "arena_extend_strategy", "kSameAsRequested");

  private static final Map<String, String> TENSORRT =
      Map.of("device_id", "0", "trt_fp16_enable", "1", "trt_cuda_graph_enable", "0");

  private ProviderOptions() {}

  /**
   * @throws OnnxException where the provider's libraries or the device are missing
   */
  static void append(OrtApi api, MemorySegment settings, Provider provider, Arena arena) {
    switch (provider.kind()) {
      case CPU -> {}
      case CUDA -> cuda(api, settings, provider.stream(), arena);
      case TENSORRT -> {
        tensorRt(api, settings, arena);
        // It leaves to CUDA what it cannot do.
        cuda(api, settings, MemorySegment.NULL, arena);
      }
    }
  }

  private static void cuda(OrtApi api, MemorySegment settings, MemorySegment stream, Arena arena) {
    MemorySegment options = create(api, api.createCudaOptions, arena);
    try {
      Map<String, String> entries = new LinkedHashMap<>(CUDA);
      if (stream.address() == 0) {
        entries.put("enable_cuda_graph", "0");
      }
      update(api, api.updateCudaOptions, options, entries, arena);
      if (stream.address() != 0) {
        MemorySegment key = arena.allocateFrom("user_compute_stream");
        api.check(
            () -> (MemorySegment) api.updateCudaOptionsWithValue.invokeExact(options, key, stream));
      }
      api.check(() -> (MemorySegment) api.appendCuda.invokeExact(settings, options));
    } finally {
      OrtApi.free(api.releaseCudaOptions, options);
    }
  }

  private static void tensorRt(OrtApi api, MemorySegment settings, Arena arena) {
    MemorySegment options = create(api, api.createTensorRtOptions, arena);
    try {
      update(api, api.updateTensorRtOptions, options, TENSORRT, arena);
      api.check(() -> (MemorySegment) api.appendTensorRt.invokeExact(settings, options));
    } finally {
      OrtApi.free(api.releaseTensorRtOptions, options);
    }
  }

  private static MemorySegment create(OrtApi api, MethodHandle create, Arena arena) {
    MemorySegment out = arena.allocate(ADDRESS);
    api.check(() -> (MemorySegment) create.invokeExact(out));
    return out.get(ADDRESS, 0);
  }

  private static void update(
      OrtApi api,
      MethodHandle update,
      MemorySegment options,
      Map<String, String> entries,
      Arena arena) {
    MemorySegment keys = arena.allocate(ADDRESS, entries.size());
    MemorySegment values = arena.allocate(ADDRESS, entries.size());
    int i = 0;
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      keys.setAtIndex(ADDRESS, i, arena.allocateFrom(entry.getKey()));
      values.setAtIndex(ADDRESS, i++, arena.allocateFrom(entry.getValue()));
    }
    long count = entries.size();
    api.check(() -> (MemorySegment) update.invokeExact(options, keys, values, count));
  }
}
