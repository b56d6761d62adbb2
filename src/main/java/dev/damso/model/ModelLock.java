package dev.damso.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Held by the one thread, of all processes, that installs a model. */
final class ModelLock implements AutoCloseable {
  /** A file lock belongs to the process, so the threads of one need a lock of their own. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock thread;
  private final FileChannel channel;
  private final FileLock lock;

  private ModelLock(ReentrantLock thread, FileChannel channel, FileLock lock) {
    this.thread = thread;
    this.channel = channel;
    this.lock = lock;
  }

  /** Waits until it is free. */
  static ModelLock acquire(Path file) throws IOException {
    Path key = file.toAbsolutePath().normalize();
    ReentrantLock thread = THREADS.computeIfAbsent(key, k -> new ReentrantLock());
    thread.lock();
    try {
      Files.createDirectories(key.resolveSibling("."));
      FileChannel channel =
          FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        return new ModelLock(thread, channel, channel.lock());
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      thread.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.release();
    } finally {
      thread.unlock();
    }
  }
}
