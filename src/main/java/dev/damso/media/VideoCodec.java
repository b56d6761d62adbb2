package dev.damso.media;

/** What a coded picture is coded as; WebRTC browsers show one of these (RFC 7742 §5). */
public enum VideoCodec {
  /** Constrained baseline. */
  H264,
  VP8
}
