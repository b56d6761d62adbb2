/** Avatars made from one portrait photo. */
@NullMarked
package dev.damso.face.photo;

import org.jspecify.annotations.NullMarked;
