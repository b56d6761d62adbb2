package dev.damso.bench;

import dev.damso.conversation.Conversation;
import dev.damso.conversation.ConversationEvent;
import dev.damso.conversation.MediaSink;
import dev.damso.conversation.Pacer;
import dev.damso.conversation.ReplySettings;
import dev.damso.conversation.Stages;
import dev.damso.media.EncodedFrame;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A conversation in this process: no network, no jitter buffer at the caller's. */
final class InProcessLine implements Line {
  private final Stages stages;
  private final ReplySettings settings;
  private final Pacer pacer;
  private @Nullable Conversation conversation;
  private int sequence;

  InProcessLine(Stages stages, ReplySettings settings, Pacer pacer) {
    this.stages = stages;
    this.settings = settings;
    this.pacer = pacer;
  }

  @Override
  public void open(Receiver receiver) {
    conversation =
        new Conversation(
            stages,
            settings,
            pacer,
            new Sink(receiver),
            event -> {
              if (event instanceof ConversationEvent.ReplyFinished finished) {
                receiver.replied(finished.timeline());
              }
            });
    conversation.start();
  }

  private static final class Sink implements MediaSink {
    private final Receiver receiver;
    private long packets;

    Sink(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public void audio(EncodedFrame opus) {
      long now = System.nanoTime();
      receiver.arrived(packets++, now);
      receiver.audio(opus.data(), now);
    }

    @Override
    public void video(EncodedFrame picture) {
      receiver.picture(picture.data(), System.nanoTime());
    }
  }

  private Conversation conversation() {
    return Objects.requireNonNull(conversation, "not open");
  }

  @Override
  public void microphone(byte[] opus) {
    conversation().microphone(sequence++ & 0xFFFF, opus);
  }

  @Override
  public void hush() {
    conversation().hush();
  }

  @Override
  public void close() {
    if (conversation != null) {
      conversation.close();
    }
  }
}
