package dev.damso.webrtc.client;

/**
 * An Opus packet as it came: not reordered, gaps possible.
 *
 * @param sequence RTP, 0–65535
 * @param timestamp RTP, 48 kHz, 0–2³²−1
 * @param recovered whether it came as another packet's redundancy (RFC 2198)
 * @param arrivedNanos {@link System#nanoTime}
 */
public record ReceivedSound(
    int sequence, long timestamp, byte[] opus, boolean recovered, long arrivedNanos) {}
