package dev.damso.conversation;

import dev.damso.media.EmotionCue;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.text.EmotionTags.Mark;
import dev.damso.tts.text.EmotionTags.Marked;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a clause's emotions where they stand in its sound: in the chunk whose words they precede, at
 * the share of its text that is said before. One owner thread.
 */
public final class EmotionTiming {
  private final Marked clause;
  private int said;
  private int placed;

  public EmotionTiming(Marked clause) {
    this.clause = clause;
  }

  /** The clause's next chunk, with the emotions that begin in it. */
  public SpeechChunk place(SpeechChunk chunk) {
    String text = clause.text();
    int found = text.indexOf(chunk.spokenText(), said);
    int from = said;
    said = Math.min(text.length(), Math.max(found, said) + chunk.spokenText().length());
    List<EmotionCue> cues = new ArrayList<>();
    while (placed < clause.marks().size() && clause.marks().get(placed).at() < said) {
      Mark mark = clause.marks().get(placed++);
      double share = Math.max(0, mark.at() - from) / (double) Math.max(1, said - from);
      cues.add(new EmotionCue(mark.emotion(), share * chunk.durationMs()));
    }
    return cues.isEmpty() ? chunk : chunk.withEmotions(cues);
  }
}
