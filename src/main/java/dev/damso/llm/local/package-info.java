/** Language models in this process, by llama.cpp. */
@NullMarked
package dev.damso.llm.local;

import org.jspecify.annotations.NullMarked;
