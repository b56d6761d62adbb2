package dev.damso.face.neural;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One mouth to draw.
 *
 * @param line the conversation that waits for it
 * @param inputs one for each input of the model, in its order; not written to any more
 * @param first whether it is among the first of an utterance: somebody waits to see it
 * @param arrivedNanos when it was asked for
 * @param mouth takes the picture: RGB bytes, {@code [size][size][3]}
 */
record LipJob(
    Object line,
    List<MemorySegment> inputs,
    boolean first,
    long arrivedNanos,
    CompletableFuture<byte[]> mouth) {}
