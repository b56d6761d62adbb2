/**
 * How much a browser's connection can take: pure arithmetic on send and arrival times. The encoder
 * does not follow it yet.
 */
@NullMarked
package dev.damso.webrtc.congestion;

import org.jspecify.annotations.NullMarked;
