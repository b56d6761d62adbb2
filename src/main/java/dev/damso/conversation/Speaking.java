package dev.damso.conversation;

import dev.damso.media.EmotionCue;
import dev.damso.media.MediaTime;
import dev.damso.media.Phoneme;
import dev.damso.media.SpeechChunk;
import dev.damso.playout.PlaybackFinished;
import dev.damso.playout.Playout;
import dev.damso.telemetry.ReplyTimeline.Mark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the avatar says: sound to the playout, the same to the face, captions to the page. Chunks
 * come on a reply's threads, orders on the conversation's; thread safe.
 */
final class Speaking {
  private final Playout playout;
  private final VideoLoop video;
  private final Consumer<ConversationEvent> events;

  Speaking(Playout playout, VideoLoop video, Consumer<ConversationEvent> events) {
    this.playout = playout;
    this.video = video;
    this.events = events;
  }

  /** Announces a chunk and queues it; a stale one is dropped. */
  synchronized void say(Reply reply, SpeechChunk chunk) {
    playout
        .enqueue(chunk)
        .ifPresent(start -> {
          video.speech(chunk, start, () -> reply.timeline().mark(Mark.FIRST_FRAME));
          caption(chunk, start);
        });
  }

  /** Falls silent; {@link #goOn} or {@link #stop} follows. */
  synchronized void pause(Reply reply) {
    playout.pause();
    video.stopSpeech(playout.now());
    events.accept(new ConversationEvent.AvatarPaused(reply.id().value()));
  }

  /** Goes on where it paused. */
  synchronized void goOn(Reply reply) {
    for (Playout.Announcement coming : playout.resume()) {
      SpeechChunk chunk = coming.chunk();
      if (coming.sounded() == 0) {
        video.speech(chunk, coming.start(), () -> reply.timeline().mark(Mark.FIRST_FRAME));
        caption(chunk, coming.start());
      } else {
        MediaTime sounded = MediaTime.ofSamples(coming.sounded(), SpeechChunk.SAMPLE_RATE);
        video.speech(rest(chunk, coming.sounded()), coming.start().plus(sounded), () -> {});
      }
    }
  }

  /** Falls silent for good. */
  synchronized Optional<PlaybackFinished> stop() {
    Optional<PlaybackFinished> finished = playout.flush();
    video.stopSpeech(playout.now());
    return finished;
  }

  private void caption(SpeechChunk chunk, MediaTime start) {
    if (chunk.spokenText().isEmpty()) {
      return;
    }
    double inMs = start.millis() - playout.now().millis();
    events.accept(
        new ConversationEvent.AvatarSays(chunk.reply().value(), chunk.spokenText(), inMs));
  }

  /** A chunk without its first {@code samples}. */
  private static SpeechChunk rest(SpeechChunk chunk, int samples) {
    double ms = samples * 1000.0 / SpeechChunk.SAMPLE_RATE;
    List<Phoneme> phonemes =
        chunk.phonemes().stream()
            .filter(phoneme -> phoneme.endMs() > ms)
            .map(phoneme ->
                new Phoneme(
                    phoneme.symbol(), Math.max(0, phoneme.startMs() - ms), phoneme.endMs() - ms))
            .toList();
    return new SpeechChunk(
        chunk.reply(),
        Arrays.copyOfRange(chunk.pcm(), samples, chunk.pcm().length),
        chunk.spokenText(),
        chunk.language(),
        phonemes,
        emotions(chunk, ms),
        0);
  }

  /** Those from {@code ms} on, and the one that lasts then. */
  private static List<EmotionCue> emotions(SpeechChunk chunk, double ms) {
    List<EmotionCue> rest = new ArrayList<>();
    for (EmotionCue cue : chunk.emotions()) {
      if (cue.atMs() <= ms) {
        rest.clear();
      }
      rest.add(new EmotionCue(cue.emotion(), Math.max(0, cue.atMs() - ms)));
    }
    return rest;
  }
}
