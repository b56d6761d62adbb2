/** The commands of {@code ./damso}. */
@NullMarked
package dev.damso.cli;

import org.jspecify.annotations.NullMarked;
