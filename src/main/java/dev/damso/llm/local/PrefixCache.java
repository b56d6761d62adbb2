package dev.damso.llm.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a {@link LlamaContext} remembers, by sequence: a prompt goes on from the one that begins
 * like it, and a new conversation from what it shares with another. One owner thread.
 */
final class PrefixCache {
  private final LlamaContext context;

  /** Lately used last. */
  private final List<Slot> slots = new ArrayList<>();

  /** A sequence and its tokens. */
  final class Slot {
    private final int sequence;
    private int[] tokens = {};
    private int length;

    Slot(int sequence) {
      this.sequence = sequence;
    }

    /** Tokens that are remembered. */
    int length() {
      return length;
    }

    private int common(int[] prompt) {
      int most = Math.min(length, prompt.length);
      int mismatch = Arrays.mismatch(tokens, 0, most, prompt, 0, most);
      return mismatch < 0 ? most : mismatch;
    }

    private void cut(int to) {
      if (to < length) {
        context.forget(sequence, to);
        length = to;
      }
    }

    /** Reads more; false where that was stopped, and nothing of it is remembered. */
    boolean read(int... more) {
      if (!context.read(sequence, more, length)) {
        return false;
      }
      append(more);
      return true;
    }

    private void append(int... more) {
      if (length + more.length > tokens.length) {
        tokens = Arrays.copyOf(tokens, Math.max(2 * tokens.length, length + more.length));
      }
      System.arraycopy(more, 0, tokens, length, more.length);
      length += more.length;
    }
  }

  PrefixCache(LlamaContext context, int sequences) {
    this.context = context;
    for (int i = 0; i < sequences; i++) {
      slots.add(new Slot(i));
    }
  }

  /**
   * A sequence that holds a beginning of {@code prompt}, as long a one as there is, and no more.
   *
   * @param most how much of the prompt it may hold
   */
  Slot slot(int[] prompt, int most) {
    Slot best = slots.getLast();
    for (Slot slot : slots) {
      if (slot.common(prompt) >= best.common(prompt)) {
        best = slot;
      }
    }
    int common = best.common(prompt);
    // One whose greater part is another's stays as it is.
    Slot chosen = 2 * common > best.length() ? best : slots.getFirst();
    if (!chosen.equals(best)) {
      chosen.cut(0);
      if (common > 0) {
        context.share(best.sequence, chosen.sequence, common);
        chosen.append(Arrays.copyOf(prompt, common));
      }
    }
    chosen.cut(Math.min(common, most));
    slots.remove(chosen);
    slots.add(chosen);
    return chosen;
  }
}
