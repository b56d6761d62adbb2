package dev.damso.cli;

import dev.damso.llm.FallbackLanguageModel;
import dev.damso.llm.LanguageModel;
import dev.damso.llm.Message;
import dev.damso.llm.Message.Role;
import dev.damso.llm.Prompt;
import dev.damso.llm.cloud.CannedAnswer;
import dev.damso.media.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What our way to a cloud provider adds to the time to the first token: against a server in this
 * process that streams as the provider does and answers at once, beside a plain HTTP client that
 * only looks for the first event.
 */
final class LlmOverhead {
  private static final int ROUNDS = 200;
  private static final int WARM_UP = 50;

  private LlmOverhead() {}

  /** Milliseconds of each round, ours less the plain client's. */
  static List<Double> measure() throws IOException, InterruptedException {
    return measure(CannedAnswer.GEMINI);
  }

  static List<Double> measure(CannedAnswer provider) throws IOException, InterruptedException {
    try (CannedProvider server = new CannedProvider();
        LanguageModel model =
            new FallbackLanguageModel(List.of(server.model(provider, "some-model")));
        HttpClient plain = HttpClient.newHttpClient()) {
      URI url = server.url().resolve(path(provider));
      List<Double> added = new ArrayList<>();
      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        double theirs = plainFirstEventMs(plain, url);
        double ours = firstTextMs(model);
        if (round >= WARM_UP) {
          added.add(ours - theirs);
        }
      }
      return added;
    }
  }

  private static String path(CannedAnswer provider) {
    return switch (provider) {
      case GEMINI -> "/v1beta/models/some-model:streamGenerateContent";
      case OPENAI -> "/v1/chat/completions";
      case ANTHROPIC -> "/v1/messages";
    };
  }

  static double firstTextMs(LanguageModel model) {
    long start = System.nanoTime();
    double[] firstMs = {0};
    model.generate(
        prompt(),
        text -> firstMs[0] = firstMs[0] > 0 ? firstMs[0] : (System.nanoTime() - start) / 1e6,
        Cancellation.none());
    return firstMs[0];
  }

  /** A conversation of five turns. */
  static Prompt prompt() {
    List<Message> messages = new ArrayList<>();
    messages.add(new Message(Role.SYSTEM, "당신은 친절한 안내원입니다."));
    for (int i = 0; i < 5; i++) {
      messages.add(new Message(Role.USER, "오늘 날씨가 좋네요. 어디로 가면 좋을까요?"));
      messages.add(new Message(Role.ASSISTANT, "강변 공원이 걷기 좋아요. 해 질 무렵에 특히 예뻐요."));
    }
    messages.add(new Message(Role.USER, "거기까지 얼마나 걸려요?"));
    return new Prompt(messages, 100, 0.7, 40);
  }

  private static double plainFirstEventMs(HttpClient plain, URI url)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<java.io.InputStream> response =
        plain.send(
            HttpRequest.newBuilder(url)
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("data:")) {
        line = lines.readLine();
      }
      double ms = (System.nanoTime() - start) / 1e6;
      while (lines.readLine() != null) {
        // To the end, so that the connection is used again.
      }
      return ms;
    }
  }
}
