/** The browser's side of a call, for tests, measurements and load. */
@NullMarked
package dev.damso.webrtc.client;

import org.jspecify.annotations.NullMarked;
