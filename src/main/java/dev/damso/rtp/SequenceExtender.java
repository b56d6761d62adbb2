package dev.damso.rtp;

/** Counts a 16-bit sequence number on past its wrap (RFC 3550, appendix A.1). One owner. */
public final class SequenceExtender {
  private long highest = -1;

  /** The number, at least 0, nearest to the highest so far that ends in these 16 bits. */
  public long extend(int sequence) {
    if (highest < 0) {
      highest = 0x10000L + (sequence & 0xffff); // room for what came before
      return highest;
    }
    long extended = highest + (short) (sequence - (int) highest);
    highest = Math.max(highest, extended);
    return extended;
  }
}
