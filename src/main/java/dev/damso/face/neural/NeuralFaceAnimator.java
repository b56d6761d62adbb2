package dev.damso.face.neural;

import dev.damso.face.FaceAnimator;
import dev.damso.media.MediaTime;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoFrame;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A film of a person, with a mouth drawn by a network while there is speech. Mouths are asked for
 * ahead, as far as the sound that they hear was announced. Where mouths take too long to draw, only
 * each second, third, … picture gets one of its own.
 */
final class NeuralFaceAnimator implements FaceAnimator {
  private static final double PICTURE_MS = 1000.0 / FRAMES_PER_SECOND;

  /** Milliseconds that a picture waits for its mouth before it keeps the last one. */
  private static final long LIVE_PATIENCE_MS = 80;

  private static final long FILM_PATIENCE_MS = 20_000;

  /** Pictures asked for before they are due. */
  private static final int AHEAD = 8;

  /** Mouths of an utterance that are asked for as its first. */
  private static final int FIRST = 2;

  private final NeuralAvatar avatar;
  private final LipEngine engine;
  private final LipFeatures features;
  private final long offset;
  private final boolean live;
  private final SpeechTrack track;
  private final Map<Long, CompletableFuture<byte[]>> mouths = new HashMap<>();
  private byte @Nullable [] lastMouth;
  private @Nullable VideoFrame last;
  private boolean speaking;
  private int asked;
  private int every = 1;

  NeuralFaceAnimator(
      NeuralAvatar avatar, LipEngine engine, LipFeatures features, long seed, boolean live) {
    this.avatar = avatar;
    this.engine = engine;
    this.features = features;
    this.track = new SpeechTrack(features.keptMs());
    this.offset = Math.floorMod(seed, 10_000L);
    this.live = live;
  }

  @Override
  public void speech(SpeechChunk chunk, MediaTime start) {
    track.add(chunk, start.millis());
    forgetFrom(start.millis());
  }

  @Override
  public void stopSpeech(MediaTime at) {
    track.cut(at.millis());
    forgetFrom(at.millis());
  }

  /** What was drawn of sound after {@code ms} is wrong now. */
  private void forgetFrom(double ms) {
    mouths
        .entrySet()
        .removeIf(entry -> {
          boolean heard = entry.getKey() * PICTURE_MS + features.afterMs() > ms;
          if (heard) {
            entry.getValue().cancel(false);
          }
          return heard;
        });
  }

  /** The film does not know moods. */
  @Override
  public void state(State state, MediaTime at) {}

  @Override
  public VideoFrame frame(MediaTime time) {
    VideoFrame previous = last;
    if (previous != null && previous.pts().equals(time)) {
      return previous;
    }
    double ms = time.millis();
    double strength = track.strength(ms, features.beforeMs(), features.afterMs());
    setSpeaking(strength > 0);
    long index = Math.round(ms / PICTURE_MS);
    int still = avatar.still(index + offset);
    byte[] picture = avatar.picture(still);
    if (strength > 0) {
      byte[] mouth = mouth(index);
      if (mouth != null) {
        picture = picture.clone();
        Crop.blend(
            picture,
            avatar.width(),
            avatar.height(),
            avatar.box(still),
            mouth,
            avatar.mouth(),
            strength);
      }
    }
    VideoFrame drawn = new VideoFrame(time, avatar.width(), avatar.height(), picture);
    last = drawn;
    return drawn;
  }

  private void setSpeaking(boolean now) {
    if (now != speaking) {
      speaking = now;
      asked = 0;
      if (now) {
        engine.enter(this);
        every = live ? engine.picturesPerMouth() : 1;
      } else {
        engine.leave(this);
        mouths.clear();
        lastMouth = null;
      }
    }
  }

  /** The mouth of a picture; the last one where it comes too late. */
  private byte @Nullable [] mouth(long index) {
    long own = index - Math.floorMod(index, (long) every);
    mouths.keySet().removeIf(old -> old < own);
    CompletableFuture<byte[]> due = ask(own);
    for (long ahead = own + every; ahead <= index + AHEAD; ahead += every) {
      double ms = ahead * PICTURE_MS;
      if (ms + features.afterMs() <= track.knownUntilMs()
          && track.strength(ms, features.beforeMs(), features.afterMs()) > 0) {
        var _ = ask(ahead);
      }
    }
    try {
      lastMouth = due.get(live ? LIVE_PATIENCE_MS : FILM_PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return lastMouth;
    } catch (CancellationException e) {
      return lastMouth;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DeviceFailure failure) {
        throw failure;
      }
      throw new CompletionException(e.getCause());
    }
    return lastMouth;
  }

  private CompletableFuture<byte[]> ask(long index) {
    CompletableFuture<byte[]> known = mouths.get(index);
    if (known != null) {
      return known;
    }
    MemorySegment sound = MemorySegment.ofArray(features.at(track, index * PICTURE_MS));
    MemorySegment frame = avatar.frame(avatar.still(index + offset));
    CompletableFuture<byte[]> mouth = engine.draw(this, List.of(frame, sound), asked++ < FIRST);
    mouths.put(index, mouth);
    return mouth;
  }

  @Override
  public void close() {
    engine.leave(this);
    mouths.values().forEach(mouth -> mouth.cancel(false));
  }
}
