package dev.damso.llm.knowledge;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Knows a few subjects by their words; what names none is about nothing. */
final class FakeTextEmbedder implements TextEmbedder {
  private final List<List<String>> subjects;
  private final List<String> read = new CopyOnWriteArrayList<>();
  private boolean broken;
  private boolean closed;

  FakeTextEmbedder(List<List<String>> subjects) {
    this.subjects = subjects;
  }

  List<String> read() {
    return read;
  }

  void breakDown() {
    broken = true;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public float[] question(String text) {
    if (broken) {
      throw new IllegalStateException("broken");
    }
    float[] vector = new float[subjects.size() + 1];
    for (int i = 0; i < subjects.size(); i++) {
      if (subjects.get(i).stream().anyMatch(text::contains)) {
        vector[i] = 1;
        return vector;
      }
    }
    vector[subjects.size()] = 1;
    return vector;
  }

  @Override
  public float[] passage(String text) {
    read.add(text);
    return question(text);
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public void close() {
    closed = true;
  }
}
