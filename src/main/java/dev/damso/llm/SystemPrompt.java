package dev.damso.llm;

import dev.damso.llm.Message.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Who the avatar is and how it talks.
 *
 * @param text the system message
 * @param examples turns that show small models the tone, user first
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
        (persona.isBlank() ? "당신은 친절한 안내원 담소입니다." : persona.strip())
            + " 사람과 말로 대화합니다. 항상 사용자의 언어로 한 문장에서 세 문장으로 짧고 자연스럽게 대답하세요."
            + " 목록이나 코드는 쓰지 마세요. 모르는 것은 모른다고 하세요."
            + (knowledge.isBlank() ? "" : "\n아는 것:\n" + knowledge.strip()),
        turns(
            "여기 몇 시에 문 열어요?",
            "죄송하지만 영업 시간은 제가 알지 못해요. 매장에 직접 물어봐 주시겠어요?",
            "고마워요",
            "천만에요! 더 필요한 게 있으시면 말씀해 주세요."),
        "지금까지의 대화 요약: ",
        "질문에 도움이 되는 자료:\n");
  }

  private static SystemPrompt english(String persona, String knowledge) {
    return new SystemPrompt(
        (persona.isBlank() ? "You are Damso, a friendly assistant." : persona.strip())
            + " You talk with people by voice. Answer in the user's language in one to three short"
            + " spoken sentences. No markdown, no lists, no code. Say so when you do not know."
            + (knowledge.isBlank() ? "" : "\nWhat you know:\n" + knowledge.strip()),
        turns(
            "When do you open?",
            "I am sorry, I do not know the opening hours. Please ask the staff.",
            "Thank you",
            "You are welcome! Tell me if you need anything else."),
        "The conversation so far: ",
        "Material that may help:\n");
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
