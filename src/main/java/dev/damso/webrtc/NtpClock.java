package dev.damso.webrtc;

import dev.damso.rtp.NtpTime;
import java.time.Instant;

/**
 * Wall time that moves with the steady clock, so that steps of the system clock are not seen.
 *
 * @param instant wall time at {@code nanos}
 * @param nanos steady clock
 */
record NtpClock(Instant instant, long nanos) {
  NtpTime at(long nowNanos) {
    return NtpTime.of(instant.plusNanos(nowNanos - nanos));
  }
}
