package dev.damso.playout;

import dev.damso.media.AudioFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a conversation plays: speech while there is some, else silence. Its clock, samples played
 * since the start, is the conversation's master clock: {@link #next} advances it.
 *
 * <p>Unbounded: the longest reply bounds it (100 tokens make less than a minute, 6 MB). Thread
 * safe, by its own lock, held for a copy of one block at most.
 */
public final class Playout {
  /** Samples of a block: 20 ms at 48 kHz. */
  public static final int BLOCK = 960;

  private static final int RATE = SpeechChunk.SAMPLE_RATE;

  /** Samples over which speech is faded out when it is cut: 5 ms, so that no click is heard. */
  private static final int FADE = 240;

  private final ArrayDeque<Scheduled> queue = new ArrayDeque<>();
  private final List<SpeechChunk> heard = new ArrayList<>();
  private ReplyId reply = ReplyId.NONE;
  private long played;
  private long replySamples;
  private boolean ended;

  /** Where what was queued last ends, or ended. */
  private long lastEnd;

  private short[] fading = new short[0];

  /** When it was paused, in samples played, or -1. */
  private long pausedAt = -1;

  /** A chunk and when its first sample sounds. */
  private record Scheduled(SpeechChunk chunk, long start) {
    long end() {
      return start + chunk.pcm().length;
    }
  }

  /** A block of sound, and what came to its end in it. */
  public record Block(AudioFrame audio, boolean speech, Optional<PlaybackFinished> finished) {
    /** How loud it is, dB of full scale. */
    public double decibels() {
      double power = 0;
      for (short sample : audio.pcm()) {
        power += (double) sample * sample;
      }
      return 10 * Math.log10(power / audio.pcm().length / (32_768.0 * 32_768) + 1e-12);
    }
  }

  /**
   * A chunk that sounds from now on, or goes on to.
   *
   * @param start when its first sample sounds, or would have
   * @param sounded samples of it that were played
   */
  public record Announcement(SpeechChunk chunk, MediaTime start, int sounded) {}

  /** Begins a reply; chunks of older ones are dropped from here on. */
  public synchronized void begin(ReplyId next) {
    reply = next;
    heard.clear();
    lastEnd = played;
    replySamples = 0;
    ended = false;
    pausedAt = -1;
  }

  /**
   * Queues speech behind what is queued, and its pause. What has been silent already counts as
   * pause: a late chunk does not wait for it.
   *
   * @return when its first sample sounds, or empty where its reply is stale, or paused: then {@link
   *     #resume} tells
   */
  public synchronized Optional<MediaTime> enqueue(SpeechChunk chunk) {
    if (!chunk.reply().equals(reply) || chunk.pcm().length == 0) {
      return Optional.empty();
    }
    long now = paused() ? pausedAt : played;
    long before = queue.isEmpty() ? lastEnd : queue.getLast().end();
    long start = Math.max(now, before + chunk.pause());
    Scheduled next = new Scheduled(chunk, start);
    queue.add(next);
    lastEnd = next.end();
    return paused() ? Optional.empty() : Optional.of(MediaTime.ofSamples(start, RATE));
  }

  /** Says that the reply has no more chunks than those queued. */
  public synchronized void end(ReplyId which) {
    if (which.equals(reply)) {
      ended = true;
    }
  }

  /** The next 20 ms, on the clock {@link #now()} before the call. */
  public synchronized Block next() {
    short[] pcm = new short[BLOCK];
    boolean speech = false;
    int filled = 0;
    while (filled < BLOCK && !queue.isEmpty() && !paused()) {
      Scheduled first = queue.getFirst();
      speech = true;
      int from = (int) (played + filled - first.start());
      if (from < 0) {
        filled += Math.min(BLOCK - filled, -from);
        continue;
      }
      int n = Math.min(BLOCK - filled, first.chunk().pcm().length - from);
      System.arraycopy(first.chunk().pcm(), from, pcm, filled, n);
      filled += n;
      replySamples += n;
      if (played + filled >= first.end()) {
        heard.add(first.chunk());
        queue.removeFirst();
      }
    }
    for (int i = 0; i < Math.min(fading.length, BLOCK); i++) {
      pcm[i] = (short) Math.clamp(pcm[i] + fading[i], Short.MIN_VALUE, Short.MAX_VALUE);
    }
    fading = new short[0];
    AudioFrame audio = new AudioFrame(now(), pcm, RATE);
    played += BLOCK;
    Optional<PlaybackFinished> finished = Optional.empty();
    if (ended && queue.isEmpty()) {
      ended = false;
      finished = Optional.of(finish(false, heardText()));
    }
    return new Block(audio, speech, finished);
  }

  /**
   * Falls silent within {@value #FADE} samples and forgets the reply.
   *
   * @return what was heard, or empty where nothing was being played
   */
  public synchronized Optional<PlaybackFinished> flush() {
    if (reply.equals(ReplyId.NONE)) {
      pausedAt = -1;
      return Optional.empty();
    }
    boolean cut = !queue.isEmpty() || !ended;
    String text = heardText();
    if (!queue.isEmpty()) {
      Scheduled current = queue.getFirst();
      long position = paused() ? pausedAt : played;
      int from = (int) Math.max(0, position - current.start());
      if (current.start() <= position && from < current.chunk().pcm().length) {
        if (!paused()) {
          fading = fadeOut(current.chunk().pcm(), from);
        }
        text = join(text, share(current.chunk().spokenText(), from, current.chunk().pcm().length));
      }
    }
    queue.clear();
    ended = false;
    pausedAt = -1;
    return Optional.of(finish(cut, text));
  }

  /** Falls silent within {@value #FADE} samples; what is queued, and comes, waits. */
  public synchronized void pause() {
    if (paused()) {
      return;
    }
    pausedAt = played;
    if (!queue.isEmpty()) {
      Scheduled current = queue.getFirst();
      int from = (int) (played - current.start());
      if (from > 0 && from < current.chunk().pcm().length) {
        fading = fadeOut(current.chunk().pcm(), from);
      }
    }
  }

  /**
   * Goes on where it was paused.
   *
   * @return what will sound, in order, and when
   */
  public synchronized List<Announcement> resume() {
    if (!paused()) {
      return List.of();
    }
    long gap = played - pausedAt;
    List<Scheduled> moved = new ArrayList<>();
    List<Announcement> coming = new ArrayList<>();
    for (Scheduled waiting : queue) {
      Scheduled next = new Scheduled(waiting.chunk(), waiting.start() + gap);
      moved.add(next);
      coming.add(
          new Announcement(
              next.chunk(),
              MediaTime.ofSamples(next.start(), RATE),
              (int) Math.max(0, played - next.start())));
    }
    lastEnd += queue.isEmpty() ? 0 : gap;
    queue.clear();
    queue.addAll(moved);
    pausedAt = -1;
    return coming;
  }

  private boolean paused() {
    return pausedAt >= 0;
  }

  /** Samples played so far, as a time: the master clock. */
  public synchronized MediaTime now() {
    return MediaTime.ofSamples(played, RATE);
  }

  /** Whether speech is queued or sounding. */
  public synchronized boolean speaking() {
    return !queue.isEmpty();
  }

  private PlaybackFinished finish(boolean interrupted, String text) {
    PlaybackFinished finished =
        new PlaybackFinished(reply, MediaTime.ofSamples(replySamples, RATE), interrupted, text);
    reply = ReplyId.NONE;
    heard.clear();
    return finished;
  }

  private String heardText() {
    return heard.stream().map(SpeechChunk::spokenText).reduce("", Playout::join);
  }

  private static String join(String a, String b) {
    return a.isEmpty() || b.isEmpty() ? a + b : a + " " + b;
  }

  /** The words of a chunk that had begun before it was cut at sample {@code position}. */
  private static String share(String text, int position, int length) {
    int reached = (int) ((long) text.length() * position / length);
    int space = text.lastIndexOf(' ', reached);
    return reached == 0 || space < 0 ? "" : text.substring(0, space);
  }

  private static short[] fadeOut(short[] pcm, int from) {
    short[] tail = new short[Math.min(FADE, pcm.length - from)];
    for (int i = 0; i < tail.length; i++) {
      tail[i] = (short) (pcm[from + i] * (FADE - i) / FADE);
    }
    return tail;
  }
}
