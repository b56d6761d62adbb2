package dev.damso.llm.knowledge;

/** Gives texts a direction: those that mean the same point the same way. Thread safe. */
public interface TextEmbedder extends AutoCloseable {
  /** Of a question; length 1. Blocks. */
  float[] question(String text);

  /** Of a text that may answer one; length 1. Blocks. */
  float[] passage(String text);

  /** The model, for people and for files that hold its vectors. */
  String name();

  @Override
  void close();
}
