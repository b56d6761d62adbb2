package dev.damso.llm;

import dev.damso.llm.Message.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Who the avatar is and how it talks.
 *
 * @param text the system message
 * @param examples turns that show small models the tone, user first: each of another kind, for what
 *     two have in common a small model says to everything
 * @param summaryTitle what a summary of the conversation begins with
 * @param referenceTitle what a piece of knowledge begins with
 */
public record SystemPrompt(
    String text, List<Message> examples, String summaryTitle, String referenceTitle) {
  public SystemPrompt {
    examples = List.copyOf(examples);
  }

  /**
   * @param persona who the avatar is, in the language of {@code language}; may be empty
   * @param knowledge what it knows; may be empty
   * @param language what the user speaks, BCP 47; Korean has a prompt of its own
   */
  public static SystemPrompt of(String persona, String knowledge, String language) {
    return language.startsWith("ko") ? korean(persona, knowledge) : english(persona, knowledge);
  }

  private static SystemPrompt korean(String persona, String knowledge) {
    return new SystemPrompt(
        (persona.isBlank() ? "당신은 담소라는 이름의 친절한 안내원입니다." : persona.strip())
            + " 사람과 말로 대화합니다. 사용자의 언어로 한두 문장으로 짧고 정확하게 대답하세요. 목록, 기호, 코드는"
            + " 쓰지 마세요. 모르면 모른다고 하세요."
            + (knowledge.isBlank() ? "" : "\n아는 것:\n" + knowledge.strip()),
        turns(
            "우리나라에서 제일 높은 산이 뭐예요?",
            "남한에서 가장 높은 산은 한라산이에요.",
            "피곤해요.",
            "많이 힘드셨겠어요. 오늘은 일찍 쉬시는 게 어때요?",
            "내일 몇 시에 문 열어요?",
            "죄송해요, 그건 제가 몰라요."),
        "지금까지의 대화 요약: ",
        "질문에 도움이 되는 자료:\n");
  }

  private static SystemPrompt english(String persona, String knowledge) {
    return new SystemPrompt(
        (persona.isBlank() ? "You are Damso, a friendly assistant." : persona.strip())
            + " You talk with people by voice. Answer in the user's language in one to three short"
            + " spoken sentences. No lists, no symbols, no code. Say so when you do not know."
            + (knowledge.isBlank() ? "" : "\nWhat you know:\n" + knowledge.strip()),
        turns(
            "What is the tallest mountain?",
            "The tallest mountain is Mount Everest.",
            "I am tired.",
            "That sounds like a long day. How about some rest?",
            "When do you open tomorrow?",
            "Sorry, I do not know that."),
        "The conversation so far: ",
        "Material that may help:\n");
  }

  /** The same, asking for tags that the face shows; for models that keep to a format. */
  public SystemPrompt withEmotions(String language) {
    String rule =
        language.startsWith("ko")
            ? " 얼굴 표정이 바뀌어야 할 때만 문장 앞에 [smile] [laugh] [sad] [worried] [surprised]"
                + " [thinking] [serious] [neutral] 중 하나를 그대로 쓰세요. 소리 내어 읽지 않는 표시입니다."
            : " Where your face should change, and only there, begin a sentence with one of [smile]"
                + " [laugh] [sad] [worried] [surprised] [thinking] [serious] [neutral]. They are shown,"
                + " not spoken.";
    return new SystemPrompt(text + rule, examples, summaryTitle, referenceTitle);
  }

  private static List<Message> turns(String... texts) {
    List<Message> turns = new ArrayList<>();
    for (String text : texts) {
      turns.add(new Message(turns.size() % 2 == 0 ? Role.USER : Role.ASSISTANT, text));
    }
    return turns;
  }

  /** The beginning of every prompt: the system message, then the examples. */
  public List<Message> messages() {
    List<Message> all = new ArrayList<>();
    all.add(new Message(Role.SYSTEM, text));
    all.addAll(examples);
    return List.copyOf(all);
  }
}
