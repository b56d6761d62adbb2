package dev.damso.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.damso.rtp.RtcpPacket;
import dev.damso.rtp.RtcpWriter;
import dev.damso.rtp.RtpPacket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SrtpSessionTest {
  private static SrtpSession session(boolean sender, SrtpProfile profile) {
    byte[] key = new byte[SrtpProfile.KEY_BYTES];
    byte[] salt = new byte[profile.saltBytes()];
    Arrays.fill(key, (byte) 7);
    Arrays.fill(salt, (byte) 9);
    return new SrtpSession(sender, profile, key, salt);
  }

  private static byte[] packet(int ssrc, int sequence) {
    byte[] payload = {1, 2, 3, (byte) sequence};
    return new RtpPacket(false, 96, sequence & 0xffff, 0, ssrc, List.of(), payload).bytes();
  }

  private static byte[] encrypted(SrtpSession sender, byte[] plain) {
    return sender.protect(plain).orElseThrow();
  }

  private static Optional<byte[]> decrypted(SrtpSession receiver, byte[] packet) {
    return receiver.unprotect(packet, packet.length);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsProtectedComesBackAcrossARollover(SrtpProfile profile) {
    try (SrtpSession sender = session(true, profile);
        SrtpSession receiver = session(false, profile)) {
      for (int sequence = 65_500; sequence < 65_600; sequence++) {
        byte[] plain = packet(1, sequence);
        byte[] packet = encrypted(sender, plain);
        assertThat(packet).isNotEqualTo(plain).hasSizeGreaterThan(plain.length);
        if (sequence % 7 != 0) { // some are lost
          assertThat(decrypted(receiver, packet)).hasValue(plain);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void replaysAndChangesAreRefused(SrtpProfile profile) {
    try (SrtpSession sender = session(true, profile);
        SrtpSession receiver = session(false, profile)) {
      byte[] first = encrypted(sender, packet(1, 1));
      byte[] second = encrypted(sender, packet(1, 2));
      assertThat(decrypted(receiver, first)).isPresent();
      assertThat(decrypted(receiver, first)).isEmpty();
      for (int at = 0; at < second.length; at++) {
        byte[] changed = second.clone();
        changed[at] ^= 0x40;
        assertThat(decrypted(receiver, changed)).isEmpty();
      }
      assertThat(decrypted(receiver, second)).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void reportsAreProtectedToo(SrtpProfile profile) {
    try (SrtpSession sender = session(true, profile);
        SrtpSession receiver = session(false, profile)) {
      byte[] plain = RtcpWriter.compound(new RtcpPacket.ReceiverReport(5, List.of()));
      byte[] packet = sender.protectRtcp(plain).orElseThrow();
      byte[] changed = packet.clone();
      changed[packet.length - 1] ^= 1;
      assertThat(receiver.unprotectRtcp(changed, changed.length)).isEmpty();
      assertThat(receiver.unprotectRtcp(packet, packet.length)).hasValue(plain);
      assertThat(receiver.unprotectRtcp(packet, packet.length)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFloodOfSourcesTakesNoMemory(SrtpProfile profile) {
    try (SrtpSession sender = session(true, profile);
        SrtpSession receiver = session(false, profile)) {
      for (int ssrc = 0; ssrc < 32; ssrc++) {
        assertThat(decrypted(receiver, encrypted(sender, packet(ssrc, 1)))).isPresent();
      }
      assertThat(decrypted(receiver, encrypted(sender, packet(99, 1)))).isEmpty();
      assertThat(decrypted(receiver, encrypted(sender, packet(3, 2)))).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingPassesAfterTheEnd(SrtpProfile profile) {
    SrtpSession sender = session(true, profile);
    SrtpSession receiver = session(false, profile);
    byte[] packet = encrypted(sender, packet(1, 1));
    sender.close();
    receiver.close();
    sender.close();
    assertThat(sender.protect(packet(1, 2))).isEmpty();
    assertThat(sender.protectRtcp(new byte[8])).isEmpty();
    assertThat(decrypted(receiver, packet)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noBytesFromOutsideMakeItThrowOrPass(SrtpProfile profile) {
    Random random = new Random(5);
    try (SrtpSession receiver = session(false, profile)) {
      for (int i = 0; i < 5_000; i++) {
        byte[] data = new byte[random.nextInt(64)];
        random.nextBytes(data);
        if (data.length > 0) {
          data[0] = (byte) (0x80 | random.nextInt(64));
        }
        assertThatCode(
                () -> {
                  assertThat(receiver.unprotect(data, data.length)).isEmpty();
                  assertThat(receiver.unprotectRtcp(data, data.length)).isEmpty();
                })
            .doesNotThrowAnyException();
      }
    }
  }
}
