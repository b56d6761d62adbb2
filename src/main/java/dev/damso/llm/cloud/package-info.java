/** Language models behind HTTP, by LangChain4j. */
@NullMarked
package dev.damso.llm.cloud;

import org.jspecify.annotations.NullMarked;
