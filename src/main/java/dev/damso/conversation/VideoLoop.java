package dev.damso.conversation;

import dev.damso.face.FaceAnimator;
import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.SpeechChunk;
import dev.damso.video.VideoEncoder;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Draws and codes a conversation's pictures on a platform thread of its own, 25 a second, at the
 * times that the pacer gives. When drawing is late the older of two due pictures is dropped.
 */
final class VideoLoop implements AutoCloseable {
  private static final long FRAME_TICKS = 48_000 / FaceAnimator.FRAMES_PER_SECOND;

  /** At most one key frame in so many pictures: half a second. */
  private static final int KEY_FRAME_SPACING = FaceAnimator.FRAMES_PER_SECOND / 2;

  private final FaceAnimator face;
  private final VideoEncoder encoder;
  private final Consumer<EncodedFrame> sink;
  private final Consumer<RuntimeException> failed;
  private final Queue<Consumer<FaceAnimator>> orders = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> afterNext = new ConcurrentLinkedQueue<>();
  private final ArrayBlockingQueue<MediaTime> due = new ArrayBlockingQueue<>(1);
  private final Thread thread;
  private final VideoRate rate = new VideoRate();
  private volatile boolean keyFrame = true;
  private volatile boolean closed;

  /**
   * @param failed told once, on the video thread, when no more pictures come
   */
  VideoLoop(
      long number,
      FaceAnimator face,
      VideoEncoder encoder,
      Consumer<EncodedFrame> sink,
      Consumer<RuntimeException> failed) {
    this.failed = failed;
    this.face = face;
    this.encoder = encoder;
    this.sink = sink;
    thread = Thread.ofPlatform().name("video-" + number).daemon().start(this::run);
  }

  /**
   * @param time of the playout clock, at 48 kHz, a multiple of 20 ms
   */
  void tick(MediaTime time) {
    if (time.ticks() % FRAME_TICKS != 0) {
      return;
    }
    while (!due.offer(time)) {
      due.poll();
    }
  }

  /**
   * @param drawn run on the video thread once the first picture of this speech is coded
   */
  void speech(SpeechChunk chunk, MediaTime start, Runnable drawn) {
    orders.add(animator -> animator.speech(chunk, start));
    afterNext.add(drawn);
  }

  void stopSpeech(MediaTime at) {
    orders.add(animator -> animator.stopSpeech(at));
  }

  void state(FaceAnimator.State state, MediaTime at) {
    orders.add(animator -> animator.state(state, at));
  }

  void keyFrame() {
    keyFrame = true;
  }

  /** What pictures may take, bits a second. Any thread. */
  void rate(int bitsPerSecond) {
    rate.wanted(bitsPerSecond);
  }

  private void run() {
    int sinceKey = KEY_FRAME_SPACING;
    try (face;
        encoder) {
      while (!closed) {
        MediaTime time = due.poll(1, TimeUnit.SECONDS);
        if (time == null) {
          continue;
        }
        for (var order = orders.poll(); order != null; order = orders.poll()) {
          order.accept(face);
        }
        rate.next().ifPresent(encoder::bitRate);
        if (rate.skips()) {
          continue;
        }
        boolean key = keyFrame && sinceKey >= KEY_FRAME_SPACING;
        EncodedFrame picture = encoder.encode(face.frame(time), key);
        sinceKey = key ? 0 : sinceKey + 1;
        keyFrame &= !key;
        sink.accept(picture);
        for (var done = afterNext.poll(); done != null; done = afterNext.poll()) {
          done.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failed.accept(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
