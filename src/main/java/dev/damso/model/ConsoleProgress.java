package dev.damso.model;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows downloads on a terminal as a bar with size and speed, elsewhere as a line each 10 %. */
public final class ConsoleProgress implements Progress {
  private static final int WIDTH = 30;
  private static final long REDRAW = Duration.ofMillis(200).toNanos();

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanos;
  private long startedAt;
  private long drawnAt;
  private long lastTenth;

  /** On standard error. */
  public ConsoleProgress() {
    this(System.err, onTerminal(), System::nanoTime);
  }

  ConsoleProgress(PrintStream out, boolean terminal, LongSupplier nanos) {
    this.out = out;
    this.terminal = terminal;
    this.nanos = nanos;
  }

  @SuppressWarnings("SystemConsoleNull") // null with jdk.console=java.base and no terminal
  private static boolean onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  @Override
  public void started(String model, long bytes) {
    startedAt = nanos.getAsLong();
    drawnAt = startedAt;
    lastTenth = 0;
    out.println("fetching " + model + ", " + megabytes(bytes));
  }

  @Override
  public void advanced(String model, long done, long bytes) {
    long now = nanos.getAsLong();
    long tenth = bytes == 0 ? 10 : 10 * done / bytes;
    if (terminal) {
      if (now - drawnAt >= REDRAW || done == bytes) {
        drawnAt = now;
        int filled = bytes == 0 ? WIDTH : (int) (WIDTH * done / bytes);
        out.print("\r\033[K" + "█".repeat(filled) + "·".repeat(WIDTH - filled) + " ");
        out.print(measure(done, bytes, now));
        out.flush();
      }
    } else if (tenth > lastTenth) {
      lastTenth = tenth;
      out.println(model + " " + 10 * tenth + " % " + measure(done, bytes, now));
    }
  }

  @Override
  public void note(String model, String text) {
    out.println((terminal ? "\r\033[K" : "") + model + ": " + text);
  }

  @Override
  public void finished(String model, long bytes) {
    long tookMs = Duration.ofNanos(nanos.getAsLong() - startedAt).toMillis();
    String text = String.format(Locale.ROOT, "%s ready, %.1f s", model, tookMs / 1000.0);
    out.println((terminal ? "\r\033[K" : "") + text);
  }

  private String measure(long done, long bytes, long now) {
    double seconds = Math.max(now - startedAt, 1) / 1e9;
    return String.format(
        Locale.ROOT,
        "%s of %s, %.1f MB/s",
        megabytes(done),
        megabytes(bytes),
        done / seconds / 1e6);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
