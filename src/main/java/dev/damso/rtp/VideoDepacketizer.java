package dev.damso.rtp;

import dev.damso.media.VideoCodec;
import java.util.List;
import java.util.Optional;

/** Puts RTP payloads together again; the inverse of {@link VideoPacketizer}. Thread safe. */
public interface VideoDepacketizer {
  /**
   * A coded picture.
   *
   * @param data as {@link VideoPacketizer#packetize} takes it
   */
  record Picture(byte[] data, boolean keyFrame) {}

  /** Whether a picture at which decoding can start begins with this payload. */
  boolean startsKeyFrame(byte[] payload);

  /**
   * @param payloads all of one picture, in order
   * @return the picture, or empty where they are malformed
   */
  Optional<Picture> assemble(List<byte[]> payloads);

  static VideoDepacketizer of(VideoCodec codec) {
    return switch (codec) {
      case H264 -> new H264Depacketizer();
      case VP8 -> new Vp8Depacketizer();
    };
  }
}
