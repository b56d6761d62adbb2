/** What only the operating system can do. */
@NullMarked
package dev.damso.os;

import org.jspecify.annotations.NullMarked;
