package dev.damso.conversation.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.conversation.ConversationEvent;
import dev.damso.conversation.MediaSink;
import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.UserFacingException;
import dev.damso.media.VideoCodec;
import dev.damso.video.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
final class RecorderTest {
  private static final byte[] DATA = {1, 2, 3};

  private final List<String> passed = new ArrayList<>();
  private final List<ConversationEvent> events = new ArrayList<>();
  private final Disk disk = new Disk();
  private int keyFramesAsked;

  /** Where everything goes on to. */
  private final MediaSink peer =
      new MediaSink() {
        @Override
        public void audio(EncodedFrame opus) {
          passed.add("sound");
        }

        @Override
        public void video(EncodedFrame picture) {
          passed.add("picture");
        }

        @Override
        public void close() {
          passed.add("end");
        }
      };

  /** One that waits, and can be full. */
  private static final class Disk implements Recording {
    final List<String> written = new ArrayList<>();
    final CountDownLatch free = new CountDownLatch(1);
    int holds = Integer.MAX_VALUE;

    private void write(String what) {
      if (written.size() >= holds) {
        throw UserFacingException.failed("no space left");
      }
      written.add(what);
    }

    @Override
    public void video(EncodedFrame picture) {
      write((picture.keyFrame() ? "key " : "picture ") + (int) picture.pts().millis());
    }

    @Override
    public void audio(int voice, EncodedFrame opus) {
      write("voice " + voice + " " + (int) opus.pts().millis());
    }

    @Override
    public void close() {
      written.add("closed");
    }
  }

  private Recorder recorder() {
    Recorder made =
        new Recorder(
            () -> {
              try {
                disk.free.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return disk;
            },
            true,
            peer,
            events::add);
    made.keyFrames(() -> keyFramesAsked++);
    return made;
  }

  private static EncodedFrame at(int ms, boolean key) {
    return new EncodedFrame(MediaTime.ofMillis(ms), DATA, key);
  }

  @Test
  void everythingIsPassedOnAndKept() throws InterruptedException {
    Recorder recorder = recorder();
    recorder.audio(at(20, true));
    recorder.video(at(40, true));
    recorder.microphone(7, DATA);
    recorder.video(at(80, false));
    recorder.close();
    disk.free.countDown();
    recorder.awaitEnd();
    assertThat(disk.written)
        .containsExactly("voice 0 20", "key 40", "voice 1 20", "picture 80", "closed");
    assertThat(passed).containsExactly("sound", "picture", "picture", "end");
    assertThat(events).containsExactly(new ConversationEvent.Recorded(true));
  }

  @Test
  void aFullDiskEndsTheRecordingOnly() throws InterruptedException {
    disk.holds = 2;
    disk.free.countDown();
    Recorder recorder = recorder();
    for (int i = 0; i < 3; i++) {
      recorder.audio(at(20 * i, true));
    }
    recorder.awaitEnd();
    recorder.audio(at(60, true));
    recorder.video(at(80, false));
    recorder.close();
    assertThat(disk.written).containsExactly("voice 0 0", "voice 0 20", "closed");
    assertThat(passed).hasSize(6);
    assertThat(events)
        .containsExactly(
            new ConversationEvent.Recorded(true), new ConversationEvent.Recorded(false));
    assertThat(keyFramesAsked).isZero();
  }

  @Test
  void aSlowDiskCostsPicturesUpToTheNextKeyFrame() throws InterruptedException {
    Recorder recorder = recorder();
    recorder.video(at(0, true));
    for (int i = 1; i < Recorder.QUEUE; i++) {
      recorder.audio(at(0, true));
    }
    assertThat(keyFramesAsked).isZero();
    recorder.video(at(40, false)); // finds no place
    assertThat(keyFramesAsked).isEqualTo(1);
    disk.free.countDown();
    while (disk.written.size() < Recorder.QUEUE) {
      Thread.onSpinWait();
    }
    recorder.video(at(80, false)); // would be wrong without the one before
    recorder.video(at(120, true));
    recorder.video(at(160, false));
    recorder.close();
    recorder.awaitEnd();
    assertThat(disk.written.subList(Recorder.QUEUE, disk.written.size()))
        .containsExactly("key 120", "picture 160", "closed");
  }

  @Test
  void thereIsAKeyFrameEveryTenSeconds() {
    Recorder recorder = recorder();
    recorder.video(at(0, true));
    recorder.video(at(9_960, false));
    assertThat(keyFramesAsked).isZero();
    recorder.video(at(10_000, false));
    assertThat(keyFramesAsked).isEqualTo(1);
    recorder.video(at(10_040, true));
    recorder.video(at(10_080, false));
    assertThat(keyFramesAsked).isEqualTo(1);
    recorder.close();
    disk.free.countDown();
  }

  @Test
  void whoFloodsTheMicrophoneFillsNoDisk() throws InterruptedException {
    Recorder recorder = recorder();
    for (int i = 0; i < 400; i++) {
      recorder.microphone(i, DATA);
    }
    recorder.close();
    disk.free.countDown();
    recorder.awaitEnd();
    assertThat(disk.written).hasSizeLessThan(150);
  }

  @Test
  void filesAreNamedByTimeAndChance(@TempDir Path folder) throws Exception {
    Recordings recordings = new Recordings(folder.resolve("deep/er"), 64, 64, 25, true);
    recordings.require();
    recordings.open(VideoCodec.H264, Instant.EPOCH).close();
    recordings.open(VideoCodec.VP8, Instant.EPOCH).close();
    try (var files = Files.list(recordings.folder())) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .hasSize(2)
          .allMatch(name -> name.matches("19700101-000000-[0-9a-f]{6}\\.(mp4|webm)"));
    }
  }

  @Test
  void aFolderThatCannotBeIsSaidAtTheStart(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new Recordings(file, 64, 64, 25, true).require())
        .isInstanceOf(UserFacingException.class)
        .hasMessageContaining("recording.folder");
  }
}
