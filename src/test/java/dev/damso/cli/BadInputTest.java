package dev.damso.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person gets wrong costs a line that says why: no models are fetched, no file is left. */
final class BadInputTest {
  @TempDir private Path folder = Path.of("");
  private final Map<String, String> environment = new HashMap<>();
  private final PrintStream realErrors = System.err;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private List<Path> before = List.of();

  @BeforeEach
  void redirect() throws IOException {
    environment.put("DAMSO_MODELS", folder.resolve("models").toString());
    environment.put("DAMSO_AVATARS", folder.resolve("avatars").toString());
    write("mp3.wav", "ID3 and so on");
    write("text.wav", "no sound at all");
    write("empty.wav", "");
    write("header.wav", "RIFF....WAVE");
    write("text.jpg", "no photo at all");
    write("bad.yaml", "llm: [");
    write("unknown.yaml", "lmm:\n  provider: echo\n");
    before = files();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setErr(realErrors);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }

  /** Runs {@code command}, where names of the folder's files stand for themselves. */
  private void refused(int exit, String why, String... command) throws IOException {
    errors.reset();
    int code = DamsoCommand.run(command, environment);
    String said = errors.toString(StandardCharsets.UTF_8);
    assertThat(said).startsWith("damso: ").contains(why).doesNotContain("Exception", "\tat ");
    assertThat(said.lines().count()).as(said).isLessThanOrEqualTo(2);
    assertThat(code).as(said).isEqualTo(exit);
    assertThat(files()).isEqualTo(before);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void wrongPhotosAndNames() throws IOException {
    refused(2, "is no picture", "avatar", "create", "ann", path("text.jpg"));
    refused(2, "no such file", "avatar", "create", "ann", path("nothing.jpg"));
    refused(2, "give a photo, or --film and --model", "avatar", "create", "ann");
    refused(2, "is no name", "avatar", "create", "../ann", path("text.jpg"));
    refused(2, "is no name", "avatar", "create", "a/b", path("text.jpg"));
    refused(2, "already", "avatar", "create", "mina", path("text.jpg"));
    refused(2, "no avatar 'ann'", "avatar", "remove", "ann");
  }

  @Test
  void wrongSound() throws IOException {
    refused(2, "does not exist", "transcribe", path("nothing.wav"));
    refused(2, "is empty", "transcribe", path("empty.wav"));
    refused(2, "no sound", "transcribe", path("header.wav"));
    refused(2, "not a WAV file", "transcribe", path("text.wav"));
    refused(2, "looks like MP3", "transcribe", path("mp3.wav"));
    refused(2, "is a folder", "transcribe", folder.toString());
    refused(2, "not a WAV file", "reply", path("text.wav"), "-o", path("a.mp4"));
    refused(2, "not a WAV file", "animate", path("text.wav"), "-o", path("a.mp4"));
  }

  @Test
  void wrongText() throws IOException {
    refused(2, "nothing to say", "say", "", "-o", path("a.wav"));
    refused(2, "nothing to say", "say", " \n ", "-o", path("a.wav"));
    refused(2, "at most 20000", "say", "가".repeat(20_001), "-o", path("a.wav"));
    refused(2, "at most 10000", "reply", "--text", "가".repeat(10_001), "-o", path("a.mp4"));
    refused(2, "--text", "reply", "--text", " ", "-o", path("a.mp4"));
    refused(2, "not with both", "reply", path("a.wav"), "--text", "네", "-o", path("a.mp4"));
  }

  @Test
  void nowhereToWrite() throws IOException {
    refused(2, "does not exist", "say", "안녕", "-o", path("no/a.wav"));
    refused(2, "does not exist", "reply", "--text", "네", "-o", path("no/a.mp4"));
    refused(2, "does not exist", "animate", path("text.wav"), "-o", path("no/a.mp4"));
    refused(2, "is a folder", "say", "안녕", "-o", folder.toString());
  }

  @Test
  void wrongUsage() throws IOException {
    refused(2, "name a command");
    refused(2, "nonsense", "nonsense");
    refused(2, "-o", "say", "안녕");
    refused(2, "--port", "serve", "--port", "abc");
    refused(2, "no port 99999", "serve", "--port", "99999");
    refused(2, "choose one of", "models", "pull", "nonsense");
  }

  @Test
  void wrongConfiguration() throws IOException {
    refused(2, "no configuration file", "--config", path("none.yaml"), "doctor");
    refused(2, "not YAML", "--config", path("bad.yaml"), "doctor");
    refused(2, "no setting lmm", "--config", path("unknown.yaml"), "doctor");
    environment.put("DAMSO_LLM_PROVIDER", "clever");
    refused(2, "not clever", "doctor");
  }

  @Test
  void aTakenPort() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refused(1, "choose another", "serve", "--port", "" + other.getLocalPort());
    }
  }
}
