package dev.damso.face.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.damso.face.FaceAnimator;
import dev.damso.media.MediaTime;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.media.VideoFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A neural face whose last device goes while it speaks: the rig goes on in its words. */
final class FallbackFaceTest {
  private final List<String> notices = new ArrayList<>();
  private final Drawn neural = new Drawn(1);
  private final Drawn rig = new Drawn(2);
  private final FallbackFace face = new FallbackFace(neural, rig, notices::add);

  /** Draws pictures of one colour, and notes what it was told. */
  private static final class Drawn implements FaceAnimator {
    private final byte colour;
    private final List<String> told = new ArrayList<>();
    private RuntimeException failure = new IllegalStateException("none");
    private double failsFromMs = Double.MAX_VALUE;
    private boolean closed;

    Drawn(int colour) {
      this.colour = (byte) colour;
    }

    void failFrom(double ms, RuntimeException how) {
      failsFromMs = ms;
      failure = how;
    }

    @Override
    public void speech(SpeechChunk chunk, MediaTime start) {
      told.add("speech " + start.millis());
    }

    @Override
    public void stopSpeech(MediaTime at) {
      told.add("stop " + at.millis());
    }

    @Override
    public void state(State state, MediaTime at) {
      told.add(state + " " + at.millis());
    }

    @Override
    public VideoFrame frame(MediaTime time) {
      if (time.millis() >= failsFromMs) {
        throw failure;
      }
      byte[] picture = new byte[6];
      picture[0] = colour;
      return new VideoFrame(time, 2, 2, picture);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private int colourAt(int ms) {
    return face.frame(MediaTime.ofMillis(ms)).i420()[0];
  }

  private void speak(int ms) {
    short[] pcm = new short[4_800];
    face.speech(
        new SpeechChunk(ReplyId.NONE.next(), pcm, "", "", List.of()), MediaTime.ofMillis(ms));
  }

  @Test
  void theRigGoesOnFromThePictureThatFailedAndIsSaidOnce() {
    neural.failFrom(80, new DeviceFailure(DeviceFailure.Kind.LOST, "the GPU is gone"));
    speak(0);
    assertThat(colourAt(0)).isEqualTo(1);
    assertThat(colourAt(40)).isEqualTo(1);
    assertThat(colourAt(80)).isEqualTo(2);
    assertThat(colourAt(120)).isEqualTo(2);
    assertThat(notices).singleElement().asString().contains("the GPU is gone", "the rig goes on");
  }

  @Test
  void itDoesNotComeBack() {
    neural.failFrom(40, new DeviceFailure(DeviceFailure.Kind.OUT_OF_MEMORY, "no memory"));
    assertThat(colourAt(40)).isEqualTo(2);
    neural.failFrom(Double.MAX_VALUE, new IllegalStateException("none"));
    assertThat(colourAt(80)).isEqualTo(2);
  }

  @Test
  void bothHearAll() {
    speak(0);
    face.state(FaceAnimator.State.LISTENING, MediaTime.ofMillis(100));
    neural.failFrom(0, new DeviceFailure(DeviceFailure.Kind.LOST, "gone"));
    colourAt(120);
    speak(200);
    face.stopSpeech(MediaTime.ofMillis(300));
    assertThat(rig.told).hasSize(4).isEqualTo(neural.told);
    face.close();
    assertThat(neural.closed && rig.closed).isTrue();
  }

  @Test
  void aMistakeOfOursIsNotHidden() {
    neural.failFrom(0, new IllegalStateException("a mistake"));
    assertThatThrownBy(() -> colourAt(0)).hasMessage("a mistake");
  }
}
