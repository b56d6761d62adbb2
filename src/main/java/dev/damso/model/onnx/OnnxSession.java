package dev.damso.model.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.damso.media.Cancellation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A loaded model. Runs may overlap; closing while one is under way is the caller's mistake. */
public final class OnnxSession implements AutoCloseable {
  private final OrtApi api;
  private final MemorySegment session;
  private final List<String> inputNames;
  private final List<String> outputNames;

  /** Names as C strings, for as long as the session lives. */
  private final Arena names = Arena.ofShared();

  private final Map<String, MemorySegment> cNames = new LinkedHashMap<>();
  private boolean closed;

  OnnxSession(OrtApi api, MemorySegment session, MemorySegment allocator) {
    this.api = api;
    this.session = session;
    inputNames = names(api.sessionGetInputCount, api.sessionGetInputName, allocator);
    outputNames = names(api.sessionGetOutputCount, api.sessionGetOutputName, allocator);
    inputNames.forEach(name -> cNames.put(name, names.allocateFrom(name)));
    outputNames.forEach(name -> cNames.put(name, names.allocateFrom(name)));
  }

  private List<String> names(MethodHandle count, MethodHandle name, MemorySegment allocator) {
    List<String> all = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(JAVA_LONG);
      api.check(() -> (MemorySegment) count.invokeExact(session, out));
      long n = out.get(JAVA_LONG, 0);
      MemorySegment text = arena.allocate(ADDRESS);
      for (long i = 0; i < n; i++) {
        long index = i;
        api.check(() -> (MemorySegment) name.invokeExact(session, index, allocator, text));
        MemorySegment string = text.get(ADDRESS, 0);
        all.add(string.reinterpret(4096).getString(0));
        api.check(() -> (MemorySegment) api.allocatorFree.invokeExact(allocator, string));
      }
    }
    return List.copyOf(all);
  }

  public List<String> inputNames() {
    return inputNames;
  }

  /**
   * The dimensions that an input was declared with, -1 for dynamic ones.
   *
   * @throws OnnxException where there is no such input
   */
  public long[] inputShape(String name) {
    long index = inputNames.indexOf(name);
    if (index < 0) {
      throw new OnnxException("the model has no input %s, only %s".formatted(name, inputNames));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      api.check(() -> (MemorySegment) api.sessionGetInputTypeInfo.invokeExact(session, index, out));
      MemorySegment type = out.get(ADDRESS, 0);
      try {
        api.check(() -> (MemorySegment) api.castTypeInfoToTensorInfo.invokeExact(type, out));
        MemorySegment info = out.get(ADDRESS, 0); // belongs to the type
        MemorySegment count = arena.allocate(JAVA_LONG);
        api.check(() -> (MemorySegment) api.getDimensionsCount.invokeExact(info, count));
        long rank = count.get(JAVA_LONG, 0);
        MemorySegment dimensions = arena.allocate(JAVA_LONG, Math.max(1, rank));
        api.check(() -> (MemorySegment) api.getDimensions.invokeExact(info, dimensions, rank));
        return Arrays.copyOf(dimensions.toArray(JAVA_LONG), Math.toIntExact(rank));
      } finally {
        OrtApi.free(api.releaseTypeInfo, type);
      }
    }
  }

  public List<String> outputNames() {
    return outputNames;
  }

  /**
   * Runs the model.
   *
   * @param inputs stay the caller's, and open
   * @param outputs names of what is wanted
   * @return new tensors, for the caller to close
   * @throws OnnxException for a wrong name, shape or type
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs, List<String> outputs) {
    return run(inputs, outputs, MemorySegment.NULL);
  }

  /**
   * As {@link #run(Map, List)}, but gives up between two operators once cancelled.
   *
   * @return no tensors where that happened
   */
  public Map<String, Tensor> run(
      Map<String, Tensor> inputs, List<String> outputs, Cancellation cancellation) {
    try (RunOptions options = new RunOptions(api)) {
      cancellation.onCancel(options::terminate);
      return run(inputs, outputs, options.handle());
    } catch (OnnxException e) {
      if (cancellation.isCancelled()) {
        return Map.of();
      }
      throw e;
    }
  }

  private Map<String, Tensor> run(
      Map<String, Tensor> inputs, List<String> outputs, MemorySegment options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment inNames = arena.allocate(ADDRESS, inputs.size());
      MemorySegment inValues = arena.allocate(ADDRESS, inputs.size());
      int i = 0;
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        inNames.setAtIndex(ADDRESS, i, cName(input.getKey()));
        inValues.setAtIndex(ADDRESS, i++, input.getValue().handle());
      }
      MemorySegment outNames = arena.allocate(ADDRESS, outputs.size());
      MemorySegment outValues = arena.allocate(ADDRESS, outputs.size());
      for (int k = 0; k < outputs.size(); k++) {
        outNames.setAtIndex(ADDRESS, k, cName(outputs.get(k)));
      }
      api.check(() ->
          (MemorySegment)
              api.run.invokeExact(
                  session,
                  options,
                  inNames,
                  inValues,
                  (long) inputs.size(),
                  outNames,
                  (long) outputs.size(),
                  outValues));
      Map<String, Tensor> results = new LinkedHashMap<>();
      for (int k = 0; k < outputs.size(); k++) {
        results.put(outputs.get(k), new Tensor(api, outValues.getAtIndex(ADDRESS, k), null));
      }
      return results;
    }
  }

  /**
   * Ties the model to memory.
   *
   * @param graph which of the device's recorded graphs a run is, one for each set of shapes; -1
   *     where none is recorded
   */
  public Binding bind(int graph) {
    return new Binding(api, session, graph);
  }

  private MemorySegment cName(String name) {
    MemorySegment text = cNames.get(name);
    if (text == null) {
      throw new OnnxException(
          "the model has no %s; inputs %s, outputs %s".formatted(name, inputNames, outputNames));
    }
    return text;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      OrtApi.free(api.releaseSession, session);
      names.close();
    }
  }
}
