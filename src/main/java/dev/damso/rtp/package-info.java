/** RTP and RTCP packets: parsing and writing, no I/O. */
@NullMarked
package dev.damso.rtp;

import org.jspecify.annotations.NullMarked;
