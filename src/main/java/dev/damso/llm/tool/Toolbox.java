package dev.damso.llm.tool;

import dev.damso.llm.ToolCall;
import dev.damso.llm.ToolSpec;
import dev.damso.media.Cancellation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls tools as a model wishes, within limits: arguments are checked, a call takes at most so
 * long, its result is cut. The log has a tool's name and how it went, never what it was told or
 * said.
 */
public final class Toolbox {
  private static final Logger LOG = System.getLogger(Toolbox.class.getName());

  /** Longest result, characters. */
  static final int LONGEST_RESULT = 4_000;

  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final Duration timeout;

  /**
   * @param timeout of each call
   * @throws IllegalArgumentException for two tools of one name
   */
  public Toolbox(List<Tool> tools, Duration timeout) {
    this.timeout = timeout;
    for (Tool tool : tools) {
      if (this.tools.put(tool.spec().name(), tool) != null) {
        throw new IllegalArgumentException("two tools are named " + tool.spec().name());
      }
    }
  }

  /** What the model may call. */
  List<ToolSpec> specs() {
    return tools.values().stream().map(Tool::spec).toList();
  }

  /** What the avatar says while a tool runs; empty: nothing of its own. */
  String announcement(ToolCall call) {
    Tool tool = tools.get(call.name());
    return tool == null ? "" : tool.announcement();
  }

  /** What the model is told of a call; never throws for what the model wrote or a tool did. */
  String call(ToolCall call, Cancellation cancellation) {
    Tool tool = tools.get(call.name());
    if (tool == null) {
      LOG.log(Level.WARNING, "the model asked for a tool that there is not");
      return "error: there is no such tool";
    }
    long start = System.nanoTime();
    String outcome = "failed";
    try {
      String result = run(tool, ToolArguments.parse(tool.spec(), call.arguments()), cancellation);
      outcome = "done";
      return result.length() <= LONGEST_RESULT ? result : result.substring(0, LONGEST_RESULT);
    } catch (ToolException e) {
      return "error: " + e.getMessage();
    } finally {
      LOG.log(
          Level.INFO,
          "tool {0}: {1} in {2} ms",
          tool.spec().name(),
          outcome,
          (System.nanoTime() - start) / 1_000_000);
    }
  }

  private String run(Tool tool, Map<String, Object> arguments, Cancellation cancellation)
      throws ToolException {
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .name("tool-" + tool.spec().name())
            .start(() -> {
              try {
                result.complete(tool.call(arguments));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                result.cancel(false);
              } catch (ToolException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    cancellation.onCancel(() -> result.cancel(false));
    try {
      return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ToolException known ? known : new ToolException("it failed");
    } catch (TimeoutException e) {
      throw new ToolException("it took too long");
    } catch (CancellationException e) {
      throw new ToolException("it was cancelled");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("it was interrupted");
    } finally {
      thread.interrupt();
    }
  }
}
