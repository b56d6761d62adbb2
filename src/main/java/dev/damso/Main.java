package dev.damso;

import dev.damso.cli.DamsoCommand;

/** Entry point of {@code ./damso}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(DamsoCommand.run(args, System.getenv()));
  }
}
