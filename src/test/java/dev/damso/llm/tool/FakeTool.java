package dev.damso.llm.tool;

import dev.damso.llm.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers how it was called. */
public final class FakeTool implements Tool {
  /** What it does. */
  public interface Work {
    String call(Map<String, Object> arguments) throws ToolException, InterruptedException;
  }

  private final ToolSpec spec;
  private final Work work;
  private final List<Map<String, Object>> calls = new CopyOnWriteArrayList<>();

  public FakeTool(ToolSpec spec, Work work) {
    this.spec = spec;
    this.work = work;
  }

  public List<Map<String, Object>> calls() {
    return calls;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public String call(Map<String, Object> arguments) throws ToolException, InterruptedException {
    calls.add(arguments);
    return work.call(arguments);
  }
}
