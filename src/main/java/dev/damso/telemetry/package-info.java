/**
 * The timeline of a reply, and what is made of it: metrics, traces, percentiles. See {@link
 * dev.damso.telemetry.ReplyTimeline}.
 */
@NullMarked
package dev.damso.telemetry;

import org.jspecify.annotations.NullMarked;
