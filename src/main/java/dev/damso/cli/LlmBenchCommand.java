package dev.damso.cli;

import dev.damso.llm.ChatHistory;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.Prompt;
import dev.damso.llm.SystemPrompt;
import dev.damso.llm.cloud.CannedAnswer;
import dev.damso.llm.local.LlamaLanguageModel;
import dev.damso.media.Cancellation;
import dev.damso.telemetry.Percentiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code bench llm}: what our layer adds to a provider, how soon a cancelled answer ends, and what
 * a remembered prompt saves.
 */
@Command(
    name = "llm",
    description = "Measures the language models' layer: overhead, cancelling, prefixes.")
final class LlmBenchCommand implements Callable<Integer> {
  private static final int CANCELS = 30;
  private static final int LOCAL_ROUNDS = 5;

  /** How long an answer is under way before it is cancelled, milliseconds. */
  private static final int UNDER_WAY_MS = 150;

  @ParentCommand private @Nullable BenchCommand bench;

  @Option(names = "--json", description = "print JSON on standard output")
  private boolean json;

  @Option(names = "--local", negatable = true, description = "with the embedded model (yes)")
  private boolean local = true;

  private final Map<String, Object> rows = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    BenchCommand parent = Objects.requireNonNull(bench);
    for (CannedAnswer provider : CannedAnswer.values()) {
      cloud(provider, provider.name().toLowerCase(Locale.ROOT));
    }
    if (local) {
      var config = parent.config().llm().local();
      var file = parent.assembly().models().require(Assembly.LLM);
      try (LanguageModel model =
          new LlamaLanguageModel(
              file.resolve(Assembly.LLM + "-q4_k_m.gguf"),
              config.threads(),
              config.contextTokens(),
              config.temperature())) {
        local(model);
      }
    }
    if (json) {
      Json.print(Map.of("rows", rows));
    }
    return 0;
  }

  private void cloud(CannedAnswer provider, String name) throws IOException, InterruptedException {
    try (CannedProvider server = new CannedProvider();
        LanguageModel model = server.model(provider, "some-model");
        LanguageModel mute = server.model(provider, CannedProvider.MUTE);
        LanguageModel stalled = server.model(provider, CannedProvider.STALLED)) {
      Prompt prompt = LlmOverhead.prompt();
      long start = System.nanoTime();
      model.warmUp(prompt, Cancellation.none());
      row(name + " rehearsal", List.of((System.nanoTime() - start) / 1e6));
      row(name + " first question after it", List.of(LlmOverhead.firstTextMs(model)));
      row(name + " cancelled before the first byte", cancels(mute, prompt, false));
      row(name + " cancelled mid-stream", cancels(stalled, prompt, true));
    }
    row(name + " overhead", LlmOverhead.measure(provider));
  }

  private static List<Double> cancels(LanguageModel model, Prompt prompt, boolean midStream)
      throws InterruptedException {
    List<Double> ms = new ArrayList<>();
    for (int i = 0; i < CANCELS; i++) {
      ms.add(cancelMs(model, prompt, midStream));
    }
    return ms;
  }

  /** From the order to the end of the call. */
  private static double cancelMs(LanguageModel model, Prompt prompt, boolean midStream)
      throws InterruptedException {
    Cancellation cancellation = new Cancellation();
    CountDownLatch speaking = new CountDownLatch(1);
    long[] ended = {0};
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              model.generate(prompt, text -> speaking.countDown(), cancellation);
              ended[0] = System.nanoTime();
            });
    if (midStream) {
      speaking.await();
    }
    Thread.sleep(midStream ? 5 : UNDER_WAY_MS);
    long ordered = System.nanoTime();
    cancellation.cancel();
    caller.join();
    return (ended[0] - ordered) / 1e6;
  }

  private void local(LanguageModel model) throws InterruptedException {
    SystemPrompt system = SystemPrompt.of("", "", "ko");
    List<Double> cold = new ArrayList<>();
    List<Double> warm = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    List<Double> prefilled = new ArrayList<>();
    List<Double> reading = new ArrayList<>();
    List<Double> readingFree = new ArrayList<>();
    List<Double> idle = new ArrayList<>();
    List<Double> writing = new ArrayList<>();
    List<Double> writingFree = new ArrayList<>();
    int tokens = 0;
    firstMs(model, new ChatHistory(), system, "안녕하세요?");
    for (int i = 0; i < LOCAL_ROUNDS; i++) {
      ChatHistory history = history(i);
      Prompt prompt = prompt(history, system, "그럼 거기까지는 얼마나 걸려요?");
      tokens = model.generate(shortened(prompt), text -> {}, Cancellation.none()).promptTokens();
      // The same conversation anew, under another name: nothing of it is remembered but the system
      // prompt.
      cold.add(firstMs(model, history(i + 100), system, "그럼 거기까지는 얼마나 걸려요?"));
      model.warmUp(prompt(history, system, ""), Cancellation.none());
      warm.add(firstMs(model, history, system, "그럼 거기까지는 얼마나 걸려요?"));
      String question = "내일 오후에 비가 오면 실내에서 아이들과 할 만한 게 뭐가 있을까요?";
      model.warmUp(prompt(history, system, ""), Cancellation.none());
      whole.add(firstMs(model, history, system, question));
      model.prefill(() -> prompt(history, system, "내일 오후에 비가 오면 실내에서"), Cancellation.none());
      prefilled.add(firstMs(model, history, system, question));
      Prompt other = prompt(history(i + 200), system, "뭐라고요?");
      reading.add(cancelMs(model, other, false));
      readingFree.add(freeMs(model, system));
      idle.add(freeMs(model, system));
      writing.add(cancelMs(model, prompt(new ChatHistory(), system, "긴 이야기를 해 주세요."), true));
      writingFree.add(freeMs(model, system));
    }
    row("local cancelled while it reads", reading);
    row("local free for the next after that", readingFree);
    row("local free where nothing was cancelled", idle);
    row("local cancelled while it writes", writing);
    row("local free for the next after that ", writingFree);
    row("local first token, cold prefix (%d tokens)".formatted(tokens), cold);
    row("local first token, warm prefix", warm);
    double ratio = Percentiles.of(warm).p50() / Percentiles.of(cold).p50();
    row("local warm / cold", List.of(ratio));
    row("local first token, long question", whole);
    row("local first token, half of it read while it was said", prefilled);
  }

  /** How long a model that has nothing to do takes to say so. */
  private static double freeMs(LanguageModel model, SystemPrompt system) {
    long start = System.nanoTime();
    model.warmUp(prompt(new ChatHistory(), system, ""), Cancellation.none());
    return (System.nanoTime() - start) / 1e6;
  }

  private static double firstMs(
      LanguageModel model, ChatHistory history, SystemPrompt system, String question) {
    Cancellation first = new Cancellation();
    return model
        .generate(prompt(history, system, question), text -> first.cancel(), first)
        .timeToFirstTokenMs();
  }

  private static Prompt prompt(ChatHistory history, SystemPrompt system, String question) {
    return new Prompt(history.prompt(system, "", question), 60, 0.3, 40);
  }

  private static Prompt shortened(Prompt prompt) {
    return new Prompt(prompt.messages(), 1, 0, 1);
  }

  /** Five turns, some 300 tokens; each number is another conversation from its first word on. */
  private static ChatHistory history(int number) {
    ChatHistory history = new ChatHistory();
    for (int i = 0; i < 5; i++) {
      history.addUser(number + "번 손님이에요. 오늘 날씨가 좋은데 어디로 가면 좋을까요?");
      history.addAssistant("강변 공원이 걷기 좋아요. 해 질 무렵에 특히 예쁘고 매점도 있어요.");
    }
    return history;
  }

  private void row(String name, List<Double> values) {
    Percentiles p = Percentiles.of(values);
    rows.put(name.strip(), p.toMap());
    if (!json) {
      System.out.printf("%-58s n %3d  p50 %8.2f  p95 %8.2f%n", name, p.count(), p.p50(), p.p95());
    }
  }
}
