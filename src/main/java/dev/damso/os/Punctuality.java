package dev.damso.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * How soon a thread runs when its time has come, though every core is busy. Linux on x86-64 and
 * ARM64; elsewhere, and where the kernel refuses, a thread is an ordinary one.
 */
public enum Punctuality {
  /** Before all ordinary threads: {@code CAP_SYS_NICE} or a limit {@code rtprio}. */
  REAL_TIME,
  /** Before ordinary ones that had their share (Linux 6.12 or later); needs no privilege. */
  SHORT_SLICE,
  ORDINARY;

  private static final Logger LOG = System.getLogger(Punctuality.class.getName());

  // linux/sched.h, linux/sched/types.h
  private static final int SCHED_OTHER = 0;
  private static final int SCHED_RR = 2;
  private static final long RESET_ON_FORK = 1; // threads that it starts are ordinary
  private static final int ATTR_BYTES = 48;

  /** Least that the kernel takes, a tenth of a millisecond. */
  private static final long SLICE_NANOS = 100_000;

  /**
   * Makes the calling platform thread as punctual as is allowed. For threads that sleep most of the
   * time and do nothing long: a real-time thread that computes holds up everybody.
   */
  public static Punctuality raise() {
    long number =
        switch (System.getProperty("os.arch")) {
          case "amd64" -> 314;
          case "aarch64" -> 274;
          default -> -1;
        };
    Punctuality reached = ORDINARY;
    if (number > 0 && System.getProperty("os.name").equals("Linux")) {
      if (set(number, SCHED_RR, 1, 0)) {
        reached = REAL_TIME;
      } else if (set(number, SCHED_OTHER, 0, SLICE_NANOS)) {
        reached = SHORT_SLICE;
      }
    }
    LOG.log(Level.DEBUG, "{0}: {1}", Thread.currentThread().getName(), reached);
    return reached;
  }

  /** sched_setattr(2) of this thread. */
  private static boolean set(long number, int policy, int priority, long sliceNanos) {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle syscall =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("syscall"),
              FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
              Linker.Option.firstVariadicArg(1));
      MemorySegment attr = arena.allocate(ATTR_BYTES, Long.BYTES);
      attr.set(JAVA_INT, 0, ATTR_BYTES);
      attr.set(JAVA_INT, 4, policy);
      attr.set(JAVA_LONG, 8, RESET_ON_FORK);
      attr.set(JAVA_INT, 20, priority);
      attr.set(JAVA_LONG, 24, sliceNanos); // sched_runtime
      return (long) syscall.invokeExact(number, 0, attr, 0) == 0;
    } catch (Throwable e) {
      LOG.log(Level.DEBUG, "threads stay as they are", e);
      return false;
    }
  }
}
