package dev.damso.tts.ko;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Reads the tables that lie beside this class: text, a line or a word an entry, # for comments. */
final class Tables {
  private Tables() {}

  static List<String> lines(String name) {
    try (InputStream in = Objects.requireNonNull(Tables.class.getResourceAsStream(name), name);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("# ")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
