package dev.damso.model.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * An {@code OrtValue}: numbers in native memory. What a run gives may be the input of the next
 * without a copy through the heap. Not thread safe; close it once.
 */
public final class Tensor implements AutoCloseable {
  // ONNXTensorElementDataType
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final OrtApi api;
  private final MemorySegment value;

  /** Memory that this tensor brought along; null where ONNX Runtime owns it. */
  private final @Nullable Arena owned;

  private boolean closed;

  Tensor(OrtApi api, MemorySegment value, @Nullable Arena owned) {
    this.api = api;
    this.value = value;
    this.owned = owned;
  }

  /** A copy of {@code data}, row-major. */
  @SuppressWarnings("MustBeClosedChecker") // close() does
  public static Tensor of(float[] data, long... shape) {
    Arena arena = Arena.ofShared();
    return of(arena.allocateFrom(JAVA_FLOAT, data), arena, FLOAT, data.length, shape);
  }

  /** A copy of {@code data}, row-major, int64. */
  @SuppressWarnings("MustBeClosedChecker") // close() does
  public static Tensor of(long[] data, long... shape) {
    Arena arena = Arena.ofShared();
    return of(arena.allocateFrom(JAVA_LONG, data), arena, INT64, data.length, shape);
  }

  private static Tensor of(MemorySegment data, Arena arena, int type, int count, long[] shape) {
    long elements = LongStream.of(shape).reduce(1, Math::multiplyExact);
    if (elements != count) {
      arena.close();
      throw new IllegalArgumentException(
          count + " numbers do not fill a tensor of shape " + Arrays.toString(shape));
    }
    OnnxRuntime runtime = OnnxRuntime.instance();
    OrtApi api = runtime.api();
    // A zero-sized tensor still needs an address.
    MemorySegment memory = data.byteSize() == 0 ? arena.allocate(8) : data;
    try (Arena call = Arena.ofConfined()) {
      MemorySegment out = call.allocate(ADDRESS);
      MemorySegment dimensions = call.allocateFrom(JAVA_LONG, shape);
      api.check(() ->
          (MemorySegment)
              api.createTensorWithData.invokeExact(
                  runtime.cpuMemory(),
                  memory,
                  data.byteSize(),
                  dimensions,
                  (long) shape.length,
                  type,
                  out));
      return new Tensor(api, out.get(ADDRESS, 0), arena);
    }
  }

  public long[] shape() {
    return describe().shape();
  }

  /** All numbers of a float32 tensor, copied. */
  public float[] floats() {
    return data(FLOAT, JAVA_FLOAT.byteSize()).toArray(JAVA_FLOAT);
  }

  /** {@code count} numbers of a float32 tensor, from {@code from} on, copied. */
  public float[] floats(long from, int count) {
    long bytes = JAVA_FLOAT.byteSize();
    return data(FLOAT, bytes).asSlice(from * bytes, count * bytes).toArray(JAVA_FLOAT);
  }

  /** All numbers of an int64 tensor, copied. */
  public long[] longs() {
    return data(INT64, JAVA_LONG.byteSize()).toArray(JAVA_LONG);
  }

  private record Description(int type, long[] shape) {}

  private Description describe() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      api.check(() -> (MemorySegment) api.getTensorTypeAndShape.invokeExact(value, out));
      MemorySegment info = out.get(ADDRESS, 0);
      try {
        MemorySegment type = arena.allocate(JAVA_INT);
        api.check(() -> (MemorySegment) api.getTensorElementType.invokeExact(info, type));
        MemorySegment count = arena.allocate(JAVA_LONG);
        api.check(() -> (MemorySegment) api.getDimensionsCount.invokeExact(info, count));
        long rank = count.get(JAVA_LONG, 0);
        MemorySegment dimensions = arena.allocate(JAVA_LONG, Math.max(1, rank));
        api.check(() -> (MemorySegment) api.getDimensions.invokeExact(info, dimensions, rank));
        return new Description(
            type.get(JAVA_INT, 0),
            Arrays.copyOf(dimensions.toArray(JAVA_LONG), Math.toIntExact(rank)));
      } finally {
        OrtApi.free(api.releaseTensorTypeAndShapeInfo, info);
      }
    }
  }

  private MemorySegment data(int type, long elementBytes) {
    Description description = describe();
    if (description.type() != type) {
      throw new OnnxException(
          "the tensor's element type is %d, not %d".formatted(description.type(), type));
    }
    long elements = LongStream.of(description.shape()).reduce(1, Math::multiplyExact);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      api.check(() -> (MemorySegment) api.getTensorMutableData.invokeExact(value, out));
      return out.get(ADDRESS, 0).reinterpret(elements * elementBytes);
    }
  }

  MemorySegment handle() {
    if (closed) {
      throw new IllegalStateException("the tensor is closed");
    }
    return value;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      OrtApi.free(api.releaseValue, value);
      if (owned != null) {
        owned.close();
      }
    }
  }
}
