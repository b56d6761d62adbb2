package dev.damso.conversation.recording;

import dev.damso.conversation.ConversationEvent;
import dev.damso.conversation.MediaSink;
import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoCodec;
import dev.damso.video.Recording;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes a conversation's sound and pictures on and keeps them, as they were coded; a thread of its
 * own writes. {@value #QUEUE} may wait, 4 s; when the disk is slower, later ones are dropped, and
 * pictures up to the next key frame. When the disk takes no more the recording ends and the
 * conversation goes on. Thread safe.
 */
public final class Recorder implements MediaSink {
  static final int QUEUE = 500;

  private static final Logger LOG = System.getLogger(Recorder.class.getName());

  /** There is a key frame as often at least, so that players can jump. */
  private static final long KEY_FRAME_MS = 10_000;

  /** Packets by which a microphone may be ahead of 50 a second, after a gap in the network. */
  private static final long BURST = 100;

  private static final int AVATAR = 0;
  private static final int PERSON = 1;

  private final MediaSink sink;
  private final Consumer<ConversationEvent> events;
  private final boolean microphone;
  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE);
  private final MicrophoneClock clock = new MicrophoneClock();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Runnable keyFrames;

  // By the lock of this.

  /** When the last packet of the avatar's sound is heard. */
  private MediaTime now = MediaTime.ofMillis(0);

  private double lastKeyMs = Double.NEGATIVE_INFINITY;
  private boolean needsKeyFrame;
  private boolean over;
  private long packets;
  private long dropped;

  /** What is to be written. */
  private sealed interface Item {
    record Picture(EncodedFrame frame) implements Item {}

    record Sound(int voice, EncodedFrame opus) implements Item {}

    record End() implements Item {}
  }

  /** As {@link #of}. */
  Recorder(
      Supplier<Recording> recording,
      boolean microphone,
      MediaSink sink,
      Consumer<ConversationEvent> events) {
    this.sink = sink;
    this.events = events;
    this.microphone = microphone;
    events.accept(new ConversationEvent.Recorded(true));
    this.thread = Thread.ofPlatform().name("recorder").daemon().start(() -> run(recording));
  }

  /**
   * Begins to record.
   *
   * @param sink where everything goes on to
   * @param events told that it is recorded, and when that ends before the conversation
   */
  public static Recorder of(
      Recordings recordings, MediaSink sink, Consumer<ConversationEvent> events) {
    return new Recorder(
        () -> recordings.open(sink.videoCodec(), Instant.now()),
        recordings.microphone(),
        sink,
        events);
  }

  /**
   * @param ask has the next picture made a key frame
   */
  public void keyFrames(Runnable ask) {
    keyFrames = ask;
  }

  @Override
  public VideoCodec videoCodec() {
    return sink.videoCodec();
  }

  @Override
  public void audio(EncodedFrame opus) {
    sink.audio(opus);
    synchronized (this) {
      now = opus.pts();
      keep(new Item.Sound(AVATAR, opus));
    }
  }

  @Override
  public void video(EncodedFrame picture) {
    sink.video(picture);
    boolean ask;
    synchronized (this) {
      if (picture.keyFrame() || !needsKeyFrame) {
        needsKeyFrame = !keep(new Item.Picture(picture));
      }
      double ms = picture.pts().millis();
      lastKeyMs = picture.keyFrame() ? ms : lastKeyMs;
      ask = !over && (needsKeyFrame || ms - lastKeyMs >= KEY_FRAME_MS);
    }
    Runnable asking = keyFrames;
    if (ask && asking != null) {
      asking.run();
    }
  }

  @Override
  public void microphone(int sequence, byte[] opus) {
    sink.microphone(sequence, opus);
    if (!microphone) {
      return;
    }
    synchronized (this) {
      if (packets < now.millis() / 20 + BURST) { // who floods fills no disk
        packets++;
        keep(new Item.Sound(PERSON, new EncodedFrame(clock.time(sequence, now), opus, true)));
      }
    }
  }

  /** Whether it will be written, or nothing is any more. */
  private boolean keep(Item item) {
    if (over || queue.offer(item)) {
      return true;
    }
    if (dropped++ == 0) {
      LOG.log(Level.WARNING, "the disk is too slow for a recording, parts of it are left out");
    }
    return false;
  }

  private void run(Supplier<Recording> recording) {
    try (Recording file = recording.get()) {
      while (!closed || !queue.isEmpty()) {
        switch (queue.poll(1, TimeUnit.SECONDS)) {
          case Item.Picture(EncodedFrame frame) -> file.video(frame);
          case Item.Sound(int voice, EncodedFrame opus) -> file.audio(voice, opus);
          case Item.End _ -> {}
          case null -> {}
        }
      }
    } catch (UserFacingException e) {
      LOG.log(Level.ERROR, "a recording ends before its conversation: {0}", e.getMessage());
      events.accept(new ConversationEvent.Recorded(false));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private synchronized void end() {
    over = true;
    queue.clear();
    if (dropped > 0) {
      LOG.log(Level.WARNING, "a recording lacks {0} packets and pictures", dropped);
    }
  }

  /** Writes what waits and ends the recording; does not wait for that. */
  @Override
  public void close() {
    closed = true;
    var _ = queue.offer(new Item.End()); // a full queue needs no waking
    sink.close();
  }

  /** Waits until everything is written. */
  void awaitEnd() throws InterruptedException {
    thread.join();
  }
}
