package dev.damso.webrtc.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Vectors of RFC 5769 §2. */
final class StunTest {
  private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
  private static final String ID = "b7e7a701bc34d686fa87dfae";
  private static final byte[] REQUEST =
      HexFormat.of()
          .parseHex(
              "000100582112a442"
                  + ID
                  + "802200105354554e207465737420636c69656e74" // SOFTWARE
                  + "002400046e0001ff" // PRIORITY
                  + "80290008932ff9b151263b36" // ICE-CONTROLLED
                  + "000600096576746a3a68367659202020" // USERNAME evtj:h6vY
                  + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
                  + "80280004e57a3bcf");

  private static StunRequest request() {
    return StunRequest.parse(REQUEST, REQUEST.length).orElseThrow();
  }

  private static String response(String ip) throws Exception {
    InetSocketAddress from = new InetSocketAddress(InetAddress.getByName(ip), 32_853);
    return HexFormat.of().formatHex(StunResponse.success(request(), from, PASSWORD));
  }

  @Test
  void readsTheRequest() {
    StunRequest request = request();
    assertThat(request.username()).isEqualTo("evtj:h6vY");
    assertThat(request.localUfrag()).isEqualTo("evtj");
    assertThat(request.useCandidate()).isFalse();
    assertThat(HexFormat.of().formatHex(request.transactionId())).isEqualTo(ID);
  }

  @Test
  void onlyThePasswordMakesItAuthentic() {
    assertThat(request().isAuthentic(PASSWORD)).isTrue();
    assertThat(request().isAuthentic("VOkJxbRl1RmTxUk/WvJxBT")).isFalse();
    byte[] changed = REQUEST.clone();
    changed[40] ^= 1; // priority
    assertThat(StunRequest.parse(changed, changed.length).orElseThrow().isAuthentic(PASSWORD))
        .isFalse();
  }

  @Test
  void answersAnIpv4Address() throws Exception {
    assertThat(response("192.0.2.1"))
        .startsWith("010100" + "2c" + "2112a442" + ID + "002000080001a147e112a643" + "00080014");
  }

  @Test
  void answersAnIpv6Address() throws Exception {
    assertThat(response("2001:db8:1234:5678:11:2233:4455:6677"))
        .contains("002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9");
  }

  @Test
  void theAnswerIsProtected() throws Exception {
    byte[] bytes = HexFormat.of().parseHex(response("192.0.2.1"));
    int integrity = bytes.length - 8 - 24;
    byte[] covered = Arrays.copyOf(bytes, integrity);
    covered[3] = (byte) (covered[3] - 8); // without FINGERPRINT
    assertThat(Arrays.copyOfRange(bytes, integrity + 4, integrity + 24))
        .isEqualTo(StunRequest.hmac(PASSWORD, covered));
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, bytes.length - 8);
    assertThat(HexFormat.of().formatHex(bytes, bytes.length - 4, bytes.length))
        .isEqualTo("%08x".formatted((int) crc.getValue() ^ 0x5354554e));
  }

  @Test
  void noBytesFromOutsideMakeItThrowOrPass() {
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      byte[] data = Arrays.copyOf(REQUEST, random.nextInt(REQUEST.length + 8));
      for (int flips = 1 + random.nextInt(5); flips > 0 && data.length > 0; flips--) {
        data[random.nextInt(Math.min(76, data.length))] ^= (byte) (1 + random.nextInt(255));
      }
      byte[] before = Arrays.copyOf(REQUEST, data.length);
      boolean untouched = Arrays.equals(data, before) && data.length == REQUEST.length;
      assertThat(
              StunRequest.parse(data, data.length).filter(r -> r.isAuthentic(PASSWORD)).isPresent())
          .isEqualTo(untouched);
    }
  }
}
