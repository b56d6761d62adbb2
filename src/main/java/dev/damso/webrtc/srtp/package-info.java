/** SRTP and SRTCP with keys of a DTLS handshake. */
@NullMarked
package dev.damso.webrtc.srtp;

import org.jspecify.annotations.NullMarked;
