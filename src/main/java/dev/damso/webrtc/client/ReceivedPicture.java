package dev.damso.webrtc.client;

/**
 * A picture that can be decoded: all before it have come, or it is a key frame.
 *
 * @param data H.264 in Annex B, or VP8
 * @param timestamp RTP, 90 kHz, 0–2³²−1
 * @param arrivedNanos when its last packet came, {@link System#nanoTime}
 */
public record ReceivedPicture(byte[] data, boolean keyFrame, long timestamp, long arrivedNanos) {}
