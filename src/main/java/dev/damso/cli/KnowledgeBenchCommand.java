package dev.damso.cli;

import dev.damso.llm.knowledge.Knowledge;
import dev.damso.llm.knowledge.TextEmbedder;
import dev.damso.llm.local.E5Gguf;
import dev.damso.llm.local.LlamaTextEmbedder;
import dev.damso.media.UserFacingException;
import dev.damso.telemetry.Percentiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code bench knowledge}: how often search finds what answers a question. */
@Command(
    name = "knowledge",
    description = "Measures search in a knowledge: questions and the passages that answer them.")
final class KnowledgeBenchCommand implements Callable<Integer> {
  private static final int SHOWN = 3;

  @ParentCommand private @Nullable BenchCommand bench;

  @Parameters(
      paramLabel = "FILE.tsv",
      arity = "1..*",
      description = "lines of a question, a tab, and the passage that answers it")
  private List<Path> files = List.of();

  @Option(
      names = "--model",
      paramLabel = "FILE.gguf",
      description = "another embedding model for llama.cpp")
  private Path model = Path.of("");

  @Option(names = "--json", description = "print JSON on standard output")
  private boolean json;

  private record Pair(String question, String passage) {}

  @Override
  public Integer call() throws IOException {
    BenchCommand parent = Objects.requireNonNull(bench);
    Path gguf =
        model.toString().isEmpty()
            ? parent.assembly().models().require(Assembly.EMBEDDER).resolve(E5Gguf.FILE)
            : model;
    Path kept = Files.createTempDirectory("damso-knowledge");
    try {
      for (Path file : files) {
        List<Pair> pairs = pairs(file);
        Knowledge words = Knowledge.ofPassages(pairs.stream().map(Pair::passage).toList());
        report(file, "words", words, pairs, 0);
        TextEmbedder embedder =
            new LlamaTextEmbedder(gguf, parent.config().llm().local().threads());
        long start = System.nanoTime();
        try (Knowledge meaning = words.byMeaning(embedder, kept)) {
          meaning.awaitReading();
          double readMs = (System.nanoTime() - start) / 1e6 / pairs.size();
          report(file, "meaning", meaning, pairs, readMs);
        }
      }
    } finally {
      try (var left = Files.list(kept)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(kept);
    }
    return 0;
  }

  private static List<Pair> pairs(Path file) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split("\t");
      if (fields.length != 2) {
        throw UserFacingException.badInput(file + ": a line is a question, a tab and a passage");
      }
      pairs.add(new Pair(fields[0], fields[1]));
    }
    return pairs;
  }

  private void report(Path file, String by, Knowledge knowledge, List<Pair> pairs, double readMs) {
    int first = 0;
    int shown = 0;
    double reciprocal = 0;
    List<Double> ms = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      long start = System.nanoTime();
      List<Integer> best = knowledge.best(pairs.get(i).question(), pairs.size());
      ms.add((System.nanoTime() - start) / 1e6);
      int rank = best.indexOf(i);
      first += rank == 0 ? 1 : 0;
      shown += rank >= 0 && rank < SHOWN ? 1 : 0;
      reciprocal += rank < 0 ? 0 : 1.0 / (rank + 1);
    }
    double n = pairs.size();
    Percentiles spent = Percentiles.of(ms);
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("file", file.toString());
      line.put("search", by);
      line.put("questions", pairs.size());
      line.put("hit_1", Json.round(first / n));
      line.put("hit_3", Json.round(shown / n));
      line.put("mrr", Json.round(reciprocal / n));
      line.put("question_ms", spent.toMap());
      line.put("passage_ms", Json.round(readMs));
      Json.print(line);
      return;
    }
    System.out.printf(
        "%-28s %-8s first %.2f, of three %.2f, MRR %.2f; a question %.1f ms p50, %.1f ms p95;"
            + " reading a passage %.1f ms%n",
        file, by, first / n, shown / n, reciprocal / n, spent.p50(), spent.p95(), readMs);
  }
}
