package dev.damso.llm.tool;

import dev.damso.llm.ToolSpec;
import java.util.Map;

/** Something that a language model may have done while it answers. Thread safe. */
public interface Tool {
  /** What the model is told of it. */
  ToolSpec spec();

  /**
   * Blocks; interrupted when time is up or the answer is cancelled.
   *
   * @param arguments as the parameters of {@link #spec} say: String, Long, Double or Boolean
   * @return what the model is told; long results are cut
   * @throws ToolException where it cannot be done
   */
  String call(Map<String, Object> arguments) throws ToolException, InterruptedException;

  /** What the avatar says while this runs; empty: something that suits the language. */
  default String announcement() {
    return "";
  }
}
