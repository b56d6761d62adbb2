/** STUN binding requests and responses, ICE credentials; no I/O. */
@NullMarked
package dev.damso.webrtc.ice;

import org.jspecify.annotations.NullMarked;
