package dev.damso.conversation.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.damso.audio.OpusEncoder;
import dev.damso.conversation.Conversation;
import dev.damso.conversation.ConversationEvent;
import dev.damso.conversation.FakeStages;
import dev.damso.conversation.MediaSink;
import dev.damso.conversation.Pacer;
import dev.damso.face.FakeFaceAnimator;
import dev.damso.llm.EchoLanguageModel;
import dev.damso.media.EncodedFrame;
import dev.damso.media.VideoCodec;
import dev.damso.video.Mp4Reader;
import dev.damso.video.RecordingFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of a whole conversation, in real time: an answer, and a person who speaks. */
@Timeout(60)
final class RecordedConversationTest {
  private static final int SPOKEN_PACKETS = 50;

  @TempDir private Path folder;
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch spoken = new CountDownLatch(SPOKEN_PACKETS);
  private final AtomicInteger pictures = new AtomicInteger();
  private final AtomicReference<Conversation> conversation = new AtomicReference<>();

  /** A browser's end, whose person speaks for a second once the answer is over. */
  private final class Peer implements MediaSink {
    private final VideoCodec codec;
    private final OpusEncoder opus = new OpusEncoder();

    Peer(VideoCodec codec) {
      this.codec = codec;
    }

    @Override
    public VideoCodec videoCodec() {
      return codec;
    }

    @Override
    public void audio(EncodedFrame heard) {
      Conversation to = conversation.get();
      if (to != null && answered.getCount() == 0 && spoken.getCount() > 0) {
        to.microphone(SPOKEN_PACKETS - (int) spoken.getCount(), opus.encode(tone()));
        spoken.countDown();
      }
    }

    @Override
    public void video(EncodedFrame picture) {
      pictures.incrementAndGet();
    }

    @Override
    public void close() {
      opus.close();
    }
  }

  private static short[] tone() {
    short[] pcm = new short[OpusEncoder.FRAME];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) (8_000 * Math.sin(2 * Math.PI * i / 96));
    }
    return pcm;
  }

  @ParameterizedTest
  @EnumSource
  void bothSidesAndThePicturesCanBePlayed(VideoCodec codec) throws Exception {
    Recordings recordings =
        new Recordings(folder, FakeFaceAnimator.SIDE, FakeFaceAnimator.SIDE, 25, true);
    Recorder recorder = Recorder.of(recordings, new Peer(codec), _ -> {});
    Path cutOff = folder.resolve("cut-off" + RecordingFile.suffix(codec));
    try (Pacer pacer = new Pacer();
        Conversation talking =
            new Conversation(
                FakeStages.filmed(new EchoLanguageModel()),
                FakeStages.SETTINGS,
                pacer,
                recorder,
                event -> {
                  if (event instanceof ConversationEvent.ReplyFinished) {
                    answered.countDown();
                  }
                })) {
      recorder.keyFrames(talking::keyFrame);
      conversation.set(talking);
      talking.start();
      talking.say("안녕하세요");
      spoken.await();
      Files.copy(recording(codec), cutOff);
    }
    recorder.awaitEnd();

    Mp4Reader avatar = new Mp4Reader(recording(codec), 1);
    int shown = pictures.get();
    assertThat(avatar.pictureTimes).hasSizeBetween(shown - 1, shown).isSorted();
    double length = avatar.pictureTimes.getLast() + 0.04;
    assertThat(length).isGreaterThan(1);
    assertThat(avatar.samples.size() / 48_000.0).isEqualTo(length, within(0.2));
    assertThat(loud(avatar)).isBetween(0.1, length - 0.9); // the answer, and no more
    assertThat(loud(new Mp4Reader(recording(codec), 2))).isEqualTo(1, within(0.1));
    // A killed server leaves all but the last second.
    assertThat(new Mp4Reader(cutOff, 1).pictureTimes).isSorted().hasSizeGreaterThan(shown / 4);
  }

  private Path recording(VideoCodec codec) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(file -> file.toString().endsWith(RecordingFile.suffix(codec)))
              .filter(file -> !file.getFileName().toString().startsWith("cut-off"))
              .toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  /** Seconds that can be heard, by the loudest of each 10 ms. */
  private static double loud(Mp4Reader read) {
    int block = 480;
    float[] samples = new float[read.samples.size()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.abs(read.samples.get(i));
    }
    int loud = 0;
    for (int at = 0; at + block <= samples.length; at += block) {
      float[] peak = Arrays.copyOfRange(samples, at, at + block);
      Arrays.sort(peak);
      loud += peak[block - 1] > 0.05 ? 1 : 0;
    }
    return loud / 100.0;
  }
}
