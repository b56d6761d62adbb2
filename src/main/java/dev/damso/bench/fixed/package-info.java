/** Stages that take a fixed time. */
@NullMarked
package dev.damso.bench.fixed;

import org.jspecify.annotations.NullMarked;
