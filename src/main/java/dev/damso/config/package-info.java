/** Configuration: {@code damso.yaml} and the environment. */
@NullMarked
package dev.damso.config;

import org.jspecify.annotations.NullMarked;
