package dev.damso.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpDownloadTest {
  private static final byte[] BODY = Stores.bytes(200_000);

  @TempDir Path folder;

  @Test
  void goesOnWhereThePartialFileEnds() throws IOException {
    Path partial = partial(70_000);
    try (ModelServer server = new ModelServer(true)) {
      HttpDownload.fetch(URI.create(server.url("a", BODY)), partial, BODY.length, done -> {});
      assertThat(server.requests).containsExactly("/a bytes=70000-");
    }
    assertThat(partial).hasBinaryContent(BODY);
  }

  @Test
  void asksForTheSameRangeWhereTheFileMoved() throws IOException {
    Path partial = partial(70_000);
    try (ModelServer server = new ModelServer(true)) {
      server.url("a", BODY);
      HttpDownload.fetch(URI.create(server.url("moved/a")), partial, BODY.length, done -> {});
      assertThat(server.requests).containsExactly("/moved/a bytes=70000-", "/a bytes=70000-");
    }
    assertThat(partial).hasBinaryContent(BODY);
  }

  @Test
  void startsAgainWhereTheServerKnowsNoRanges() throws IOException {
    Path partial = partial(70_000);
    try (ModelServer server = new ModelServer(false)) {
      HttpDownload.fetch(URI.create(server.url("a", BODY)), partial, BODY.length, done -> {});
    }
    assertThat(partial).hasBinaryContent(BODY);
  }

  @Test
  void asksNothingWhereThePartialFileIsWhole() throws IOException {
    try (ModelServer server = new ModelServer(true)) {
      HttpDownload.fetch(
          URI.create(server.url("a")), partial(BODY.length), BODY.length, done -> {});
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void refusesMoreThanTheExpectedBytes() throws IOException {
    try (ModelServer server = new ModelServer(true)) {
      URI address = URI.create(server.url("a", BODY));
      assertThatThrownBy(
              () -> HttpDownload.fetch(address, folder.resolve("p"), 100_000, done -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("more than the expected");
    }
  }

  private Path partial(int length) throws IOException {
    return Files.write(folder.resolve("p"), Arrays.copyOf(BODY, length));
  }
}
