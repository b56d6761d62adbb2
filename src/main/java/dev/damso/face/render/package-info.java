/** An avatar's mesh and the software rasteriser that draws it. */
@NullMarked
package dev.damso.face.render;

import org.jspecify.annotations.NullMarked;
