package dev.damso.model.onnx;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Runs work on a thread with 16 MB of stack. ONNX Runtime registers its operators, and resolves
 * graphs, in frames that overrun the 1 MB of a Java thread, which ends the process without a word.
 */
final class DeepStack {
  private static final long BYTES = 16L << 20;

  private DeepStack() {}

  static <T> T call(Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("onnx-load")
        .stackSize(BYTES)
        .start(() -> {
          try {
            result.complete(work.get());
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
