package dev.damso.cli;

import dev.damso.config.Config;
import dev.damso.config.ConfigLoader;
import dev.damso.media.UserFacingException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 done, 1 failed, 2 bad usage or input. */
@Command(
    name = "damso",
    description = "A real-time talking avatar server.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = "damso 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      ReplyCommand.class,
      ChatCommand.class,
      TranscribeCommand.class,
      SayCommand.class,
      VoicesCommand.class,
      AnimateCommand.class,
      AvatarCommand.class,
      BenchCommand.class,
      ModelsCommand.class,
      DoctorCommand.class
    })
public final class DamsoCommand implements Runnable {
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger HELIDON = Logger.getLogger("io.helidon.webserver.LoomServer");

  @Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "configuration instead of ./damso.yaml")
  private @Nullable Path configFile;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "say more; show stack traces")
  private boolean verbose;

  private final Map<String, String> environment;

  DamsoCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Runs a command line and gives its exit code. */
  public static int run(String[] args, Map<String, String> environment) {
    DamsoCommand root = new DamsoCommand(environment);
    CommandLine line = new CommandLine(root);
    line.setExecutionExceptionHandler(root.failures());
    line.setParameterExceptionHandler(DamsoCommand::wrongUsage);
    line.setExecutionStrategy(parsed -> {
      root.logging();
      return new CommandLine.RunLast().execute(parsed);
    });
    return line.execute(args);
  }

  Map<String, String> environment() {
    return environment;
  }

  Config config() {
    return config(environment);
  }

  Config config(Map<String, String> other) {
    return ConfigLoader.load(Optional.ofNullable(configFile), other);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(), "name a command");
  }

  private void logging() {
    System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tT %4$s %3$s: %5$s%6$s%n");
    Level level = verbose ? Level.FINE : Level.WARNING;
    // What it says with a stack trace is said in one line by our own code.
    HELIDON.setLevel(verbose ? Level.INFO : Level.OFF);
    Logger.getLogger("dev.damso").setLevel(verbose ? Level.FINE : Level.INFO);
    ROOT.setLevel(verbose ? Level.INFO : level);
    for (Handler handler : ROOT.getHandlers()) {
      handler.setLevel(Level.ALL);
    }
  }

  private static int wrongUsage(CommandLine.ParameterException wrong, String[] args) {
    CommandLine line = wrong.getCommandLine();
    line.getErr().println("damso: " + wrong.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, line.getErr())) {
      line.getErr()
          .println(line.getCommandSpec().qualifiedName(" ") + " --help shows how it is used");
    }
    return CommandLine.ExitCode.USAGE;
  }

  private IExecutionExceptionHandler failures() {
    return (Exception failure, CommandLine line, ParseResult parsed) -> {
      if (verbose) {
        failure.printStackTrace(line.getErr());
      }
      if (failure instanceof UserFacingException known) {
        line.getErr().println("damso: " + known.getMessage());
        return known.kind().exitCode();
      }
      line.getErr()
          .println("damso: unexpected: " + failure + (verbose ? "" : " (--verbose shows where)"));
      return 1;
    };
  }
}
