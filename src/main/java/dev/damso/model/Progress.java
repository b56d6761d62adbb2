package dev.damso.model;

/** Hears how a download proceeds. Called by the thread that fetches; never by two at once. */
public interface Progress {
  /** Says nothing. */
  Progress SILENT = new Progress() {};

  /** A model's fetch starts; {@code bytes} is the expected size of its files. */
  default void started(String model, long bytes) {}

  /** {@code done} of {@code bytes} have arrived. */
  default void advanced(String model, long done, long bytes) {}

  /** A step that has no measure, such as unpacking or conversion, or a source that failed. */
  default void note(String model, String text) {}

  /** The model is installed. */
  default void finished(String model, long bytes) {}
}
