package dev.damso.webrtc;

import dev.damso.media.VideoCodec;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The answer of an ICE-lite, DTLS-passive server (RFC 8829 §5.3, RFC 8839).
 *
 * @param ufrag local ICE user name fragment
 * @param password local ICE password
 * @param fingerprint SHA-256 of the local certificate, colon separated hex
 * @param addresses host candidates, best first
 * @param port UDP port of all of them
 * @param audioSsrc source of sound
 * @param videoSsrc source of pictures
 * @param rtxSsrc source of retransmitted pictures
 */
record SdpAnswer(
    String ufrag,
    String password,
    String fingerprint,
    List<InetAddress> addresses,
    int port,
    int audioSsrc,
    int videoSsrc,
    int rtxSsrc) {
  static final String CNAME = "damso";

  /** The answer's text; sections follow the offer's order, unsupported ones are refused. */
  String text(SdpOffer offer) {
    StringBuilder out = new StringBuilder();
    line(out, "v=0");
    line(out, "o=- " + (audioSsrc & 0x7fffffffL) + " 2 IN IP4 127.0.0.1");
    line(out, "s=-");
    line(out, "t=0 0");
    line(out, "a=ice-lite");
    line(out, bundle(offer));
    line(out, "a=msid-semantic: WMS " + CNAME);
    for (SdpMedia m : offer.media()) {
      if (m.equals(offer.audio())) {
        audio(out, offer);
      } else if (m.equals(offer.video())) {
        video(out, offer);
      } else {
        refuse(out, m);
      }
    }
    return out.toString();
  }

  /** What an ICE restart tells of it (RFC 8840 §9, RFC 9725 §4.3.3). */
  String fragment(SdpOffer offer) {
    StringBuilder out = new StringBuilder();
    line(out, "a=ice-lite");
    line(out, bundle(offer));
    SdpMedia first = bundled(offer).findFirst().orElseThrow();
    String format = first.formats().getFirst();
    line(out, "m=" + first.kind() + " " + port + " UDP/TLS/RTP/SAVPF " + format);
    line(out, "a=mid:" + first.mid());
    ice(out);
    return out.toString();
  }

  private static String bundle(SdpOffer offer) {
    return bundled(offer)
        .map(SdpMedia::mid)
        .collect(Collectors.joining(" ", "a=group:BUNDLE ", ""));
  }

  private static Stream<SdpMedia> bundled(SdpOffer offer) {
    return offer.media().stream().filter(m -> m.equals(offer.audio()) || m.equals(offer.video()));
  }

  private static void refuse(StringBuilder out, SdpMedia m) {
    line(out, "m=" + m.kind() + " 0 " + m.protocol() + " " + String.join(" ", m.formats()));
    line(out, "c=IN IP4 0.0.0.0");
    line(out, "a=inactive");
    line(out, "a=mid:" + m.mid());
  }

  private void audio(StringBuilder out, SdpOffer offer) {
    int pt = offer.opus();
    OptionalInt red = offer.red();
    String formats = red.isPresent() ? pt + " " + red.getAsInt() : "" + pt;
    transport(out, offer.audio(), formats, offer.sendsAudio() ? "sendrecv" : "sendonly");
    line(out, "a=rtpmap:" + pt + " opus/48000/2");
    line(out, "a=fmtp:" + pt + " minptime=10;useinbandfec=1");
    if (red.isPresent()) {
      line(out, "a=rtpmap:" + red.getAsInt() + " red/48000/2");
      line(out, "a=fmtp:" + red.getAsInt() + " " + pt + "/" + pt);
    }
    extension(out, offer.audio(), SdpOffer.TRANSPORT_CC, pt);
    source(out, audioSsrc, "audio");
  }

  private void video(StringBuilder out, SdpOffer offer) {
    int pt = offer.format().payloadType();
    OptionalInt rtx = offer.format().rtx();
    String formats = rtx.isPresent() ? pt + " " + rtx.getAsInt() : "" + pt;
    transport(out, offer.video(), formats, "sendonly");
    line(out, "a=rtpmap:" + pt + " " + offer.format().encodingName() + "/90000");
    if (offer.format().codec() == VideoCodec.H264) {
      line(out, "a=fmtp:" + pt + " " + offer.video().parameters(pt));
    }
    line(out, "a=rtcp-fb:" + pt + " nack");
    line(out, "a=rtcp-fb:" + pt + " nack pli");
    line(out, "a=rtcp-fb:" + pt + " ccm fir");
    extension(out, offer.video(), SdpOffer.TRANSPORT_CC, pt);
    extension(out, offer.video(), SdpOffer.PLAYOUT_DELAY, pt);
    if (rtx.isPresent()) {
      line(out, "a=rtpmap:" + rtx.getAsInt() + " rtx/90000");
      line(out, "a=fmtp:" + rtx.getAsInt() + " apt=" + pt);
      line(out, "a=ssrc-group:FID " + unsigned(videoSsrc) + " " + unsigned(rtxSsrc));
    }
    source(out, videoSsrc, "video");
    if (rtx.isPresent()) {
      line(out, "a=ssrc:" + unsigned(rtxSsrc) + " cname:" + CNAME);
    }
  }

  private void transport(StringBuilder out, SdpMedia offered, String formats, String direction) {
    InetAddress first = addresses.getFirst();
    line(out, "m=" + offered.kind() + " " + port + " UDP/TLS/RTP/SAVPF " + formats);
    line(out, "c=IN " + (first instanceof Inet6Address ? "IP6 " : "IP4 ") + host(first));
    line(out, "a=rtcp-mux");
    line(out, "a=rtcp-rsize");
    line(out, "a=mid:" + offered.mid());
    line(out, "a=" + direction);
    line(out, "a=fingerprint:sha-256 " + fingerprint);
    line(out, "a=setup:passive");
    ice(out);
  }

  private void ice(StringBuilder out) {
    line(out, "a=ice-ufrag:" + ufrag);
    line(out, "a=ice-pwd:" + password);
    for (int i = 0; i < addresses.size(); i++) {
      long priority = 126L << 24 | (long) (65535 - i) << 8 | 255; // RFC 8445 §5.1.2.1
      String address = host(addresses.get(i));
      line(
          out,
          "a=candidate:"
              + (i + 1)
              + " 1 udp "
              + priority
              + " "
              + address
              + " "
              + port
              + " typ host");
    }
    line(out, "a=end-of-candidates");
  }

  private static void extension(StringBuilder out, SdpMedia offered, String uri, int pt) {
    OptionalInt id = offered.extension(uri);
    if (id.isPresent()) {
      line(out, "a=extmap:" + id.getAsInt() + " " + uri);
      if (uri.equals(SdpOffer.TRANSPORT_CC)) {
        line(out, "a=rtcp-fb:" + pt + " transport-cc");
      }
    }
  }

  private static void source(StringBuilder out, int ssrc, String track) {
    line(out, "a=msid:" + CNAME + " " + track);
    line(out, "a=ssrc:" + unsigned(ssrc) + " cname:" + CNAME);
  }

  private static long unsigned(int ssrc) {
    return ssrc & 0xffffffffL;
  }

  private static String host(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  private static void line(StringBuilder out, String text) {
    out.append(text).append("\r\n");
  }
}
