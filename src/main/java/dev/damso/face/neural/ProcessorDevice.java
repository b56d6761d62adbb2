package dev.damso.face.neural;

import dev.damso.model.onnx.Binding;
import dev.damso.model.onnx.ElementType;
import dev.damso.model.onnx.OnnxException;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/** The processor. Mouths are drawn one at a time: batches bring nothing there. */
final class ProcessorDevice implements LipDevice {
  private final LipModel model;
  private final OnnxSession session;
  private final HostRing ring;

  /**
   * @throws DeviceFailure where the file is no model of this kind
   */
  ProcessorDevice(Path file, LipModel model, int threads) {
    this.model = model;
    try {
      session = OnnxRuntime.instance().tryOpen(file, OnnxOptions.threads(threads));
    } catch (OnnxException e) {
      throw DeviceFailure.of(e);
    }
    ring = new HostRing(model);
  }

  @Override
  public String name() {
    return "CPU";
  }

  @Override
  public int largestBatch() {
    return 1;
  }

  @Override
  public MemorySegment allocateHost(long bytes) {
    return ring.allocate(bytes);
  }

  @Override
  public void run(List<MemorySegment> inputs, int count, int slot) {
    try (Binding binding = session.bind(-1)) {
      for (int k = 0; k < inputs.size(); k++) {
        LipModel.Input input = model.inputs().get(k);
        MemorySegment packed = inputs.get(k).asSlice(0, (long) input.bytes() * count);
        binding.input(
            input.name(), new Binding.Place(packed, input.type(), false, input.batch(count)));
      }
      int size = model.mouthSize();
      binding.output(
          model.output(),
          new Binding.Place(
              ring.frames(slot, count), ElementType.UINT8, false, count, size, size, 3));
      binding.run();
    } catch (OnnxException e) {
      throw DeviceFailure.of(e);
    }
  }

  @Override
  public void fetch(int slot, int count, MemorySegment to) {
    ring.fetch(slot, count, to);
  }

  @Override
  public void close() {
    session.close();
    ring.close();
  }
}
