package dev.damso.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RtpPacketTest {
  private static final byte[] PAYLOAD = {1, 2, 3, 4, 5};
  private static final RtpPacket PACKET =
      new RtpPacket(
          true,
          96,
          0xfffe,
          0xfedcba98L,
          0x89abcdef,
          List.of(RtpExtension.ofShort(3, 0xbeef), new RtpExtension(5, new byte[3])),
          PAYLOAD);

  private static RtpPacket parse(String hex) {
    byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));
    return RtpPacket.parse(data, data.length).orElseThrow();
  }

  @Test
  void writesTheHeaderOfRfc3550() {
    assertThat(HexFormat.of().formatHex(PACKET.bytes()))
        .isEqualTo("90e0fffefedcba9889abcdef" + "bede0002" + "31beef5200000000" + "0102030405");
  }

  @Test
  void readsWhatItWrites() {
    RtpPacket read = RtpPacket.parse(PACKET.bytes(), PACKET.bytes().length).orElseThrow();
    assertThat(read).usingRecursiveComparison().isEqualTo(PACKET);
  }

  @Test
  void leavesOutSourcesPaddingAndForeignExtensions() {
    RtpPacket read =
        parse(
            "b2 6f 0001 00000002 00000003" // padding, extension, two CSRCs
                + "11111111 22222222"
                + "1000 0001 01020304" // two-byte form
                + "aabbcc 000003");
    assertThat(read.payload()).containsExactly(0xaa, 0xbb, 0xcc);
    assertThat(read.extensions()).isEmpty();
    assertThat(read.marker()).isFalse();
    assertThat(read.payloadType()).isEqualTo(111);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "806f0001000000020000", // half a header
        "406f00010000000200000003", // version 1
        "8f6f00010000000200000003", // fifteen CSRCs, none there
        "906f00010000000200000003bede0004", // extension longer than the packet
        "906f00010000000200000003bede00011f000000", // element longer than the extension
        "a06f00010000000200000003", // padding without a byte
        "a06f00010000000200000003aabb05", // more padding than payload
        "a06f00010000000200000003aabb00" // padding of no bytes
      })
  void refusesWhatIsMalformed(String hex) {
    byte[] data = HexFormat.of().parseHex(hex);
    assertThat(RtpPacket.parse(data, data.length)).isEmpty();
  }

  @Test
  void noBytesFromOutsideMakeItThrow() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] data = Arrays.copyOf(PACKET.bytes(), random.nextInt(40));
      for (int flips = random.nextInt(6); flips > 0 && data.length > 0; flips--) {
        data[random.nextInt(data.length)] = (byte) random.nextInt();
      }
      assertThatCode(() -> RtpPacket.parse(data, data.length)).doesNotThrowAnyException();
    }
  }
}
