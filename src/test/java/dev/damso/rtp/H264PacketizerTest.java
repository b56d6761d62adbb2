package dev.damso.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class H264PacketizerTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static List<String> payloads(int max, String annexB) {
    return new H264Packetizer(max)
        .packetize(hex(annexB)).stream().map(p -> HexFormat.of().formatHex(p)).toList();
  }

  @Test
  void parameterSetsShareAPacketAndThePictureFollows() {
    assertThat(payloads(100, "00000001 6742c01f 00000001 68ce3c80 000001 65888421"))
        .containsExactly("78" + "0004" + "6742c01f" + "0004" + "68ce3c80", "65888421");
  }

  @Test
  void delimitersAndSeiAreLeftOut() {
    assertThat(payloads(100, "00000001 09f0 00000001 0605ff80 000001 419a00ff 00000001 09f0"))
        .containsExactly("419a00ff");
  }

  @Test
  void trailingZerosBelongToNoUnit() {
    assertThat(payloads(100, "000001 419a 0000 00000001 419b 0000"))
        .containsExactly("419a", "419b");
  }

  @Test
  void aLargeUnitIsCutIntoFragmentsOfRfc6184() {
    assertThat(payloads(16, "00000001 65" + "ab".repeat(30)))
        .containsExactly(
            "7c85" + "ab".repeat(10), // start
            "7c05" + "ab".repeat(10),
            "7c45" + "ab".repeat(10)); // end
  }

  @Test
  void nothingComesOfNothing() {
    assertThat(payloads(100, "")).isEmpty();
    assertThat(payloads(100, "00000001")).isEmpty();
    assertThat(payloads(100, "41414141")).isEmpty();
  }

  @Test
  void noRoomIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new H264Packetizer(15));
  }

  @Test
  void aReceiverPutsTheSameUnitsTogether() {
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      int max = 16 + random.nextInt(1200);
      List<String> units = new ArrayList<>();
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        byte[] unit = new byte[1 + random.nextInt(4000)];
        for (int i = 0; i < unit.length; i++) {
          unit[i] = (byte) (1 + random.nextInt(255)); // no start code inside
        }
        unit[0] = (byte) (random.nextInt(4) << 5 | new int[] {1, 5, 7, 8}[random.nextInt(4)]);
        units.add(HexFormat.of().formatHex(unit));
        stream.writeBytes(random.nextBoolean() ? hex("00000001") : hex("000001"));
        stream.writeBytes(unit);
      }
      List<byte[]> payloads = new H264Packetizer(max).packetize(stream.toByteArray());
      assertThat(payloads).allSatisfy(p -> assertThat(p.length).isLessThanOrEqualTo(max));
      assertThat(depacketize(payloads)).containsExactlyElementsOf(units);
    }
  }

  /** RFC 6184 §5.6–5.8. */
  private static List<String> depacketize(List<byte[]> payloads) {
    List<String> units = new ArrayList<>();
    StringBuilder fragments = new StringBuilder();
    for (byte[] payload : payloads) {
      ByteBuffer in = ByteBuffer.wrap(payload);
      switch (payload[0] & 31) {
        case 24 -> {
          in.get();
          while (in.hasRemaining()) {
            byte[] unit = new byte[in.getShort()];
            in.get(unit);
            units.add(HexFormat.of().formatHex(unit));
          }
        }
        case 28 -> {
          if ((payload[1] & 0x80) != 0) {
            fragments.setLength(0);
            fragments.append("%02x".formatted(payload[0] & 0xe0 | payload[1] & 31));
          }
          fragments.append(HexFormat.of().formatHex(payload, 2, payload.length));
          if ((payload[1] & 0x40) != 0) {
            units.add(fragments.toString());
          }
        }
        default -> units.add(HexFormat.of().formatHex(payload));
      }
    }
    return units;
  }
}
