package dev.damso.llm.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LlamaContextTest {
  private static LlamaContext open() {
    return new LlamaContext(
        LocalModel.require(), new LlamaContext.Settings(1024, 512, 3, 1, 1, false));
  }

  private static double likeness(float[] a, float[] b) {
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      squareA += a[i] * a[i];
      squareB += b[i] * b[i];
    }
    return product / Math.sqrt(squareA * squareB);
  }

  @Test
  void readingStopsInItsMidstAndLeavesNothingBehind() {
    try (LlamaContext context = open()) {
      int[] tokens = context.tokens("오늘은 날씨가 맑아서 산책하기 좋아요. ".repeat(4));
      AtomicInteger asked = new AtomicInteger();
      context.abortWhen(() -> asked.incrementAndGet() > 20);
      assertThat(context.read(0, tokens, 0)).as("stopped").isFalse();
      assertThat(asked.get()).as("within a batch, which asks hundreds of times").isLessThan(60);
      context.abortWhen(() -> false);
      assertThat(context.read(0, tokens, 0)).isTrue();
      float[] after = context.logits();
      assertThat(context.read(1, tokens, 0)).isTrue();
      assertThat(likeness(after, context.logits())).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void aSharedBeginningIsAsGoodAsOneThatIsRead() {
    try (LlamaContext context = open()) {
      int[] tokens = context.tokens("저는 담소라고 합니다. 무엇을 도와드릴까요?");
      int[] next = context.tokens(" 네");
      assertThat(context.read(0, tokens, 0)).isTrue();
      context.share(0, 1, tokens.length);
      context.forget(0, 3);
      assertThat(context.read(1, next, tokens.length)).isTrue();
      float[] shared = context.logits();
      assertThat(context.read(2, tokens, 0)).isTrue();
      assertThat(context.read(2, next, tokens.length)).isTrue();
      assertThat(likeness(shared, context.logits())).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void tokensAreTextAgain() {
    try (LlamaContext context = open()) {
      int[] tokens = context.tokens("안녕 😀<|im_end|>");
      TokenText text = new TokenText();
      StringBuilder out = new StringBuilder();
      for (int token : tokens) {
        out.append(text.feed(context.piece(token)));
      }
      assertThat(out.append(text.flush()).toString()).isEqualTo("안녕 😀<|im_end|>");
      assertThat(context.isEnd(tokens[tokens.length - 1])).isTrue();
      assertThat(context.isEnd(tokens[0])).isFalse();
      assertThat(context.tokens("")).isEmpty();
    }
  }

  @Test
  void whatHasNoRoomIsSaid() {
    try (LlamaContext context = open()) {
      int[] many = new int[512];
      Arrays.fill(many, context.tokens("가")[0]);
      context.abortWhen(() -> false);
      assertThat(context.read(0, Arrays.copyOf(many, 8), 0)).isTrue();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 3; i++) {
                  context.read(0, many, 8 + 512 * i);
                }
              })
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void closingFreesTheMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(status), "no /proc");
    open().close();
    long before = residentKilobytes(status);
    for (int i = 0; i < 4; i++) {
      open().close();
    }
    assertThat(residentKilobytes(status) - before).as("kB of four models").isLessThan(150_000);
  }

  private static long residentKilobytes(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("RssAnon"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  /** A process that loads a model and never closes it. */
  static final class Forgetful {
    private Forgetful() {}

    public static void main(String[] args) {
      LlamaContext context =
          new LlamaContext(Path.of(args[0]), new LlamaContext.Settings(64, 32, 1, 1, 1, false));
      context.read(0, context.tokens("안녕"), 0);
    }
  }

  @Test
  void aProcessWithAModelWritesNothingAndEnds() throws IOException, InterruptedException {
    Path gguf = LocalModel.require();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Forgetful.class.getName(),
                gguf.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEmpty();
    assertThat(process.exitValue()).isZero();
  }
}
