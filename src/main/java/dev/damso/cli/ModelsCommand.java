package dev.damso.cli;

import dev.damso.face.neural.NeuralAvatar;
import dev.damso.face.photo.OwnAvatars;
import dev.damso.model.ModelStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code models}: what is installed. */
@Command(
    name = "models",
    description = "Lists the models; fetches and checks them.",
    subcommands = {ModelsCommand.Pull.class, ModelsCommand.Verify.class})
final class ModelsCommand extends BaseCommand {
  @Override
  public Integer call() {
    Assembly assembly = assembly();
    List<String> required = assembly.required();
    List<ModelStore.Entry> entries = assembly.models().list();
    if (json) {
      List<Map<String, Object>> all = new ArrayList<>();
      for (ModelStore.Entry entry : entries) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("name", entry.name());
        model.put("task", entry.task());
        model.put("installed", entry.installed());
        model.put("required", required.contains(entry.name()));
        model.put("bytes", entry.bytes());
        model.put("licence", entry.licence());
        model.put("directory", entry.directory().toString());
        all.add(model);
      }
      Json.print(Map.of("models", all));
      return 0;
    }
    System.out.printf("%-30s %-6s %9s  %-10s %s%n", "model", "task", "size", "state", "licence");
    for (ModelStore.Entry entry : entries) {
      String state =
          entry.installed() ? "installed" : required.contains(entry.name()) ? "missing" : "-";
      System.out.printf(
          "%-30s %-6s %6.1f MB  %-10s %s%n",
          entry.name(), entry.task(), entry.bytes() / 1e6, state, entry.licence());
    }
    System.out.println("in " + assembly.models().root());
    TreeSet<String> avatars = new TreeSet<>(List.of("demo-neural", config().face().avatar()));
    OwnAvatars own = assembly.faces().own();
    own.names().forEach(name -> own.find(name).map(Path::toString).ifPresent(avatars::add));
    for (String avatar : avatars) {
      NeuralAvatar.describe(avatar)
          .ifPresent(person ->
              System.out.printf(
                  "avatar %s (%s, %.1f MB): %s%n",
                  person.name(), person.family(), person.bytes() / 1e6, person.licence()));
    }
    return 0;
  }

  /** {@code models pull}. */
  @Command(name = "pull", description = "Fetches models: those named, or all that are needed.")
  static final class Pull implements java.util.concurrent.Callable<Integer> {
    @ParentCommand private ModelsCommand parent = new ModelsCommand();

    @Parameters(
        paramLabel = "NAME",
        arity = "0..*",
        description = "default: what the configuration needs")
    private List<String> names = List.of();

    @Option(names = "--quiet-if-present", description = "say nothing where all is there")
    private boolean quiet;

    @Override
    public Integer call() {
      Assembly assembly = parent.assembly();
      List<String> wanted = names.isEmpty() ? assembly.required() : names;
      assembly.models().requireAll(wanted);
      if (!quiet) {
        say("%d models are in %s", wanted.size(), assembly.models().root());
      }
      return 0;
    }
  }

  /** {@code models verify}. */
  @Command(name = "verify", description = "Reads every byte of what is installed.")
  static final class Verify implements java.util.concurrent.Callable<Integer> {
    @ParentCommand private ModelsCommand parent = new ModelsCommand();

    @Override
    public Integer call() {
      ModelStore store = parent.assembly().models();
      List<String> damaged =
          store.list().stream()
              .filter(ModelStore.Entry::installed)
              .map(ModelStore.Entry::name)
              .filter(name -> !store.verify(name))
              .toList();
      if (damaged.isEmpty()) {
        say("every byte is right");
        return 0;
      }
      say("damaged: %s. Fetch again: ./damso models pull", String.join(", ", damaged));
      return 1;
    }
  }
}
