/** DTLS 1.2 handshakes that agree on SRTP keys, by BouncyCastle. */
@NullMarked
package dev.damso.webrtc.dtls;

import org.jspecify.annotations.NullMarked;
