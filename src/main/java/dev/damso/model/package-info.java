/** Model files and inference: catalogue, download, graph building, sessions. */
@NullMarked
package dev.damso.model;

import org.jspecify.annotations.NullMarked;
