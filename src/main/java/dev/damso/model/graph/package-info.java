/** Turns published weights into ONNX graphs when a model is installed. */
@NullMarked
package dev.damso.model.graph;

import org.jspecify.annotations.NullMarked;
