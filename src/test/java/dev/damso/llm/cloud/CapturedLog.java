package dev.damso.llm.cloud;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that anyone logs at INFO or above, stack traces included. */
public final class CapturedLog extends Handler implements AutoCloseable {
  private static final Logger ROOT = Logger.getLogger("");

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Level before = ROOT.getLevel();

  public CapturedLog() {
    setLevel(Level.INFO);
    setFormatter(new SimpleFormatter());
    ROOT.setLevel(Level.INFO);
    ROOT.addHandler(this);
  }

  @Override
  public void publish(LogRecord entry) {
    if (isLoggable(entry)) {
      lines.add(getFormatter().format(entry));
    }
  }

  public String text() {
    synchronized (lines) {
      return String.join("", lines);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    ROOT.removeHandler(this);
    ROOT.setLevel(before);
  }
}
