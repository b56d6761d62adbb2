package dev.damso.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose hash the catalogue does not know, on a server that answers as Hugging Face does. */
final class StatedFileTest {
  private static final byte[] BODY = "hello\n".getBytes(StandardCharsets.UTF_8);
  private static final String SHA256 =
      "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

  /** {@code printf 'hello\n' | git hash-object --stdin}. */
  private static final String GIT = "ce013625030ba8dba906f756967f9e9ca394464a";

  private static final String PATH = "o/r/resolve/main/f.bin";

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

  private ModelStore store() {
    Catalog.File file = new Catalog.File("f.bin", 5, "", List.of(new Source.Hf("o/r/f.bin")));
    return Stores.store(
        root, Stores.settings(server.url(""), List.of("false")), Map.of(), Stores.model("m", file));
  }

  @Test
  void aLargeFileIsCheckedByItsLinkedHash() {
    server.url(PATH, BODY);
    server.headers.put("/" + PATH, Map.of("X-Linked-Etag", quoted(SHA256), "X-Linked-Size", "6"));
    ModelStore store = store();
    assertThat(store.require("m").resolve("f.bin")).hasBinaryContent(BODY);
    assertThat(store.verify("m")).isTrue();
  }

  @Test
  void aSmallFileIsCheckedByGitsHash() {
    server.url(PATH, BODY);
    server.headers.put("/" + PATH, Map.of("ETag", quoted(GIT)));
    assertThat(store().require("m").resolve("f.bin")).hasBinaryContent(BODY);
  }

  @Test
  void otherBytesAreRefused() {
    server.url(PATH, "hellO\n".getBytes(StandardCharsets.UTF_8));
    server.headers.put("/" + PATH, Map.of("ETag", quoted(GIT)));
    assertThatThrownBy(() -> store().require("m"))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("not the expected bytes");
    assertThat(root.resolve("m")).doesNotExist();
  }

  @Test
  void aServerThatStatesNothingIsNotTrusted() {
    server.url(PATH, BODY);
    server.headers.put("/" + PATH, Map.of("ETag", quoted("v1")));
    assertThatThrownBy(() -> store().require("m"))
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("states no hash");
  }

  @Test
  void bytesThatChangedAfterwardsAreDamage() throws IOException {
    server.url(PATH, BODY);
    server.headers.put("/" + PATH, Map.of("ETag", quoted(GIT)));
    ModelStore store = store();
    Files.write(store.require("m").resolve("f.bin"), "hellO\n".getBytes(StandardCharsets.UTF_8));
    assertThat(store.verify("m")).isFalse();
  }

  private static String quoted(String tag) {
    return '"' + tag + '"';
  }
}
