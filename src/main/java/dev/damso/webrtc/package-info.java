/** A WebRTC endpoint: SDP, ICE-lite, DTLS, SRTP, RTCP. */
@NullMarked
package dev.damso.webrtc;

import org.jspecify.annotations.NullMarked;
