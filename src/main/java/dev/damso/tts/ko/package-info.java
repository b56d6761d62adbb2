/**
 * Korean text to pronunciation: numbers and Latin are read out, spelling becomes sound by the rules
 * of Standard Pronunciation (표준 발음법, National Institute of Korean Language; "article n" in
 * comments), sound becomes phones.
 */
@NullMarked
package dev.damso.tts.ko;

import org.jspecify.annotations.NullMarked;
