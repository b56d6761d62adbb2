package dev.damso.webrtc;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Some seconds of changed bytes for each reader, the same in each run. */
final class MutatedInputTest {
  private static final byte[] TELLING = {0, 1, 3, 4, 20, 22, 127, -128, -1, '\r', '\n', ' ', ':'};

  @Test
  void stun() {
    mutate(HostileBytes.stunSeeds(), 100_000, HostileBytes::stun);
  }

  @Test
  void rtp() {
    mutate(HostileBytes.rtpSeeds(), 5_000, HostileBytes::rtp);
  }

  @Test
  void rtcp() {
    mutate(HostileBytes.rtcpSeeds(), 2_000, HostileBytes::rtcp);
  }

  @Test
  void sdp() {
    mutate(HostileBytes.sdpSeeds(), 2_000, HostileBytes::sdp);
  }

  @Test
  void dtls() {
    mutate(HostileBytes.dtlsSeeds(), 2_000, HostileBytes::dtls);
  }

  private static void mutate(List<byte[]> seeds, int times, Consumer<byte[]> reader) {
    Random random = new Random(1);
    seeds.forEach(reader);
    for (int i = 0; i < times; i++) {
      byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
      for (int changes = random.nextInt(8); changes >= 0 && bytes.length > 0; changes--) {
        bytes = change(bytes, random);
      }
      try {
        reader.accept(bytes);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(HexFormat.of().formatHex(bytes), e);
      }
    }
  }

  /** A bit, a byte, a cut, or a piece that is repeated elsewhere. */
  private static byte[] change(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(8)) {
      case 0 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 1 -> {
        int size = random.nextInt(bytes.length - at);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + size);
        System.arraycopy(bytes, at, longer, at + size, bytes.length - at);
        return longer;
      }
      case 2, 3, 4 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
      default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }
}
