package dev.damso.webrtc.client;

import dev.damso.media.VideoCodec;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The offer that the client makes, and what it reads from the answer. */
final class ClientSdp {
  private static final int OPUS = 111;
  private static final int RED = 63;
  private static final int H264 = 102;
  private static final int H264_RTX = 103;
  private static final int VP8 = 96;
  private static final int VP8_RTX = 97;
  private static final int TRANSPORT_ID = 3;
  private static final String TRANSPORT_CC =
      "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

  private ClientSdp() {}

  /**
   * @param ufrag of the client
   * @param candidates where the server is
   */
  record Answer(
      String ufrag,
      String password,
      String fingerprint,
      List<InetSocketAddress> candidates,
      Agreed agreed) {
    /**
     * @throws IllegalArgumentException for a text that is no answer to a restart
     */
    Answer restarted(String fragment) {
      List<String> lines = fragment.lines().toList();
      return new Answer(
          attribute(lines, "ice-ufrag"),
          attribute(lines, "ice-pwd"),
          fingerprint,
          candidates,
          agreed);
    }
  }

  /** What an ICE restart tells (RFC 8840 §9). */
  static String fragment(String ufrag, String password) {
    return "a=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF %d\r\na=mid:0\r\n".formatted(OPUS)
        + "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\n".formatted(ufrag, password);
  }

  static String offer(String ufrag, String password, String fingerprint, VideoCodec codec) {
    int video = codec == VideoCodec.H264 ? H264 : VP8;
    int rtx = codec == VideoCodec.H264 ? H264_RTX : VP8_RTX;
    String transport =
        """
        c=IN IP4 0.0.0.0
        a=ice-ufrag:%s
        a=ice-pwd:%s
        a=fingerprint:sha-256 %s
        a=setup:active
        a=rtcp-mux
        a=rtcp-rsize
        a=extmap:%d %s
        """
            .formatted(ufrag, password, fingerprint, TRANSPORT_ID, TRANSPORT_CC);
    String audio =
        """
        m=audio 9 UDP/TLS/RTP/SAVPF %1$d %2$d
        %3$sa=mid:0
        a=sendrecv
        a=rtpmap:%1$d opus/48000/2
        a=fmtp:%1$d minptime=10;useinbandfec=1
        a=rtpmap:%2$d red/48000/2
        a=fmtp:%2$d %1$d/%1$d
        """
            .formatted(OPUS, RED, transport);
    String pictures =
        """
        m=video 9 UDP/TLS/RTP/SAVPF %1$d %2$d
        %3$sa=mid:1
        a=recvonly
        a=rtpmap:%1$d %4$s/90000
        %5$sa=rtpmap:%2$d rtx/90000
        a=fmtp:%2$d apt=%1$d
        """
            .formatted(
                video,
                rtx,
                transport,
                codec.name(),
                codec == VideoCodec.H264
                    ? "a=fmtp:%d packetization-mode=1;profile-level-id=42e01f\n".formatted(video)
                    : "");
    String session = "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE 0 1\n";
    return (session + audio + pictures).replace("\n", "\r\n");
  }

  /**
   * @throws IllegalArgumentException for a text that is no answer to {@link #offer}
   */
  static Answer answer(String sdp) {
    List<String> lines = sdp.lines().toList();
    List<InetSocketAddress> candidates = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.split(" ");
      if (line.startsWith("a=candidate:") && parts.length > 7 && parts[2].equals("udp")) {
        InetSocketAddress candidate =
            new InetSocketAddress(parts[4], Integer.parseInt(parts[5])); // a literal: no look-up
        if (!candidates.contains(candidate)) {
          candidates.add(candidate);
        }
      }
    }
    VideoCodec codec = payloadType(lines, "H264/").isPresent() ? VideoCodec.H264 : VideoCodec.VP8;
    Agreed agreed =
        new Agreed(
            payloadType(lines, "opus/").orElseThrow(() -> missing("opus")),
            payloadType(lines, "red/"),
            codec,
            payloadType(lines, codec.name() + "/").orElseThrow(() -> missing("video")),
            payloadType(lines, "rtx/"),
            lines.stream().anyMatch(line -> line.endsWith(TRANSPORT_CC))
                ? OptionalInt.of(TRANSPORT_ID)
                : OptionalInt.empty());
    return new Answer(
        attribute(lines, "ice-ufrag"),
        attribute(lines, "ice-pwd"),
        attribute(lines, "fingerprint"),
        candidates,
        agreed);
  }

  private static OptionalInt payloadType(List<String> lines, String codec) {
    Optional<String> map =
        lines.stream()
            .filter(line -> line.startsWith("a=rtpmap:") && line.contains(" " + codec))
            .findFirst();
    return map.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(map.get().substring(9, map.get().indexOf(' '))));
  }

  private static String attribute(List<String> lines, String name) {
    String prefix = "a=" + name + ":";
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .findFirst()
        .orElseThrow(() -> missing(name))
        .substring(prefix.length())
        .strip();
  }

  private static IllegalArgumentException missing(String what) {
    return new IllegalArgumentException("the answer has no " + what);
  }
}
