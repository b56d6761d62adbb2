package dev.damso.llm.local;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text from the bytes of tokens: a character that is cut between two comes with the second, and
 * what may be the beginning of a stop string is held back. One owner thread.
 */
final class TokenText {
  private final String[] stops;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final StringBuilder held = new StringBuilder();
  private byte[] rest = {};
  private boolean stopped;

  TokenText(String... stops) {
    this.stops = stops;
  }

  /** What can pass now. */
  String feed(byte[] bytes) {
    byte[] all = Arrays.copyOf(rest, rest.length + bytes.length);
    System.arraycopy(bytes, 0, all, rest.length, bytes.length);
    ByteBuffer in = ByteBuffer.wrap(all);
    CharBuffer out = CharBuffer.allocate(all.length + 1);
    decoder.decode(in, out, false);
    rest = Arrays.copyOfRange(all, in.position(), all.length);
    held.append(out.flip());
    return release(false);
  }

  /** What is left at the end of an answer. */
  String flush() {
    return release(true);
  }

  /** Whether a stop string has come; nothing passes after it. */
  boolean isStopped() {
    return stopped;
  }

  private String release(boolean last) {
    if (stopped) {
      return "";
    }
    int end = held.length();
    for (String stop : stops) {
      int at = held.indexOf(stop);
      if (at >= 0 && at <= end) {
        end = at;
        stopped = true;
      }
    }
    if (!stopped && !last) {
      end -= longestBeginning();
    }
    String text = held.substring(0, end);
    held.delete(0, end);
    return text;
  }

  /** Characters at the end that a stop string begins with. */
  private int longestBeginning() {
    int longest = 0;
    for (String stop : stops) {
      for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
        if (held.substring(held.length() - n).equals(stop.substring(0, n))) {
          longest = n;
        }
      }
    }
    return longest;
  }
}
