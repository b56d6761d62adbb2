/** How much a browser's connection can take: pure arithmetic on send and arrival times. */
@NullMarked
package dev.damso.webrtc.congestion;

import org.jspecify.annotations.NullMarked;
