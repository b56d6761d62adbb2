/** The timeline of a reply and figures made of it. */
@NullMarked
package dev.damso.telemetry;

import org.jspecify.annotations.NullMarked;
