package dev.damso.llm.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.llm.ToolCall;
import dev.damso.llm.ToolSpec;
import dev.damso.llm.ToolSpec.Parameter;
import dev.damso.media.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ToolboxTest {
  private static final ToolSpec SPEC =
      new ToolSpec(
          "book",
          "books",
          List.of(
              new Parameter("name", ToolSpec.Type.STRING, "", true, List.of()),
              new Parameter("people", ToolSpec.Type.INTEGER, "", true, List.of()),
              new Parameter("price", ToolSpec.Type.NUMBER, "", false, List.of()),
              new Parameter("window", ToolSpec.Type.BOOLEAN, "", false, List.of()),
              new Parameter("meal", ToolSpec.Type.STRING, "", false, List.of("lunch", "dinner"))));

  private final FakeTool tool = new FakeTool(SPEC, arguments -> "done");

  private static Toolbox box(Tool tool) {
    return new Toolbox(List.of(tool), Duration.ofSeconds(20));
  }

  private String call(String arguments) {
    return box(tool).call(new ToolCall("1", "book", arguments), Cancellation.none());
  }

  @Test
  void argumentsComeAsTheirTypes() {
    assertThat(
            call(
                """
                {"name": "김", "people": 2, "price": 3, "window": true, "meal": "lunch"}\
                """))
        .isEqualTo("done");
    assertThat(tool.calls())
        .containsExactly(
            Map.of("name", "김", "people", 2L, "price", 3.0, "window", true, "meal", "lunch"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | not a JSON object",
        "{\"name\": | not a JSON object",
        "{} {} | not a JSON object",
        "{\"name\": \"a\", \"name\": \"b\", \"people\": 1} | not a JSON object",
        "`` | name is missing",
        "{\"people\": 2} | name is missing",
        "{\"name\": null, \"people\": 2} | name is missing",
        "{\"name\": 5, \"people\": 2} | name is no STRING",
        "{\"name\": \"a\", \"people\": 2.5} | people is no INTEGER",
        "{\"name\": \"a\", \"people\": 99999999999999999999} | people is no INTEGER",
        "{\"name\": \"a\", \"people\": \"2\"} | people is no INTEGER",
        "{\"name\": \"a\", \"people\": 2, \"price\": 1e999} | price is no NUMBER",
        "{\"name\": \"a\", \"people\": 2, \"window\": \"yes\"} | window is no BOOLEAN",
        "{\"name\": \"a\", \"people\": 2, \"meal\": \"tea\"} | lunch, dinner",
        "{\"name\": \"a\\nb\", \"people\": 2} | no plain text",
        "{\"name\": \"a\", \"people\": 2, \"admin\": true} | does not have",
      })
  void whatDoesNotFitIsRefused(String arguments, String why) {
    assertThat(call(arguments)).startsWith("error: ").contains(why);
    assertThat(tool.calls()).isEmpty();
  }

  @Test
  void hugeArgumentsAreRefused() {
    assertThat(call("{\"name\": \"" + "a".repeat(600) + "\", \"people\": 1}")).contains("too long");
    assertThat(call("[".repeat(100_000))).contains("too long");
  }

  @Test
  void aLongResultIsCut() {
    FakeTool talkative = new FakeTool(SPEC, arguments -> "x".repeat(100_000));
    assertThat(box(talkative).call(valid(), Cancellation.none())).hasSize(Toolbox.LONGEST_RESULT);
  }

  private static ToolCall valid() {
    return new ToolCall("1", "book", "{\"name\": \"a\", \"people\": 1}");
  }

  @Test
  void aToolThatBreaksIsToldWithoutItsMessage() {
    FakeTool broken =
        new FakeTool(
            SPEC,
            arguments -> {
              throw new IllegalStateException("password in here");
            });
    assertThat(box(broken).call(valid(), Cancellation.none())).isEqualTo("error: it failed");
  }

  @Test
  void aSlowToolIsInterrupted() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    FakeTool slow =
        new FakeTool(
            SPEC,
            arguments -> {
              try {
                new CountDownLatch(1).await();
                return "never";
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            });
    Toolbox impatient = new Toolbox(List.of(slow), Duration.ofMillis(50));
    assertThat(impatient.call(valid(), Cancellation.none())).contains("took too long");
    interrupted.await();
  }

  @Test
  void cancellingEndsACall() {
    Cancellation cancellation = new Cancellation();
    FakeTool slow =
        new FakeTool(
            SPEC,
            arguments -> {
              cancellation.cancel();
              new CountDownLatch(1).await();
              return "never";
            });
    assertThat(box(slow).call(valid(), cancellation)).contains("cancelled");
  }

  @Test
  void namesAreNames() {
    assertThatThrownBy(() -> new ToolSpec("a b", "", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Toolbox(List.of(tool, tool), Duration.ofSeconds(1)))
        .hasMessageContaining("two tools");
  }
}
