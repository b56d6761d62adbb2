package dev.damso.rtp;

import java.time.Instant;

/**
 * An NTP time stamp (RFC 5905 §6).
 *
 * @param bits seconds since 1900 in the upper 32 bits, their fraction in the lower
 */
public record NtpTime(long bits) {
  private static final long EPOCH_1900 = 2_208_988_800L;

  public static NtpTime of(Instant instant) {
    long fraction = ((long) instant.getNano() << 32) / 1_000_000_000L;
    return new NtpTime((instant.getEpochSecond() + EPOCH_1900) << 32 | fraction);
  }

  /** The middle 32 bits, in units of 1/65536 s, as reports carry them. */
  public int compact() {
    return (int) (bits >>> 16);
  }
}
