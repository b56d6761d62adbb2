package dev.damso.cli;

import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.Backdrop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code avatar}: who can be seen. */
@Command(
    name = "avatar",
    description = "Lists the avatars.",
    subcommands = AvatarCommand.ListCommand.class)
final class AvatarCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command: avatar list");
  }

  /** {@code avatar list}. */
  @Command(name = "list", description = "Lists the avatars and what can be behind them.")
  static final class ListCommand implements Runnable {
    @Option(names = "--json", description = "print JSON on standard output")
    private boolean json;

    @Override
    public void run() {
      List<Map<String, Object>> avatars = new ArrayList<>();
      for (String name : AvatarBundle.NAMES) {
        AvatarBundle bundle = AvatarBundle.load(name);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("licence", bundle.about().licence());
        row.put("description", bundle.about().description());
        avatars.add(row);
      }
      if (json) {
        Json.print(Map.of("avatars", avatars, "backdrops", Backdrop.NAMES));
        return;
      }
      System.out.printf("%-10s %-9s %s%n", "avatar", "licence", "");
      for (Map<String, Object> row : avatars) {
        System.out.printf(
            "%-10s %-9s %s%n", row.get("name"), row.get("licence"), row.get("description"));
      }
      System.out.printf("%nbackdrops: %s%n", String.join(", ", Backdrop.NAMES));
    }
  }
}
