package dev.damso.face.neural;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Draws mouths that are all the byte that their job's input begins with. Fails as told, and notices
 * when a frame of its ring is used by two at a time.
 */
final class FakeDevice implements LipDevice {
  static final LipModel MODEL =
      new LipModel(
          List.of(new LipModel.Input("id", dev.damso.model.onnx.ElementType.UINT8, List.of(4L))),
          "mouth",
          4);

  final List<Integer> batches = new ArrayList<>();
  volatile int memoryForBatch = 8;
  volatile int diesAfter = Integer.MAX_VALUE;
  volatile boolean fetchFails;
  volatile boolean raced;
  volatile boolean closed;

  private final String name;
  private int runs;
  private final byte[][] ring = new byte[FrameRing.FRAMES][];
  private final AtomicIntegerArray users = new AtomicIntegerArray(FrameRing.FRAMES);

  FakeDevice(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int largestBatch() {
    return 8;
  }

  @Override
  public MemorySegment allocateHost(long bytes) {
    return Arena.ofAuto().allocate(bytes);
  }

  @Override
  public void run(List<MemorySegment> inputs, int count, int slot) {
    if (count > memoryForBatch) {
      throw new DeviceFailure(DeviceFailure.Kind.OUT_OF_MEMORY, "no memory");
    }
    if (runs++ >= diesAfter) {
      throw new DeviceFailure(DeviceFailure.Kind.LOST, "it is gone");
    }
    synchronized (batches) {
      batches.add(count);
    }
    use(slot, count, 1);
    for (int i = 0; i < count; i++) {
      byte[] mouth = new byte[MODEL.mouthBytes()];
      byte id = inputs.getFirst().get(ValueLayout.JAVA_BYTE, 4L * i);
      for (int k = 0; k < mouth.length; k++) {
        mouth[k] = id;
        Thread.onSpinWait();
      }
      ring[slot + i] = mouth;
    }
    use(slot, count, -1);
  }

  @Override
  public void fetch(int slot, int count, MemorySegment to) {
    if (fetchFails) {
      throw new DeviceFailure(DeviceFailure.Kind.LOST, "it is gone");
    }
    use(slot, count, 1);
    for (int i = 0; i < count; i++) {
      MemorySegment.copy(
          MemorySegment.ofArray(ring[slot + i]),
          0,
          to,
          (long) i * MODEL.mouthBytes(),
          MODEL.mouthBytes());
    }
    use(slot, count, -1);
  }

  private void use(int slot, int count, int by) {
    for (int i = slot; i < slot + count; i++) {
      int before = users.getAndAdd(i, by);
      raced |= by > 0 && before != 0;
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  static List<MemorySegment> input(int id) {
    return List.of(MemorySegment.ofArray(new byte[] {(byte) id, 0, 0, 0}));
  }
}
