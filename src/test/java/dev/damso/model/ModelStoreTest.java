package dev.damso.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelStoreTest {
  private static final byte[] BODY = Stores.bytes(300_000);

  @TempDir Path root;
  private ModelServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ModelServer(true);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void installsOnceAndLeavesNothingBehind() throws IOException {
    ModelStore store = store(new Source.Url(server.url("a", BODY)));

    Path folder = store.require("m");
    store.require("m");

    assertThat(folder.resolve("f.bin")).hasBinaryContent(BODY);
    assertThat(server.requests).containsExactly("/a");
    assertThat(root.resolve(".work")).isEmptyDirectory();
    assertThat(root.resolve(".partial")).isEmptyDirectory();
    assertThat(store.list().getFirst().installed()).isTrue();
    assertThat(store.verify("m")).isTrue();
  }

  @Test
  void triesTheNextSourceAfterWrongBytesAndAfter404() throws IOException {
    byte[] wrong = BODY.clone();
    wrong[7]++;
    ModelStore store =
        store(
            new Source.Url(server.url("missing")),
            new Source.Url(server.url("wrong", wrong)),
            new Source.Url(server.url("right", BODY)));

    assertThat(store.require("m").resolve("f.bin")).hasBinaryContent(BODY);
    assertThat(server.requests).containsExactly("/missing", "/wrong", "/right");
  }

  @Test
  void saysInOneLineWhyEverySourceFailedAndWhatToDo() {
    ModelStore store =
        store(new Source.Hf("owner/repo/f.bin"), new Source.Url(server.url("missing")));

    assertThatThrownBy(() -> store.require("m"))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContainingAll("cannot be reached", "404", "damso models pull", "by hand")
        .hasMessageNotContaining("\n");
    assertThat(root.resolve("m")).doesNotExist();
  }

  @Test
  void fetchesFromHuggingFaceByRepository() {
    server.url("owner/repo/resolve/main/sub/f.bin", BODY);
    Catalog.Model model =
        Stores.model("m", Stores.file("f.bin", BODY, new Source.Hf("owner/repo/sub/f.bin")));
    StoreSettings settings = Stores.settings(server.url(""), List.of("false"));

    assertThat(Stores.store(root, settings, Map.of(), model).require("m")).exists();
  }

  @Test
  void fetchesAgainWhenASizeChangedAndAdoptsWhatIsStillRight() throws IOException {
    Catalog.Model model =
        Stores.model(
            "m",
            Stores.file("a", BODY, new Source.Url(server.url("a", BODY))),
            Stores.file("b", BODY, new Source.Url(server.url("b", BODY))));
    ModelStore store = Stores.store(root, model);
    Path folder = store.require("m");
    Files.write(folder.resolve("b"), new byte[3]);

    store.require("m");

    assertThat(folder.resolve("b")).hasBinaryContent(BODY);
    assertThat(server.requests).containsExactly("/a", "/b", "/b");
  }

  @Test
  void verifyFindsAChangedByte() throws IOException {
    ModelStore store = store(new Source.Url(server.url("a", BODY)));
    Path file = store.require("m").resolve("f.bin");
    byte[] changed = BODY.clone();
    changed[9]++;
    FileTime before = Files.getLastModifiedTime(file);
    Files.write(file, changed);
    Files.setLastModifiedTime(file, before);

    assertThat(store.list().getFirst().installed()).isTrue();
    assertThat(store.verify("m")).isFalse();
    assertThat(store.list().getFirst().installed()).isFalse();
  }

  @Test
  void aFileThatWasWrittenToIsReadAgain() throws IOException {
    ModelStore store = store(new Source.Url(server.url("a", BODY)));
    Path file = store.require("m").resolve("f.bin");
    byte[] changed = BODY.clone();
    changed[9]++;
    Files.write(file, changed);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));

    store.require("m");

    assertThat(file).hasBinaryContent(BODY);
    assertThat(server.requests).containsExactly("/a", "/a");
  }

  @Test
  void aCopyWithOtherTimesIsNotFetchedAgain() throws IOException {
    ModelStore store = store(new Source.Url(server.url("a", BODY)));
    Path file = store.require("m").resolve("f.bin");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));

    store.require("m");

    assertThat(server.requests).containsExactly("/a");
    assertThat(store.list().getFirst().installed()).isTrue();
  }

  @Test
  void threadsFetchOnce() throws Exception {
    ModelStore first = store(new Source.Url(server.url("a", BODY)));
    ModelStore second = store(new Source.Url(server.url("a")));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Path>> tasks = List.of(() -> first.require("m"), () -> second.require("m"));
      for (var result : threads.invokeAll(tasks)) {
        assertThat(result.get().resolve("f.bin")).hasBinaryContent(BODY);
      }
    }
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void refusesWhenTheDiskIsTooFull() {
    StoreSettings full =
        new StoreSettings(
            java.net.URI.create("http://127.0.0.1:1/"), List.of(), List.of(), path -> 1_000);
    Catalog.Model model =
        Stores.model("m", Stores.file("f", BODY, new Source.Url(server.url("a", BODY))));
    ModelStore store = Stores.store(root, full, Map.of(), model);

    assertThatThrownBy(() -> store.requireAll(List.of("m")))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContainingAll("free disk", "DAMSO_MODELS");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void cleansWhatADeadProcessLeft() throws IOException {
    Path stale = Files.createDirectories(root.resolve(".work/m/raw"));
    Files.write(stale.resolve("f.bin"), new byte[5]);

    store(new Source.Url(server.url("a", BODY))).require("m");

    assertThat(root.resolve(".work")).isEmptyDirectory();
  }

  @Test
  void convertsAndKeepsOnlyWhatIsInstalled() throws IOException {
    Catalog.Model model =
        new Catalog.Model(
            "m",
            "a test",
            List.of("en"),
            "MIT",
            "shrink",
            List.of("small", "kept"),
            List.of(
                Stores.file("big", BODY, new Source.Url(server.url("big", BODY))),
                Stores.file("kept", BODY, new Source.Url(server.url("kept", BODY)))));
    ModelConverter shrink =
        (raw, out) -> {
          try {
            long size = Files.size(raw.resolve("big"));
            Files.write(out.resolve("small"), Long.toString(size).getBytes(StandardCharsets.UTF_8));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    StoreSettings settings = Stores.settings("http://127.0.0.1:1/", List.of("false"));
    ModelStore store = Stores.store(root, settings, Map.of("shrink", shrink), model);

    Path folder = store.require("m");

    assertThat(folder.resolve("small")).hasContent("300000");
    assertThat(folder.resolve("kept")).hasBinaryContent(BODY);
    assertThat(folder.resolve("big")).doesNotExist();
    assertThat(store.verify("m")).isTrue();
  }

  @Test
  void anUnknownNameListsTheKnown() {
    assertThatThrownBy(() -> store(new Source.Url("http://127.0.0.1:1/")).require("x"))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("choose one of: m");
  }

  private ModelStore store(Source... sources) {
    return Stores.store(root, Stores.model("m", Stores.file("f.bin", BODY, sources)));
  }
}
