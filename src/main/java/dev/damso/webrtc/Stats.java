package dev.damso.webrtc;

/**
 * Counts since the connection was made.
 *
 * @param rttMs last round trip, milliseconds; 0 before the first report
 * @param fractionLost 0–1, of video, in the browser's last report
 * @param packetsSent RTP, audio and video, without retransmissions
 * @param packetsReceived microphone RTP
 * @param nacks sequence numbers asked for again
 * @param rtx packets sent again
 * @param keyFrameRequests PLI and FIR
 * @param twccReports transport-wide feedback messages
 * @param twccReceived packets that these call received
 * @param twccLost packets that these call lost
 * @param rejected datagrams that were not authentic or malformed
 */
public record Stats(
    double rttMs,
    double fractionLost,
    long packetsSent,
    long packetsReceived,
    long nacks,
    long rtx,
    long keyFrameRequests,
    long twccReports,
    long twccReceived,
    long twccLost,
    long rejected) {}
