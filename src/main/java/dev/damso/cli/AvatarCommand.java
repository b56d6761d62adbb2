package dev.damso.cli;

import dev.damso.face.neural.FilmAvatar;
import dev.damso.face.neural.NeuralAvatar;
import dev.damso.face.photo.OwnAvatars;
import dev.damso.face.photo.Photo;
import dev.damso.face.photo.PhotoFile;
import dev.damso.face.render.About;
import dev.damso.face.render.AvatarBundle;
import dev.damso.face.render.Backdrop;
import dev.damso.media.UserFacingException;
import dev.damso.model.graph.WhisperGraphs;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code avatar}: who can be seen. */
@Command(
    name = "avatar",
    description = "Lists the avatars; makes one of a photo, or of a film.",
    subcommands = {
      AvatarCommand.ListCommand.class,
      AvatarCommand.Create.class,
      AvatarCommand.Remove.class
    })
final class AvatarCommand extends BaseCommand {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: avatar list, create or remove");
  }

  /** {@code avatar list}. */
  @Command(name = "list", description = "Lists the avatars and what can be behind them.")
  static final class ListCommand implements Callable<Integer> {
    @ParentCommand private AvatarCommand parent = new AvatarCommand();

    @Option(names = "--json", description = "print JSON on standard output")
    private boolean json;

    @Override
    public Integer call() {
      List<Map<String, Object>> avatars = new ArrayList<>();
      for (String name : AvatarBundle.NAMES) {
        avatars.add(row(name, AvatarBundle.load(name).about()));
      }
      for (String name : NeuralAvatar.NAMES) {
        NeuralAvatar.describe(name)
            .ifPresent(
                d -> avatars.add(row(name, new About("neural; " + d.licence(), "-", false))));
      }
      OwnAvatars own = parent.assembly().faces().own();
      for (String name : own.names()) {
        String folder = own.find(name).map(Path::toString).orElse(name);
        avatars.add(
            row(
                name,
                NeuralAvatar.describe(folder)
                    .map(d -> new About("made here from a film; " + d.licence(), "-", false))
                    .orElse(new About("made here from a photo", "-", true))));
      }
      if (json || parent.json) {
        Json.print(Map.of("avatars", avatars, "backdrops", Backdrop.NAMES));
        return 0;
      }
      System.out.printf("%-12s %-12s %s%n", "avatar", "licence", "");
      for (Map<String, Object> row : avatars) {
        System.out.printf(
            "%-12s %-12s %s%n", row.get("name"), row.get("licence"), row.get("description"));
      }
      System.out.printf("%nbackdrops: %s%n", String.join(", ", Backdrop.NAMES));
      return 0;
    }

    private static Map<String, Object> row(String name, About about) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", name);
      row.put("licence", about.licence());
      row.put("description", about.description());
      row.put("from_photo", about.fromPhoto());
      return row;
    }
  }

  /** {@code avatar create}. */
  @Command(
      name = "create",
      description = {
        "Makes an avatar of a portrait photo; or, with --film and --model, of a film of a person"
            + " sitting still and of published weights of Wav2Lip or MuseTalk 1.5 (ONNX)."
      })
  static final class Create implements Callable<Integer> {
    private static final String LIKENESS =
        "that you may use this person's likeness, and to speak with it";

    @ParentCommand private AvatarCommand parent = new AvatarCommand();

    @Parameters(index = "0", paramLabel = "NAME", description = "letters, digits, - and _")
    private String name = "";

    @Parameters(
        index = "1",
        paramLabel = "PHOTO",
        arity = "0..1",
        description = "JPEG or PNG: one face, from the front, lips shut or smiling")
    private @Nullable Path file;

    @Option(names = "--film", paramLabel = "FILM", description = "H.264, a face always in it; 10 s")
    private @Nullable Path film;

    @Option(names = "--model", paramLabel = "ONNX", description = "Wav2Lip, or MuseTalk's U-Net")
    private @Nullable Path model;

    @Option(names = "--vae-encoder", paramLabel = "ONNX", description = "MuseTalk's, of pictures")
    private @Nullable Path encoder;

    @Option(names = "--vae-decoder", paramLabel = "ONNX", description = "MuseTalk's, of latents")
    private @Nullable Path decoder;

    @Option(
        names = "--licence",
        paramLabel = "TEXT",
        description = "of these weights, where it is not their makers'")
    private @Nullable String licence;

    @Option(
        names = {"-y", "--yes"},
        description = "confirms that you may use the likeness and the weights, and does not ask")
    private boolean confirmed;

    @Option(names = "--json", description = "print JSON on standard output")
    private boolean json;

    @Override
    public Integer call() {
      long started = System.nanoTime();
      Assembly assembly = parent.assembly();
      OwnAvatars own = assembly.faces().own();
      own.requireNew(name, Faces.builtIn());
      boolean filmed = film != null && model != null && file == null;
      if (!filmed && (file == null || film != null || model != null)) {
        throw UserFacingException.badInput("give a photo, or --film and --model");
      }
      Path folder = filmed ? ofFilm(assembly, own) : ofPhoto(assembly, own);
      double seconds = (System.nanoTime() - started) / 1e9;
      if (json || parent.json) {
        Json.print(Map.of("name", name, "folder", folder.toString(), "seconds", seconds));
      } else {
        say("made %s in %.1f s: ./damso serve --avatar %s", folder, seconds, name);
      }
      return 0;
    }

    private Path ofPhoto(Assembly assembly, OwnAvatars own) {
      Photo photo = read(Objects.requireNonNull(file));
      confirm(LIKENESS);
      return own.create(name, photo, assembly.models().require(Assembly.LANDMARKS));
    }

    private Path ofFilm(Assembly assembly, OwnAvatars own) {
      assembly.models().require(Assembly.RUNTIME);
      Path still = Objects.requireNonNull(film);
      FilmAvatar avatar = FilmAvatar.with(Objects.requireNonNull(model), decoder, encoder);
      String terms = licence == null ? avatar.licence() : licence;
      say("%s %s: %s", model, avatar.family(), terms);
      confirm(LIKENESS + ", and that you keep to the licence of the weights");
      Path faces = assembly.models().require(Assembly.LANDMARKS);
      return own.create(
          name,
          folder ->
              avatar.make(
                  name,
                  still,
                  terms,
                  faces,
                  () ->
                      assembly
                          .models()
                          .require(Assembly.MUSETALK_EARS)
                          .resolve(WhisperGraphs.STATES),
                  notice -> say("%s", notice),
                  folder));
    }

    @SuppressWarnings("SystemConsoleNull") // it is, where input or output is no terminal
    private void confirm(String what) {
      Console console = System.console();
      boolean deaf = console == null || !console.isTerminal();
      if (!confirmed && deaf && film != null) {
        throw UserFacingException.badInput("nothing was made: --yes confirms " + what);
      }
      if (confirmed || console == null || deaf) {
        say("By making an avatar you confirm %s.", what);
        return;
      }
      String answer = console.readLine("Do you confirm %s? [y/N] ", what);
      if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
        throw UserFacingException.badInput("nothing was made");
      }
    }

    private static Photo read(Path file) {
      try (InputStream in = Files.newInputStream(file)) {
        return PhotoFile.read(in.readNBytes(PhotoFile.MOST_BYTES + 1), file.toString());
      } catch (IOException e) {
        throw UserFacingException.badInput(
            "cannot read %s: %s"
                .formatted(file, Files.exists(file) ? e.getMessage() : "there is no such file"));
      }
    }
  }

  /** {@code avatar remove}. */
  @Command(name = "remove", description = "Deletes an avatar that was made here.")
  static final class Remove implements Callable<Integer> {
    @ParentCommand private AvatarCommand parent = new AvatarCommand();

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Override
    public Integer call() {
      parent.assembly().faces().own().remove(name);
      say("removed %s", name);
      return 0;
    }
  }
}
