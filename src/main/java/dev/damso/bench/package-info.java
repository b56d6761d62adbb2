/**
 * Measures conversations as a person has them: {@link dev.damso.bench.Caller} speaks recordings in
 * real time and listens to the answer at its decoder's output.
 */
@NullMarked
package dev.damso.bench;

import org.jspecify.annotations.NullMarked;
