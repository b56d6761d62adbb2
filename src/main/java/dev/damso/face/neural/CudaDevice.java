package dev.damso.face.neural;

import dev.damso.model.onnx.Binding;
import dev.damso.model.onnx.Cuda;
import dev.damso.model.onnx.Cuda.Way;
import dev.damso.model.onnx.ElementType;
import dev.damso.model.onnx.OnnxException;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Provider;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An NVIDIA GPU: the model runs on a stream of its own, as a recorded graph of kernels for each
 * batch size, from and into memory that stays where it is; mouths are copied into the ring on the
 * device, and from there to this machine on a second stream.
 */
final class CudaDevice implements LipDevice {
  private final LipModel model;
  private final Cuda cuda;
  private final Provider.Kind kind;
  private final MemorySegment stream;
  private final MemorySegment copies;
  private final OnnxSession session;
  private final List<MemorySegment> inputs = new ArrayList<>();
  private final MemorySegment drawn;
  private final MemorySegment ring;
  private final List<MemorySegment> host = new ArrayList<>();
  private final Map<Integer, Binding> bindings = new HashMap<>();

  /**
   * @param kind CUDA or TensorRT
   * @throws DeviceFailure where the libraries, the device or its memory are missing, and for
   *     TorchScript
   */
  CudaDevice(Path file, LipModel model, Provider.Kind kind) {
    this.model = model;
    this.kind = kind;
    if (TorchScript.is(file)) {
      throw new DeviceFailure(
          DeviceFailure.Kind.LOST, "TorchScript is drawn by the processor only");
    }
    cuda =
        Cuda.load()
            .orElseThrow(() ->
                new DeviceFailure(
                    DeviceFailure.Kind.LOST, "there is no CUDA runtime (libcudart.so)"));
    try {
      stream = cuda.stream();
      copies = cuda.stream();
      MemorySegment own = kind == Provider.Kind.CUDA ? stream : MemorySegment.NULL;
      session =
          OnnxRuntime.instance().tryOpen(file, OnnxOptions.threads(1).on(new Provider(kind, own)));
      for (LipModel.Input input : model.inputs()) {
        inputs.add(cuda.allocate((long) input.bytes() * LipModel.LARGEST_BATCH));
      }
      drawn = cuda.allocate((long) model.mouthBytes() * LipModel.LARGEST_BATCH);
      ring = cuda.allocate((long) model.mouthBytes() * FrameRing.FRAMES);
    } catch (OnnxException e) {
      throw DeviceFailure.of(e);
    }
  }

  @Override
  public String name() {
    return kind == Provider.Kind.CUDA ? "CUDA" : "TensorRT";
  }

  @Override
  public int largestBatch() {
    return model.largestBatch();
  }

  @Override
  public MemorySegment allocateHost(long bytes) {
    MemorySegment pinned = cuda.allocateHost(bytes);
    host.add(pinned);
    return pinned;
  }

  @Override
  public void run(List<MemorySegment> packed, int count, int slot) {
    try {
      for (int k = 0; k < inputs.size(); k++) {
        MemorySegment to = part(inputs.get(k), model.inputs().get(k).bytes(), 0, count);
        cuda.copy(packed.get(k), to, Way.TO_DEVICE, stream);
      }
      if (kind == Provider.Kind.TENSORRT) {
        cuda.synchronize(stream); // it runs on a stream of its own
      }
      bindings.computeIfAbsent(count, this::bind).run();
      MemorySegment frames = part(ring, model.mouthBytes(), slot, count);
      cuda.copy(drawn, frames, Way.ON_DEVICE, stream);
      cuda.synchronize(stream);
    } catch (OnnxException e) {
      throw DeviceFailure.of(e);
    }
  }

  private Binding bind(int count) {
    Binding binding = session.bind(kind == Provider.Kind.CUDA ? count : -1);
    for (int k = 0; k < inputs.size(); k++) {
      LipModel.Input input = model.inputs().get(k);
      MemorySegment memory = part(inputs.get(k), input.bytes(), 0, count);
      binding.input(
          input.name(), new Binding.Place(memory, input.type(), true, input.batch(count)));
    }
    int size = model.mouthSize();
    MemorySegment memory = part(drawn, model.mouthBytes(), 0, count);
    return binding.output(
        model.output(), new Binding.Place(memory, ElementType.UINT8, true, count, size, size, 3));
  }

  @Override
  public void fetch(int slot, int count, MemorySegment to) {
    try {
      MemorySegment frames = part(ring, model.mouthBytes(), slot, count);
      cuda.copy(frames, to.asSlice(0, frames.byteSize()), Way.TO_HOST, copies);
      cuda.synchronize(copies);
    } catch (OnnxException e) {
      throw DeviceFailure.of(e);
    }
  }

  private static MemorySegment part(MemorySegment memory, long bytes, int first, int count) {
    return memory.asSlice(first * bytes, count * bytes);
  }

  @Override
  public void close() {
    try {
      bindings.values().forEach(Binding::close);
      session.close();
      inputs.forEach(cuda::release);
      cuda.release(drawn);
      cuda.release(ring);
      host.forEach(cuda::releaseHost);
      cuda.destroy(stream);
      cuda.destroy(copies);
    } catch (OnnxException e) {
      throw DeviceFailure.of(e); // of a device that is gone nothing can be given back
    }
  }
}
