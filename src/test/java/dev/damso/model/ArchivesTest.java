package dev.damso.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchivesTest {
  @TempDir Path folder;

  @Test
  void unpacksAWheel() throws IOException {
    Archives.unpack(wheel("data/f"), folder.resolve("x"));
    assertThat(folder.resolve("x/data/f")).hasContent("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/tmp/evil"})
  void refusesAnEntryThatClimbsOut(String name) throws IOException {
    Path wheel = wheel(name);
    Path tar = tar(name);
    assertThatThrownBy(() -> Archives.unpack(wheel, folder.resolve("x")))
        .hasMessageContaining("leaves the archive's folder");
    assertThatThrownBy(() -> Archives.unpack(tar, folder.resolve("x")))
        .hasMessageContaining("leaves the archive's folder");
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  @Test
  void unpacksATarArchive() throws IOException {
    Archives.unpack(tar("package/voices/f"), folder.resolve("x"));
    assertThat(folder.resolve("x/package/voices/f")).hasContent("hello");
  }

  private Path wheel(String name) throws IOException {
    Path file = folder.resolve("a.whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write("hello".getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private Path tar(String name) throws IOException {
    Path file = folder.resolve("a.tar.gz");
    byte[] blocks = new byte[4 * 512];
    put(blocks, 0, name);
    put(blocks, 124, "00000000005");
    put(blocks, 156, "0");
    put(blocks, 257, "ustar");
    put(blocks, 512, "hello");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(blocks);
    }
    return file;
  }

  private static void put(byte[] blocks, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, blocks, at, bytes.length);
  }
}
