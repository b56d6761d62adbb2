package dev.damso.media;

/** Numbers the replies of a conversation upwards from 1; what is made for an older one is stale. */
public record ReplyId(long value) implements Comparable<ReplyId> {
  public static final ReplyId NONE = new ReplyId(0);

  public ReplyId next() {
    return new ReplyId(value + 1);
  }

  @Override
  public int compareTo(ReplyId other) {
    return Long.compare(value, other.value);
  }
}
