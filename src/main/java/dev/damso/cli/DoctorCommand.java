package dev.damso.cli;

import dev.damso.config.Config;
import dev.damso.face.FaceAnimator;
import dev.damso.model.ModelStore;
import dev.damso.video.VideoEncoders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code doctor}: what this machine has, and what to do about what is missing. */
@Command(name = "doctor", description = "Checks this machine.")
final class DoctorCommand extends BaseCommand {
  private static final long ENOUGH_MEMORY = 4L << 30;

  /** One line of the report; {@code advice} is empty where all is well. */
  private record Finding(String name, boolean ok, String found, String advice) {}

  @Override
  public Integer call() {
    Config config = config();
    Assembly assembly = assembly();
    List<Finding> findings = new ArrayList<>();
    findings.add(
        new Finding(
            "java", true, Runtime.version() + ", " + System.getProperty("java.vm.name"), ""));
    findings.add(processors());
    findings.add(memory());
    findings.add(gpu());
    findings.addAll(encoders(config));
    findings.add(port(config));
    findings.add(llm(assembly));
    findings.add(models(assembly));
    report(findings);
    return 0;
  }

  private static Finding processors() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new Finding(
        "processors",
        cores >= 2,
        cores + " cores",
        cores >= 2 ? "" : "two cores are needed to keep up");
  }

  private static Finding memory() {
    var os = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    long total =
        os instanceof com.sun.management.OperatingSystemMXBean bean ? bean.getTotalMemorySize() : 0;
    boolean ok = total >= ENOUGH_MEMORY;
    return new Finding(
        "memory", ok, "%.1f GiB".formatted(total / 1073741824.0), ok ? "" : "4 GiB are needed");
  }

  private static Finding gpu() {
    boolean nvidia = Files.exists(Path.of("/dev/nvidia0"));
    return new Finding(
        "gpu",
        true,
        nvidia
            ? "NVIDIA; draws neural avatars after ./damso models pull onnxruntime-gpu"
            : "none; everything runs on the processor",
        "");
  }

  private static List<Finding> encoders(Config config) {
    VideoEncoders.Selection selection =
        VideoEncoders.select(
            config.face().width(),
            config.face().height(),
            FaceAnimator.FRAMES_PER_SECOND,
            config.video().bitRate());
    List<Finding> findings = new ArrayList<>();
    for (VideoEncoders.Attempt attempt : selection.attempts()) {
      String state = attempt.ok() ? "opens" : attempt.reason();
      String used = attempt.name().equals(selection.name()) ? " (used)" : "";
      findings.add(new Finding("encoder " + attempt.name(), true, state + used, ""));
    }
    return findings;
  }

  private static Finding port(Config config) {
    String host = config.server().host();
    int port = config.server().port();
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return new Finding("port", true, host + ":" + port + " is free", "");
    } catch (IOException e) {
      return new Finding(
          "port",
          false,
          host + ":" + port + ": " + e.getMessage(),
          "stop what uses it, or serve with --port N");
    }
  }

  private static Finding llm(Assembly assembly) {
    String provider = assembly.llmProvider();
    return new Finding(
        "language model",
        true,
        provider.equals("local") ? "local (no GEMINI_API_KEY in the environment)" : provider,
        "");
  }

  private static Finding models(Assembly assembly) {
    List<String> required = assembly.required();
    List<ModelStore.Entry> missing =
        assembly.models().list().stream()
            .filter(entry -> required.contains(entry.name()) && !entry.installed())
            .toList();
    Path root = assembly.models().root();
    if (missing.isEmpty()) {
      return new Finding("models", true, "all in " + root, "");
    }
    double megabytes = missing.stream().mapToLong(ModelStore.Entry::bytes).sum() / 1e6;
    return new Finding(
        "models",
        false,
        "%d missing (%.0f MB), %.1f GB free in %s"
            .formatted(missing.size(), megabytes, freeBytes(root) / 1e9, root),
        "./damso models pull fetches them; so does the first command that needs them");
  }

  private static long freeBytes(Path directory) {
    Path existing = directory;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      return Files.getFileStore(existing).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void report(List<Finding> findings) {
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      for (Finding finding : findings) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("ok", finding.ok());
        entry.put("found", finding.found());
        entry.put("advice", finding.advice());
        all.put(finding.name(), entry);
      }
      Json.print(all);
      return;
    }
    for (Finding finding : findings) {
      System.out.printf(
          "%s %-22s %s%n", finding.ok() ? "ok " : "-- ", finding.name(), finding.found());
      if (!finding.advice().isEmpty()) {
        System.out.printf("   %-22s → %s%n", "", finding.advice());
      }
    }
  }
}
