package dev.damso.webrtc.client;

import dev.damso.media.VideoCodec;
import java.util.OptionalInt;

/**
 * What an answer settled, as the receiver needs it.
 *
 * @param opus payload type
 * @param red payload type of redundant sound (RFC 2198), where agreed
 * @param codec of pictures
 * @param video payload type
 * @param rtx payload type of retransmissions, where agreed
 * @param transportId header extension of transport-wide sequence numbers, where agreed
 */
public record Agreed(
    int opus,
    OptionalInt red,
    VideoCodec codec,
    int video,
    OptionalInt rtx,
    OptionalInt transportId) {}
