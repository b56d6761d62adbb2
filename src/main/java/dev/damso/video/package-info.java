/** Encoding of pictures, and MP4 files. */
@NullMarked
package dev.damso.video;

import org.jspecify.annotations.NullMarked;
