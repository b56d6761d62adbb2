package dev.damso.llm.local;

import de.kherud.llama.LlamaModel;
import de.kherud.llama.args.LogFormat;
import java.io.OutputStream;
import java.io.PrintStream;

/** The native library of llama.cpp. */
final class LlamaNatives {
  private static boolean silent;

  private LlamaNatives() {}

  /**
   * Loads it, if need be, and keeps it from writing. It prints where it unpacks itself, on the
   * output that is the commands' own.
   */
  static synchronized void silence() {
    if (silent) {
      return;
    }
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try {
      LlamaModel.setLogger(LogFormat.TEXT, (level, message) -> {});
      silent = true;
    } finally {
      System.setOut(out);
    }
  }
}
