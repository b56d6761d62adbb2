package dev.damso.conversation.recording;

import dev.damso.conversation.Conversation;
import dev.damso.conversation.ConversationEvent;
import dev.damso.conversation.MediaSink;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoCodec;
import dev.damso.video.Recording;
import dev.damso.video.RecordingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The folder of recordings. A file is named after the time, UTC, and a random number; nothing that
 * came from outside is in its name. Thread safe.
 *
 * @param width of pictures, pixels
 * @param height of pictures, pixels
 * @param microphone whether the person is recorded too, as a second track of sound
 */
public record Recordings(Path folder, int width, int height, int fps, boolean microphone) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * Makes sure that the folder can be written to.
   *
   * @throws UserFacingException where it cannot
   */
  public void require() {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".damso", null));
    } catch (IOException e) {
      throw UserFacingException.badInput(
          "conversations cannot be recorded in %s (%s): make a folder that can be written to, or"
                  .formatted(folder, e)
              + " leave recording.folder empty");
    }
  }

  /**
   * Begins a conversation that is recorded.
   *
   * @param sink where its sound and pictures go
   * @param events told that it is recorded, too
   * @param maker makes the conversation for a sink
   */
  public Conversation begin(
      MediaSink sink, Consumer<ConversationEvent> events, Function<MediaSink, Conversation> maker) {
    Recorder recorder = Recorder.of(this, sink, events);
    try {
      Conversation begun = maker.apply(recorder);
      recorder.keyFrames(begun::keyFrame);
      return begun;
    } catch (RuntimeException e) {
      recorder.close();
      throw e;
    }
  }

  /**
   * @throws UserFacingException where no file can be made
   */
  Recording open(VideoCodec codec, Instant now) {
    String name =
        "%s-%06x%s"
            .formatted(TIME.format(now), RANDOM.nextInt(1 << 24), RecordingFile.suffix(codec));
    return new RecordingFile(
        folder.resolve(name),
        codec,
        width,
        height,
        fps,
        microphone ? List.of("avatar", "person") : List.of("avatar"));
  }
}
