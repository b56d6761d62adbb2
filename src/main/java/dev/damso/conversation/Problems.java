package dev.damso.conversation;

/** What went wrong, in words for the person who talks. */
final class Problems {
  private Problems() {}

  static String message(String code, String language) {
    boolean korean = language.startsWith("ko");
    return switch (code) {
      case "llm_failed" ->
          korean
              ? "대답을 만드는 데 실패했습니다. 서버의 기록을 확인해 주세요."
              : "No answer could be had. The server's log says why.";
      case "voice_failed" ->
          korean
              ? "목소리를 만드는 데 실패했습니다. 서버의 기록을 확인해 주세요."
              : "The voice failed. The server's log says why.";
      case "picture_failed" ->
          korean
              ? "화면을 만드는 데 실패했습니다. 목소리는 계속됩니다. 서버의 기록을 확인해 주세요."
              : "The picture failed; the voice goes on. The server's log says why.";
      default ->
          korean
              ? "문제가 생겼습니다. 대화를 다시 시작해 주세요."
              : "Something broke. Please start the conversation again.";
    };
  }
}
