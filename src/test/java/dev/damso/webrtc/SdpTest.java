package dev.damso.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.damso.media.VideoCodec;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Offers as browsers make them. */
final class SdpTest {
  private static String answer(String offer) throws Exception {
    return new SdpAnswer(
            "ufrag",
            "password",
            "AA:BB",
            List.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("2001:db8::1")),
            5000,
            -1,
            2,
            3)
        .text(SdpOffer.parse(offer));
  }

  @Test
  void readsWhatChromiumOffers() throws SdpException {
    SdpOffer offer = SdpOffer.parse(Offers.chromium());
    assertThat(offer.opus()).isEqualTo(111);
    int h264 = offer.format().payloadType();
    assertThat(offer.format().codec()).isEqualTo(VideoCodec.H264);
    assertThat(offer.video().payloadTypes("H264")).contains(h264);
    assertThat(offer.video().parameters(h264))
        .contains("packetization-mode=1")
        .contains("profile-level-id=42e01f");
    assertThat(offer.video().parameters(offer.format().rtx().orElseThrow()))
        .isEqualTo("apt=" + h264);
    assertThat(offer.video().extension(SdpOffer.TRANSPORT_CC)).hasValue(3);
    assertThat(offer.video().extension(SdpOffer.PLAYOUT_DELAY)).hasValue(5);
    assertThat(offer.fingerprint()).startsWith("sha-256 D3:C4:9B:34");
    assertThat(offer.remoteUfrag()).isEqualTo("RP9c");
    assertThat(offer.sendsAudio()).isTrue();
  }

  @Test
  void theAnswerTakesWhatItCanSend() throws Exception {
    String answer = answer(Offers.chromium());
    assertThat(answer).doesNotContain("VP8").doesNotContain("null");
    assertThat(answer.lines())
        .contains(
            "a=ice-lite",
            "a=group:BUNDLE 0 1",
            "m=audio 5000 UDP/TLS/RTP/SAVPF 111 63",
            "c=IN IP4 192.0.2.1",
            "a=setup:passive",
            "a=rtpmap:111 opus/48000/2",
            "a=sendrecv",
            "a=sendonly",
            "a=fingerprint:sha-256 AA:BB",
            "a=candidate:1 1 udp 2130706431 192.0.2.1 5000 typ host",
            "a=candidate:2 1 udp 2130706175 2001:db8:0:0:0:0:0:1 5000 typ host",
            "a=ssrc-group:FID 2 3",
            "a=ssrc:4294967295 cname:damso");
    assertThat(answer.split("\r\n", -1)).allSatisfy(line -> assertThat(line).doesNotContain("\n"));
  }

  @Test
  void firefoxWithoutH264GetsVp8() throws Exception {
    SdpOffer offer = SdpOffer.parse(Offers.firefox());
    assertThat(offer.format()).isEqualTo(new VideoFormat(VideoCodec.VP8, 120, OptionalInt.of(124)));
    assertThat(offer.opus()).isEqualTo(109);
    assertThat(offer.sendsAudio()).isTrue();
    assertThat(answer(Offers.firefox()).lines())
        .contains(
            "m=audio 5000 UDP/TLS/RTP/SAVPF 109",
            "m=video 5000 UDP/TLS/RTP/SAVPF 120 124",
            "a=rtpmap:120 VP8/90000",
            "a=fmtp:124 apt=120",
            "a=rtcp-fb:120 nack pli",
            "a=extmap:6 " + SdpOffer.PLAYOUT_DELAY)
        .noneMatch(line -> line.startsWith("a=fmtp:120"));
  }

  @Test
  void redundancyIsTakenFromWhoeverOffersIt() throws Exception {
    String firefox =
        Offers.firefox()
            .replaceFirst("(m=audio [^\r]*)", "$1 63")
            .replace(
                "a=rtpmap:109", "a=rtpmap:63 red/48000/2\r\na=fmtp:63 109/109\r\na=rtpmap:109");
    SdpOffer offer = SdpOffer.parse(firefox);
    assertThat(offer.opus()).isEqualTo(109);
    assertThat(offer.red()).hasValue(63);
    assertThat(answer(firefox).lines())
        .contains(
            "m=audio 5000 UDP/TLS/RTP/SAVPF 109 63",
            "a=rtpmap:109 opus/48000/2",
            "a=rtpmap:63 red/48000/2",
            "a=fmtp:63 109/109");
    assertThat(SdpOffer.parse(firefox.replace("109/109", "109/0")).red()).isEmpty();
    assertThat(SdpOffer.parse(firefox.replace("a=fmtp:63 109/109\r\n", "")).red()).isEmpty();
    assertThat(SdpOffer.parse(Offers.firefox()).red()).isEmpty();
  }

  @Test
  void moreFormatsThanThereAreNumbersAreRefused() {
    String offer = Offers.chromium().replaceFirst("(m=video [^\r]*)", "$1" + " 96".repeat(200));
    assertThatExceptionOfType(SdpException.class)
        .isThrownBy(() -> SdpOffer.parse(offer))
        .withMessageContaining("formats");
  }

  @Test
  void safarisBaselineIsTakenThoughItPrefersHigh() throws Exception {
    SdpOffer offer = SdpOffer.parse(Offers.safari());
    assertThat(offer.format()).isEqualTo(new VideoFormat(VideoCodec.H264, 98, OptionalInt.of(99)));
    assertThat(offer.red()).hasValue(63);
    assertThat(answer(Offers.safari()).lines())
        .contains(
            "m=audio 5000 UDP/TLS/RTP/SAVPF 111 63",
            "m=video 5000 UDP/TLS/RTP/SAVPF 98 99",
            "a=fmtp:98 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
            "a=fmtp:99 apt=98",
            "a=extmap:3 " + SdpOffer.TRANSPORT_CC,
            "a=extmap:5 " + SdpOffer.PLAYOUT_DELAY)
        .noneMatch(line -> line.contains("640c1f") || line.contains("H265"));
  }

  @Test
  void h264IsPreferredWhateverTheOrder() throws Exception {
    String h264 =
        "a=rtpmap:97 H264/90000\r\na=fmtp:97 profile-level-id=42e01f;packetization-mode=1\r\n";
    String both =
        Offers.firefox()
            .replace("SAVPF 120", "SAVPF 120 97")
            .replace("a=rtpmap:120", h264 + "a=rtpmap:120");
    assertThat(SdpOffer.parse(both).format().codec()).isEqualTo(VideoCodec.H264);
  }

  @Test
  void sectionsKeepTheirOrderAndTheRestIsRefused() throws Exception {
    String data =
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:data\r\n";
    String answer = answer(Offers.chromium().replaceFirst("m=video", data + "m=video"));
    assertThat(answer.lines().filter(l -> l.startsWith("m=")).map(l -> l.substring(0, 9)))
        .containsExactly("m=audio 5", "m=applica", "m=video 5");
    assertThat(answer).contains("m=application 0 UDP/DTLS/SCTP webrtc-datachannel");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "^v=0                       | x=0         | must start with v=0",
        "a=group:BUNDLE 0 1         | a=x         | BUNDLE",
        "a=group:BUNDLE 0 1         | a=group:BUNDLE 0 2 | BUNDLE",
        "m=audio 9 UDP.* | m=audio 9   | Malformed media section",
        "m=audio 9                  | m=text 9    | no audio section that receives",
        "UDP/TLS/RTP/SAVPF          | RTP/AVP     | no audio section that receives",
        "a=recvonly                 | a=inactive  | no video section that receives",
        "opus/48000                 | speex/48000 | no Opus",
        "[HV][2P][68]4?/90000       | H263/90000  | neither VP8 nor H.264",
        "a=fingerprint:sha-256      | a=fingerprint:sha-1 | fingerprint",
        "a=fingerprint:sha-256 D3:  | a=fingerprint:sha-256 | fingerprint",
        "a=fingerprint              | a=x         | fingerprint",
        "a=ice-ufrag                | a=x         | ice-ufrag",
        "a=setup:actpass            | a=setup:passive | setup",
        "a=mid:1                    | a=mid:<b>   | a=mid",
      })
  void saysWhatIsWrongWithAnOffer(String from, String to, String message) {
    String broken = Offers.chromium().replaceAll(from, to);
    assertThatExceptionOfType(SdpException.class)
        .isThrownBy(() -> SdpOffer.parse(broken))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
  }

  @Test
  void aLineBreakCannotBeSmuggledIntoTheAnswer() {
    String broken = Offers.chromium().replace("packetization-mode=1", "packetization-mode=1\ra=x");
    assertThatExceptionOfType(SdpException.class)
        .isThrownBy(() -> SdpOffer.parse(broken))
        .withMessageContaining("control character");
  }

  @Test
  void aFloodIsRefused() {
    assertThatExceptionOfType(SdpException.class)
        .isThrownBy(() -> SdpOffer.parse(Offers.chromium() + "a=x\r\n".repeat(20_000)));
    assertThatExceptionOfType(SdpException.class)
        .isThrownBy(
            () -> SdpOffer.parse(Offers.chromium() + "m=video 9 x 1\r\na=mid:x\r\n".repeat(20)))
        .withMessageContaining("media sections");
  }

  @Test
  void noTextFromOutsideThrowsAnythingElse() throws Exception {
    Random random = new Random(6);
    String good = Offers.chromium();
    int refused = 0;
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int flips = 1 + random.nextInt(20); flips > 0; flips--) {
        int at = random.nextInt(Math.min(good.length(), text.length()) - 20);
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(256));
          case 1 -> text.delete(at, at + random.nextInt(20));
          default -> text.insert(at, good, at, at + random.nextInt(20));
        }
      }
      try {
        answer(text.toString());
      } catch (SdpException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 2_999);
  }
}
