package dev.damso.cli;

import dev.damso.config.Config;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What the commands share. */
abstract class BaseCommand implements Callable<Integer> {
  @ParentCommand private @Nullable DamsoCommand root;

  @Option(names = "--json", description = "print JSON on standard output")
  boolean json;

  Config config() {
    return Objects.requireNonNull(root).config();
  }

  /** The configuration in another environment. */
  Config config(Map<String, String> environment) {
    return Objects.requireNonNull(root).config(environment);
  }

  Map<String, String> environment() {
    return Objects.requireNonNull(root).environment();
  }

  Assembly assembly() {
    return new Assembly(config(), environment());
  }

  /** A line for people, on standard error. */
  static void say(String format, Object... args) {
    System.err.println(String.format(format, args));
  }
}
