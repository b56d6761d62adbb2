package dev.damso.webrtc;

import dev.damso.media.VideoCodec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How pictures go to a browser.
 *
 * @param payloadType RTP payload type
 * @param rtx payload type of its retransmissions, where offered (RFC 4588)
 */
record VideoFormat(VideoCodec codec, int payloadType, OptionalInt rtx) {
  private static final String BASELINE = "profile-level-id=42e0"; // constrained baseline

  /** H.264 constrained baseline in packetization-mode 1 where it is offered, else VP8. */
  static VideoFormat choose(SdpMedia video) throws SdpException {
    List<Integer> h264 =
        video.payloadTypes("H264").stream()
            .filter(p -> video.parameters(p).contains("packetization-mode=1"))
            .filter(p -> video.parameters(p).toLowerCase(Locale.ROOT).contains(BASELINE))
            .toList();
    Optional<Integer> vp8 = video.payloadTypes("VP8").stream().findFirst();
    if (h264.isEmpty() && vp8.isEmpty()) {
      throw new SdpException(
          "The SDP offer has neither VP8 nor H.264 constrained baseline with packetization-mode=1;"
              + " use a current browser");
    }
    int chosen = h264.isEmpty() ? vp8.get() : h264.getFirst();
    return new VideoFormat(
        h264.isEmpty() ? VideoCodec.VP8 : VideoCodec.H264, chosen, video.rtxFor(chosen));
  }

  /** The name in {@code a=rtpmap}. */
  String encodingName() {
    return codec.name();
  }
}
