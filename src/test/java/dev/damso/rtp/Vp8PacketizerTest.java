package dev.damso.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Vp8PacketizerTest {
  private final Vp8Packetizer packetizer = new Vp8Packetizer(16);

  private List<String> payloads(String frame) {
    return packetizer.packetize(HexFormat.of().parseHex(frame)).stream()
        .map(p -> HexFormat.of().formatHex(p))
        .toList();
  }

  @Test
  void aFrameThatFitsGoesAlone() {
    assertThat(payloads("9d012a")).containsExactly("90808000" + "9d012a");
  }

  @Test
  void fragmentsAreEvenAndOnlyTheFirstStartsTheFrame() {
    assertThat(payloads("ab".repeat(27)))
        .containsExactly(
            "90808000" + "ab".repeat(9), "80808000" + "ab".repeat(9), "80808000" + "ab".repeat(9));
  }

  @Test
  void pictureNumbersCountTo15BitsAndStartAgain() {
    assertThat(payloads("00")).containsExactly("9080800000");
    assertThat(payloads("00")).containsExactly("9080800100");
    for (int i = 2; i < 0x7fff; i++) {
      packetizer.packetize(new byte[1]);
    }
    assertThat(payloads("00")).containsExactly("9080ffff00");
    assertThat(payloads("00")).containsExactly("9080800000");
  }

  @Test
  void whatIsCutIsWhole() {
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      byte[] frame = new byte[random.nextInt(500)];
      random.nextBytes(frame);
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      for (byte[] payload : packetizer.packetize(frame)) {
        assertThat(payload.length).isBetween(5, 16);
        joined.write(payload, 4, payload.length - 4);
      }
      assertThat(joined.toByteArray()).isEqualTo(frame);
    }
  }

  @Test
  void noRoomIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Vp8Packetizer(15));
  }
}
