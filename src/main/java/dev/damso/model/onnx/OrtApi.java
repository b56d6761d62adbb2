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
import java.nio.file.Path;

/**
 * The functions of {@code OrtApi} that Damso calls, by their slots in that struct
 * (onnxruntime_c_api.h; slots never change). Each returns an {@code OrtStatus*}, null for success,
 * but for those that release. Thread safe.
 */
final class OrtApi {
  private static final int API_VERSION = 22;
  private static final Linker LINKER = Linker.nativeLinker();

  private final MethodHandle getErrorMessage;
  private final MethodHandle releaseStatus;
  private final String version;

  final MethodHandle createEnv;
  final MethodHandle createSession;
  final MethodHandle createSessionFromArray;
  final MethodHandle run;
  final MethodHandle createSessionOptions;
  final MethodHandle setGraphOptimizationLevel;
  final MethodHandle setIntraOpNumThreads;
  final MethodHandle setInterOpNumThreads;
  final MethodHandle sessionGetInputCount;
  final MethodHandle sessionGetOutputCount;
  final MethodHandle sessionGetInputTypeInfo;
  final MethodHandle castTypeInfoToTensorInfo;
  final MethodHandle releaseTypeInfo;
  final MethodHandle sessionGetInputName;
  final MethodHandle sessionGetOutputName;
  final MethodHandle createRunOptions;
  final MethodHandle runOptionsSetTerminate;
  final MethodHandle releaseRunOptions;
  final MethodHandle createTensorWithData;
  final MethodHandle getTensorMutableData;
  final MethodHandle getTensorElementType;
  final MethodHandle getDimensionsCount;
  final MethodHandle getDimensions;
  final MethodHandle getTensorTypeAndShape;
  final MethodHandle createCpuMemoryInfo;
  final MethodHandle allocatorFree;
  final MethodHandle getAllocatorWithDefaultOptions;
  final MethodHandle addSessionConfigEntry;
  final MethodHandle releaseSession;
  final MethodHandle releaseValue;
  final MethodHandle releaseTensorTypeAndShapeInfo;
  final MethodHandle releaseSessionOptions;
  final MethodHandle createMemoryInfo;
  final MethodHandle releaseMemoryInfo;
  final MethodHandle runWithBinding;
  final MethodHandle createIoBinding;
  final MethodHandle releaseIoBinding;
  final MethodHandle bindInput;
  final MethodHandle bindOutput;
  final MethodHandle addRunConfigEntry;
  final MethodHandle appendTensorRt;
  final MethodHandle createTensorRtOptions;
  final MethodHandle updateTensorRtOptions;
  final MethodHandle releaseTensorRtOptions;
  final MethodHandle appendCuda;
  final MethodHandle createCudaOptions;
  final MethodHandle updateCudaOptions;
  final MethodHandle updateCudaOptionsWithValue;
  final MethodHandle releaseCudaOptions;

  private OrtApi(MemorySegment table, String version) {
    this.version = version;
    getErrorMessage =
        LINKER.downcallHandle(
            table.getAtIndex(ADDRESS, 2), FunctionDescriptor.of(ADDRESS, ADDRESS));
    createEnv = slot(table, 3, JAVA_INT, ADDRESS, ADDRESS);
    createSession = slot(table, 7, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    createSessionFromArray = slot(table, 8, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    run =
        slot(table, 9, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
    createSessionOptions = slot(table, 10, ADDRESS);
    setGraphOptimizationLevel = slot(table, 23, ADDRESS, JAVA_INT);
    setIntraOpNumThreads = slot(table, 24, ADDRESS, JAVA_INT);
    setInterOpNumThreads = slot(table, 25, ADDRESS, JAVA_INT);
    sessionGetInputCount = slot(table, 30, ADDRESS, ADDRESS);
    sessionGetOutputCount = slot(table, 31, ADDRESS, ADDRESS);
    sessionGetInputTypeInfo = slot(table, 33, ADDRESS, JAVA_LONG, ADDRESS);
    castTypeInfoToTensorInfo = slot(table, 55, ADDRESS, ADDRESS);
    releaseTypeInfo = release(table, 98);
    sessionGetInputName = slot(table, 36, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    sessionGetOutputName = slot(table, 37, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    createRunOptions = slot(table, 39, ADDRESS);
    runOptionsSetTerminate = slot(table, 46, ADDRESS);
    releaseRunOptions = release(table, 97);
    createTensorWithData =
        slot(table, 49, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS);
    getTensorMutableData = slot(table, 51, ADDRESS, ADDRESS);
    getTensorElementType = slot(table, 60, ADDRESS, ADDRESS);
    getDimensionsCount = slot(table, 61, ADDRESS, ADDRESS);
    getDimensions = slot(table, 62, ADDRESS, ADDRESS, JAVA_LONG);
    getTensorTypeAndShape = slot(table, 65, ADDRESS, ADDRESS);
    createCpuMemoryInfo = slot(table, 69, JAVA_INT, JAVA_INT, ADDRESS);
    allocatorFree = slot(table, 76, ADDRESS, ADDRESS);
    getAllocatorWithDefaultOptions = slot(table, 78, ADDRESS);
    addSessionConfigEntry = slot(table, 130, ADDRESS, ADDRESS, ADDRESS);
    releaseStatus = release(table, 93);
    releaseSession = release(table, 95);
    releaseValue = release(table, 96);
    releaseTensorTypeAndShapeInfo = release(table, 99);
    releaseSessionOptions = release(table, 100);
    createMemoryInfo = slot(table, 68, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    releaseMemoryInfo = release(table, 94);
    runWithBinding = slot(table, 133, ADDRESS, ADDRESS, ADDRESS);
    createIoBinding = slot(table, 134, ADDRESS, ADDRESS);
    releaseIoBinding = release(table, 135);
    bindInput = slot(table, 136, ADDRESS, ADDRESS, ADDRESS);
    bindOutput = slot(table, 137, ADDRESS, ADDRESS, ADDRESS);
    addRunConfigEntry = slot(table, 165, ADDRESS, ADDRESS, ADDRESS);
    appendTensorRt = slot(table, 170, ADDRESS, ADDRESS);
    createTensorRtOptions = slot(table, 171, ADDRESS);
    updateTensorRtOptions = slot(table, 172, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    releaseTensorRtOptions = release(table, 174);
    appendCuda = slot(table, 204, ADDRESS, ADDRESS);
    createCudaOptions = slot(table, 205, ADDRESS);
    updateCudaOptions = slot(table, 206, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    releaseCudaOptions = release(table, 208);
    updateCudaOptionsWithValue = slot(table, 263, ADDRESS, ADDRESS, ADDRESS);
  }

  static OrtApi load(Path library) {
    Arena forever = Arena.global();
    try {
      SymbolLookup symbols = SymbolLookup.libraryLookup(library, forever);
      MethodHandle getApiBase =
          LINKER.downcallHandle(
              symbols.findOrThrow("OrtGetApiBase"), FunctionDescriptor.of(ADDRESS));
      MemorySegment base =
          ((MemorySegment) getApiBase.invokeExact()).reinterpret(2 * ADDRESS.byteSize());
      MethodHandle getApi =
          LINKER.downcallHandle(
              base.getAtIndex(ADDRESS, 0), FunctionDescriptor.of(ADDRESS, JAVA_INT));
      MethodHandle getVersion =
          LINKER.downcallHandle(base.getAtIndex(ADDRESS, 1), FunctionDescriptor.of(ADDRESS));
      String version = ((MemorySegment) getVersion.invokeExact()).reinterpret(64).getString(0);
      MemorySegment table = (MemorySegment) getApi.invokeExact(API_VERSION);
      if (table.address() == 0) {
        throw new OnnxException("ONNX Runtime " + version + " has no API version " + API_VERSION);
      }
      return new OrtApi(table.reinterpret(300 * ADDRESS.byteSize()), version);
    } catch (OnnxException e) {
      throw e;
    } catch (Throwable e) {
      throw new OnnxException("ONNX Runtime cannot be loaded from " + library, e);
    }
  }

  String version() {
    return version;
  }

  private static MethodHandle slot(MemorySegment table, int index, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        table.getAtIndex(ADDRESS, index), FunctionDescriptor.of(ADDRESS, arguments));
  }

  private static MethodHandle release(MemorySegment table, int index) {
    return LINKER.downcallHandle(
        table.getAtIndex(ADDRESS, index), FunctionDescriptor.ofVoid(ADDRESS));
  }

  /** A call into the C API, whose result is a status. */
  interface Call {
    MemorySegment invoke() throws Throwable;
  }

  /**
   * @throws OnnxException where the status says so, with its message
   */
  void check(Call call) {
    try {
      MemorySegment status = call.invoke();
      if (status.address() != 0) {
        String message =
            ((MemorySegment) getErrorMessage.invokeExact(status)).reinterpret(1 << 16).getString(0);
        releaseStatus.invokeExact(status);
        throw new OnnxException(message);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new OnnxException("a call into ONNX Runtime failed", e);
    }
  }

  static void free(MethodHandle releaser, MemorySegment object) {
    try {
      releaser.invokeExact(object);
    } catch (Throwable e) {
      throw new OnnxException("ONNX Runtime could not free an object", e);
    }
  }
}
