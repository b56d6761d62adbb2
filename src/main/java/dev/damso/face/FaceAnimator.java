package dev.damso.face;

import dev.damso.media.MediaTime;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoFrame;

/**
 * Moves a face. One instance a conversation, one owner thread. All times are on the playout clock,
 * which is audio's; asking for the same time twice gives the same picture.
 */
public interface FaceAnimator extends AutoCloseable {
  int FRAMES_PER_SECOND = 25;

  /** What the avatar is doing, seen in its bearing. */
  enum State {
    IDLE,
    LISTENING,
    THINKING,
    SPEAKING
  }

  /** Announces speech whose first sample sounds at {@code start}; chunks come in order. */
  void speech(SpeechChunk chunk, MediaTime start);

  /** Speech ends at {@code at}; what was announced past it will not be heard. */
  void stopSpeech(MediaTime at);

  void state(State state, MediaTime at);

  /** The picture at {@code time}; times do not go back. */
  VideoFrame frame(MediaTime time);

  @Override
  void close();
}
