package dev.damso.webrtc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Jazzer searches for bytes that a reader cannot stand. By hand, one method at a time, as
 * CONTRIBUTING says; what it finds becomes a file that {@code ./damso test -Dtest=ProtocolFuzz}
 * tries again.
 */
final class ProtocolFuzz {
  private static final String LONG = "3m";

  @MethodSource("dev.damso.webrtc.HostileBytes#stunSeeds")
  @FuzzTest(maxDuration = LONG)
  void stun(byte[] bytes) {
    HostileBytes.stun(bytes);
  }

  @MethodSource("dev.damso.webrtc.HostileBytes#rtpSeeds")
  @FuzzTest(maxDuration = LONG)
  void rtp(byte[] bytes) {
    HostileBytes.rtp(bytes);
  }

  @MethodSource("dev.damso.webrtc.HostileBytes#rtcpSeeds")
  @FuzzTest(maxDuration = LONG)
  void rtcp(byte[] bytes) {
    HostileBytes.rtcp(bytes);
  }

  @MethodSource("dev.damso.webrtc.HostileBytes#sdpSeeds")
  @FuzzTest(maxDuration = LONG)
  void sdp(byte[] bytes) {
    HostileBytes.sdp(bytes);
  }

  @MethodSource("dev.damso.webrtc.HostileBytes#dtlsSeeds")
  @FuzzTest(maxDuration = LONG)
  void dtls(byte[] bytes) {
    HostileBytes.dtls(bytes);
  }
}
