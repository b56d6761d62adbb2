package dev.damso.webrtc.client;

/**
 * Counts since the call began.
 *
 * @param audioPackets RTP of sound
 * @param videoPackets RTP of pictures, without retransmissions
 * @param rtxPackets retransmissions
 * @param pictures that could be decoded
 * @param nacks sequence numbers that were asked for
 * @param keyFrameRequests PLI sent
 * @param bytes of RTP
 */
public record ReceiverStats(
    long audioPackets,
    long videoPackets,
    long rtxPackets,
    long pictures,
    long nacks,
    long keyFrameRequests,
    long bytes) {}
