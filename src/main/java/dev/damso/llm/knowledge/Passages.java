package dev.damso.llm.knowledge;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into passages: paragraphs, joined or cut to a length that a prompt has room for. */
final class Passages {
  /** Characters of a passage, about. */
  private static final int LENGTH = 300;

  private Passages() {}

  /** In order. A heading of Markdown is repeated before each passage below it. */
  static List<String> of(String text) {
    List<String> passages = new ArrayList<>();
    String heading = "";
    StringBuilder pending = new StringBuilder();
    for (String paragraph : text.split("\\R\\s*\\R|\\R(?=#{1,6} )")) {
      String stripped = paragraph.strip();
      boolean headed = stripped.startsWith("#");
      if (headed || pending.length() + stripped.length() > LENGTH) {
        flush(pending, heading, passages);
      }
      if (headed) {
        int end = stripped.indexOf('\n');
        heading = (end < 0 ? stripped : stripped.substring(0, end)).replaceFirst("^#+\\s*", "");
        stripped = end < 0 ? "" : stripped.substring(end + 1).strip();
      }
      for (String sentence : stripped.split("(?<=[.!?。？！])\\s+|\\R")) {
        if (!pending.isEmpty() && pending.length() + sentence.length() > LENGTH) {
          flush(pending, heading, passages);
        }
        pending.append(pending.isEmpty() ? "" : " ").append(sentence.strip());
        while (pending.length() > 2 * LENGTH) {
          passages.add(titled(heading, pending.substring(0, LENGTH)));
          pending.delete(0, LENGTH);
        }
      }
    }
    flush(pending, heading, passages);
    return passages;
  }

  private static void flush(StringBuilder pending, String heading, List<String> passages) {
    if (!pending.toString().isBlank()) {
      passages.add(titled(heading, pending.toString().strip()));
    }
    pending.setLength(0);
  }

  private static String titled(String heading, String passage) {
    return heading.isEmpty() ? passage : heading + ": " + passage;
  }
}
