package dev.damso.stt;

import dev.damso.media.Cancellation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Hears the same words whatever is said. A stream gives one of the scripted partials at each {@code
 * feed}, on the feeding thread; its final text is there at once, or when the test says so. One
 * thread, but for what is asked of {@link #streams()}.
 */
public final class FakeSpeechToText implements SpeechToText {
  private final String text;
  private final List<PartialTranscript> script;
  private final List<Stream> streams = new ArrayList<>();
  private volatile boolean holding;

  public FakeSpeechToText(String text) {
    this(text, List.of());
  }

  /**
   * @param script partials of each stream, one a feed
   */
  public FakeSpeechToText(String text, List<PartialTranscript> script) {
    this.text = text;
    this.script = List.copyOf(script);
  }

  /** From now on {@code finish} gives futures that {@link Stream#complete()} completes. */
  public void holdFinals() {
    holding = true;
  }

  /** All that were opened, in order. */
  public synchronized List<Stream> streams() {
    return List.copyOf(streams);
  }

  @Override
  public Transcript transcribe(float[] samples, String language, Cancellation cancellation) {
    return transcript(language);
  }

  private Transcript transcript(String language) {
    return new Transcript(text, language.equals(AUTO) ? "ko" : language, true);
  }

  @Override
  public synchronized SpeechStream open(String language, Consumer<PartialTranscript> partials) {
    Stream stream = new Stream(language, partials);
    streams.add(stream);
    return stream;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public void close() {}

  /** What became of one stream. */
  public final class Stream implements SpeechStream {
    private final String language;
    private final Consumer<PartialTranscript> partials;
    private final Deque<PartialTranscript> left = new ArrayDeque<>(script);
    private CompletableFuture<Transcript> asked = new CompletableFuture<>();
    private int samplesFed;
    private int finishes;
    private boolean closed;

    private Stream(String language, Consumer<PartialTranscript> partials) {
      this.language = language;
      this.partials = partials;
    }

    @Override
    public void feed(float[] samples) {
      PartialTranscript next;
      synchronized (this) {
        if (closed) {
          return;
        }
        samplesFed += samples.length;
        next = left.poll();
      }
      if (next != null) {
        partials.accept(next);
      }
    }

    @Override
    public synchronized CompletableFuture<Transcript> finish() {
      asked.cancel(false);
      asked = new CompletableFuture<>();
      finishes++;
      if (closed) {
        asked.cancel(false);
      } else if (!holding) {
        complete();
      }
      return asked;
    }

    /** Ends the pass that was asked for last. */
    public synchronized void complete() {
      asked.complete(transcript(language));
    }

    @Override
    public synchronized void close() {
      closed = true;
      asked.cancel(false);
    }

    public synchronized int samplesFed() {
      return samplesFed;
    }

    /** What was asked for last. */
    public synchronized CompletableFuture<Transcript> asked() {
      return asked;
    }

    /** How often a final text was asked for. */
    public synchronized int finishes() {
      return finishes;
    }

    public synchronized boolean closed() {
      return closed;
    }
  }
}
