package dev.damso.cli;

import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.TextChat;
import dev.damso.llm.LanguageModel;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chat}: the language model alone, in the terminal or piped. */
@Command(
    name = "chat",
    description = "Talks in text: one question a line, until the end of the input.")
final class ChatCommand extends BaseCommand {
  private static final int LONGEST = 10_000;

  @Option(names = "--language", description = "ko or en, where a question does not tell (ko)")
  private String language = "";

  @Override
  @SuppressWarnings("SystemConsoleNull") // NullAway knows better.
  public Integer call() throws IOException {
    Assembly assembly = assembly();
    ReplySettings settings = assembly.replySettings();
    if (!language.isEmpty()) {
      settings = settings.withLanguage(language);
    }
    assembly.models().requireAll(assembly.requiredToThink());
    Console console = System.console();
    boolean person = console != null && console.isTerminal() && !json;
    try (LanguageModel model = assembly.languageModel();
        TextChat chat = new TextChat(model, settings);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      chat.prepare();
      if (person) {
        say("%s. An empty line or Ctrl-D ends.", model.name());
      }
      prompt(person);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = line.strip();
        if (text.isEmpty()) {
          if (person) {
            break;
          }
          continue;
        }
        answer(chat, text.length() <= LONGEST ? text : text.substring(0, LONGEST), model.name());
        prompt(person);
      }
    }
    return 0;
  }

  private static void prompt(boolean person) {
    if (person) {
      System.out.print("> ");
      System.out.flush();
    }
  }

  private void answer(TextChat chat, String text, String model) {
    if (json) {
      print(text, chat.say(text, clause -> {}), model);
      return;
    }
    boolean[] first = {true};
    TextChat.Turn turn =
        chat.say(
            text,
            clause -> {
              System.out.print((first[0] ? "" : " ") + clause);
              System.out.flush();
              first[0] = false;
            });
    System.out.println();
    turn.problem().ifPresent(problem -> say("(%s)", problem));
  }

  private static void print(String text, TextChat.Turn turn, String model) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("text", text);
    line.put("reply", turn.reply());
    line.put("first_ms", Json.round(turn.firstMs()));
    line.put("total_ms", Json.round(turn.totalMs()));
    if (turn.completion().isPresent()) {
      line.putAll(turn.completion().get().usage());
    }
    line.put("model", model);
    turn.problem().ifPresent(problem -> line.put("problem", problem));
    Json.print(line);
  }
}
