package dev.damso.model.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * The functions of the CUDA runtime ({@code libcudart}) that moving pictures takes. Thread safe;
 * each thread that calls it works on device 0.
 */
public final class Cuda {
  /** Where bytes go (cudaMemcpyKind). */
  public enum Way {
    TO_DEVICE(1),
    TO_HOST(2),
    ON_DEVICE(3);

    private final int code;

    Way(int code) {
      this.code = code;
    }
  }

  private static final Linker LINKER = Linker.nativeLinker();
  private static final String[] LIBRARIES = {"libcudart.so.13", "libcudart.so.12"};
  private static final int NON_BLOCKING = 1;
  private static final int OUT_OF_MEMORY = 2;

  private final MethodHandle malloc;
  private final MethodHandle mallocHost;
  private final MethodHandle free;
  private final MethodHandle freeHost;
  private final MethodHandle copy;
  private final MethodHandle createStream;
  private final MethodHandle destroyStream;
  private final MethodHandle synchronize;
  private final MethodHandle errorString;

  private Cuda(SymbolLookup library) {
    malloc = function(library, "cudaMalloc", ADDRESS, JAVA_LONG);
    mallocHost = function(library, "cudaMallocHost", ADDRESS, JAVA_LONG);
    free = function(library, "cudaFree", ADDRESS);
    freeHost = function(library, "cudaFreeHost", ADDRESS);
    copy = function(library, "cudaMemcpyAsync", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS);
    createStream = function(library, "cudaStreamCreateWithFlags", ADDRESS, JAVA_INT);
    destroyStream = function(library, "cudaStreamDestroy", ADDRESS);
    synchronize = function(library, "cudaStreamSynchronize", ADDRESS);
    errorString =
        LINKER.downcallHandle(
            library.findOrThrow("cudaGetErrorString"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
  }

  /** The runtime library of this machine, if it has one. */
  public static Optional<Cuda> load() {
    return Arrays.stream(LIBRARIES).map(Cuda::tryLoad).flatMap(Optional::stream).findFirst();
  }

  private static Optional<Cuda> tryLoad(String library) {
    try {
      return Optional.of(new Cuda(SymbolLookup.libraryLookup(library, Arena.global())));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not on this machine
    }
  }

  private static MethodHandle function(
      SymbolLookup library, String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        library.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /** Memory of the device; its address means nothing here. */
  public MemorySegment allocate(long bytes) {
    return allocate(malloc, bytes);
  }

  /** Memory of this machine that the device reads and writes by itself. */
  public MemorySegment allocateHost(long bytes) {
    return allocate(mallocHost, bytes);
  }

  private MemorySegment allocate(MethodHandle allocator, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      check(() -> (int) allocator.invokeExact(out, bytes));
      return out.get(ADDRESS, 0).reinterpret(bytes);
    }
  }

  public void release(MemorySegment device) {
    check(() -> (int) free.invokeExact(device));
  }

  public void releaseHost(MemorySegment host) {
    check(() -> (int) freeHost.invokeExact(host));
  }

  public MemorySegment stream() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      check(() -> (int) createStream.invokeExact(out, NON_BLOCKING));
      return out.get(ADDRESS, 0);
    }
  }

  public void destroy(MemorySegment stream) {
    check(() -> (int) destroyStream.invokeExact(stream));
  }

  /** Begins a copy of {@code to}'s length. */
  public void copy(MemorySegment from, MemorySegment to, Way way, MemorySegment stream) {
    check(() -> (int) copy.invokeExact(to, from, to.byteSize(), way.code, stream));
  }

  /** Waits until all is done that was begun on {@code stream}. */
  public void synchronize(MemorySegment stream) {
    check(() -> (int) synchronize.invokeExact(stream));
  }

  private interface Call {
    int invoke() throws Throwable;
  }

  private void check(Call call) {
    try {
      int code = call.invoke();
      if (code != 0) {
        String text =
            ((MemorySegment) errorString.invokeExact(code)).reinterpret(1024).getString(0);
        throw new OnnxException(
            code == OUT_OF_MEMORY ? "CUDA: out of memory" : "CUDA error " + code + ": " + text);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new OnnxException("a call into CUDA failed", e);
    }
  }
}
