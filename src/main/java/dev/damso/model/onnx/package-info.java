/** ONNX Runtime's C API, bound by the foreign-function API. */
@NullMarked
package dev.damso.model.onnx;

import org.jspecify.annotations.NullMarked;
