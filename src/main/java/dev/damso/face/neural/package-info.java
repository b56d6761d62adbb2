/**
 * Neural lip sync: models that draw a mouth from a picture and sound, on a GPU or the processor, in
 * batches that conversations share.
 */
@NullMarked
package dev.damso.face.neural;

import org.jspecify.annotations.NullMarked;
