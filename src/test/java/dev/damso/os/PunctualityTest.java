package dev.damso.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class PunctualityTest {
  /** "policy" of proc(5)'s sched, by what was said to be reached. */
  private static final Map<Punctuality, String> POLICIES =
      Map.of(Punctuality.REAL_TIME, "2", Punctuality.SHORT_SLICE, "0", Punctuality.ORDINARY, "0");

  private record Seen(Punctuality reached, String policy) {}

  @Test
  @EnabledOnOs(OS.LINUX)
  void theKernelHasWhatWasSaidAndTheThreadsItStartsAreOrdinary() {
    CompletableFuture<Seen> child = new CompletableFuture<>();
    CompletableFuture<Seen> raised = new CompletableFuture<>();
    var _ =
        Thread.ofPlatform()
            .start(() -> {
              raised.complete(new Seen(Punctuality.raise(), policy()));
              var _ =
                  Thread.ofPlatform()
                      .start(() -> child.complete(new Seen(Punctuality.ORDINARY, policy())));
            });
    Seen seen = raised.join();
    assertThat(seen.policy()).isEqualTo(POLICIES.get(seen.reached()));
    assertThat(child.join().policy()).isEqualTo("0");
  }

  /** Field 41 of proc(5)'s stat of the calling thread. */
  private static String policy() {
    try {
      String stat = Files.readString(Path.of("/proc/thread-self/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[38];
    } catch (IOException e) {
      return e.toString();
    }
  }
}
