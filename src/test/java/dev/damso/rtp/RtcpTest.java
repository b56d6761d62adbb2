package dev.damso.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.damso.rtp.RtcpPacket.Arrival;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RtcpTest {
  private static final RtcpPacket.ReportBlock BLOCK =
      new RtcpPacket.ReportBlock(0x89abcdef, 200, -3, 0xfedc1234L, 77, 0x11223344, 65_536);

  private static RtcpParser.Compound parse(String hex) {
    byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));
    return RtcpParser.parse(data, data.length);
  }

  @Test
  void readsWhatItWrites() {
    RtcpPacket[] packets = {
      new RtcpPacket.SenderReport(
          -2, new NtpTime(0x1122334455667788L), 0xffffffffL, 5, 0x80000000L, List.of(BLOCK)),
      new RtcpPacket.ReceiverReport(7, List.of(BLOCK, BLOCK)),
      new RtcpPacket.SourceDescription(8, "damso"),
      new RtcpPacket.Nack(9, List.of(1, 65_535, 300)),
      new RtcpPacket.Pli(10),
      new RtcpPacket.Fir(List.of(11, -12)),
      new RtcpPacket.Bye(List.of(13, 14))
    };
    byte[] compound = RtcpWriter.compound(packets);
    RtcpParser.Compound read = RtcpParser.parse(compound, compound.length);
    assertThat(read.packets()).containsExactly(packets);
    assertThat(read.malformed()).isZero();
  }

  @Test
  void sourceDescriptionsEndOnAWordWithAZero() {
    for (int length = 0; length < 9; length++) {
      byte[] bytes = RtcpWriter.compound(new RtcpPacket.SourceDescription(1, "x".repeat(length)));
      assertThat(bytes.length % 4).isZero();
      assertThat(bytes[bytes.length - 1]).isZero();
      assertThat(RtcpParser.parse(bytes, bytes.length).packets())
          .containsExactly(new RtcpPacket.SourceDescription(1, "x".repeat(length)));
    }
  }

  @Test
  void nackBitmasksFollowTheFirstNumberAndWrap() {
    assertThat(parse("81cd0003 00000001 00000002 fffe8005").packets())
        .containsExactly(new RtcpPacket.Nack(2, List.of(65_534, 65_535, 1, 14)));
  }

  @Test
  void paddingOfTheLastPacketIsNotReadAsANack() {
    assertThat(parse("a1cd0004 00000001 00000002 00050000 00000004").packets())
        .containsExactly(new RtcpPacket.Nack(2, List.of(5)));
  }

  @Test
  void transportFeedbackTellsWhatArrivedWhen() {
    // Base 10, 8 packets, 64 ms: a run of two small deltas, then one-bit symbols.
    var feedback =
        parse("8fcd0006 00000001 00000002 000a0008 00000100 2002 a000 04080c 00").packets();
    assertThat(feedback).hasSize(1);
    var read = (RtcpPacket.TransportFeedback) feedback.getFirst();
    assertThat(read.baseSequence()).isEqualTo(10);
    assertThat(read.referenceTimeMicros()).isEqualTo(64_000);
    assertThat(read.arrivals())
        .containsExactly(
            new Arrival(true, 1000),
            new Arrival(true, 2000),
            new Arrival(true, 3000),
            new Arrival(false, 0),
            new Arrival(false, 0),
            new Arrival(false, 0),
            new Arrival(false, 0),
            new Arrival(false, 0));
  }

  @Test
  void negativeDeltasComeFromReordering() {
    var read =
        (RtcpPacket.TransportFeedback)
            parse("8fcd0006 00000001 00000002 ffff0002 ffffff00 4002 0004 fffc 0000")
                .packets()
                .getFirst();
    assertThat(read.referenceTimeMicros()).isEqualTo(-64_000);
    assertThat(read.arrivals()).containsExactly(new Arrival(true, 1000), new Arrival(true, -1000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "81", // no header
        "41c90001 00000001", // version 1
        "81c90007 00000001", // longer than the datagram
        "81c90001 00000001", // says one block, has none
        "81ce0001 00000001", // a PLI without a source
        "8fcd0004 00000001 00000002 000affff 00000100", // feedback without chunks
        "a1cd0003 00000001 00000002 000500ff" // more padding than packet
      })
  void countsWhatIsMalformed(String hex) {
    RtcpParser.Compound read = parse(hex);
    assertThat(read.packets()).isEmpty();
    assertThat(read.malformed()).isEqualTo(1);
  }

  @Test
  void whatIsUnknownIsSkippedAndTheRestIsRead() {
    RtcpParser.Compound read = parse("80cc0001 00000001" + "81ce0002 00000000 0000000a");
    assertThat(read.packets()).containsExactly(new RtcpPacket.Pli(10));
    assertThat(read.malformed()).isZero();
  }

  @Test
  void noBytesFromOutsideMakeItThrow() {
    Random random = new Random(2);
    byte[] good =
        RtcpWriter.compound(
            new RtcpPacket.ReceiverReport(7, List.of(BLOCK)),
            new RtcpPacket.SourceDescription(8, "damso"),
            new RtcpPacket.Nack(9, List.of(1)),
            new RtcpPacket.Bye(List.of(13)));
    for (int i = 0; i < 20_000; i++) {
      byte[] data = Arrays.copyOf(good, random.nextInt(good.length + 8));
      for (int flips = random.nextInt(8); flips > 0 && data.length > 0; flips--) {
        data[random.nextInt(data.length)] = (byte) random.nextInt();
      }
      assertThatCode(() -> RtcpParser.parse(data, data.length)).doesNotThrowAnyException();
    }
  }
}
