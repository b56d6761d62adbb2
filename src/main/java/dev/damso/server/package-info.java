/** HTTP, signalling, events and the page. */
@NullMarked
package dev.damso.server;

import org.jspecify.annotations.NullMarked;
