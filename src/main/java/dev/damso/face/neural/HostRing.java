package dev.damso.face.neural;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The ring of mouths of a device that draws in this machine's memory, and its other memory. */
final class HostRing implements AutoCloseable {
  private static final int ALIGNMENT = 64;

  private final Arena memory = Arena.ofShared();
  private final int mouthBytes;
  private final MemorySegment ring;

  HostRing(LipModel model) {
    mouthBytes = model.mouthBytes();
    ring = allocate((long) mouthBytes * FrameRing.FRAMES);
  }

  /** As {@link LipDevice#allocateHost}. */
  MemorySegment allocate(long bytes) {
    return memory.allocate(bytes, ALIGNMENT);
  }

  /** The memory of {@code count} frames from {@code slot} on. */
  MemorySegment frames(int slot, int count) {
    return ring.asSlice((long) slot * mouthBytes, (long) count * mouthBytes);
  }

  /** As {@link LipDevice#fetch}. */
  void fetch(int slot, int count, MemorySegment to) {
    to.asSlice(0, (long) count * mouthBytes).copyFrom(frames(slot, count));
  }

  @Override
  public void close() {
    memory.close();
  }
}
