package dev.damso.rtp;

import dev.damso.media.VideoCodec;
import java.util.List;

/** Cuts coded pictures into RTP payloads. One stream's, one owner. */
public interface VideoPacketizer {
  /**
   * The payloads of one coded picture, in order; the last one's packet carries the marker. Empty
   * where there is nothing to show in it.
   */
  List<byte[]> packetize(byte[] frame);

  /**
   * @param maxPayload bytes of RTP payload that a packet may hold, at least 16
   */
  static VideoPacketizer of(VideoCodec codec, int maxPayload) {
    return switch (codec) {
      case H264 -> new H264Packetizer(maxPayload);
      case VP8 -> new Vp8Packetizer(maxPayload);
    };
  }
}
