package dev.damso.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.audio.OpusEncoder;
import dev.damso.conversation.ConversationEvent.AvatarSays;
import dev.damso.conversation.ConversationEvent.Problem;
import dev.damso.conversation.ConversationEvent.ReplyFinished;
import dev.damso.conversation.ConversationEvent.StateChanged;
import dev.damso.conversation.ConversationEvent.UserSaid;
import dev.damso.face.FaceAnimator.State;
import dev.damso.face.FakeFaceAnimator;
import dev.damso.llm.FakeLanguageModel;
import dev.damso.llm.Message;
import dev.damso.llm.Prompt;
import dev.damso.media.Emotion;
import dev.damso.media.EncodedFrame;
import dev.damso.stt.FakeSpeechToText;
import dev.damso.stt.PartialTranscript;
import dev.damso.tts.FakeTextToSpeech;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A whole conversation with fake stages; the test is its pacer. */
final class ConversationTest {
  private static final String ANSWER = "첫째로 오늘은 날씨가 맑아요. 둘째로 바람이 조금 불어요. 셋째로 저녁에는 비가 와요.";

  private final Semaphore asked = new Semaphore(0);
  private final FakeLanguageModel model =
      new FakeLanguageModel(prompt -> {
        asked.release();
        return Stream.of(ANSWER);
      });
  private final List<Talk> talks = new ArrayList<>();
  private final Pacer pacer = new Pacer();

  /** One conversation and what came of it. */
  private final class Talk implements MediaSink {
    final BlockingQueue<ConversationEvent> events = new LinkedBlockingQueue<>();
    final AtomicInteger packets = new AtomicInteger();
    final BlockingQueue<EncodedFrame> pictures = new LinkedBlockingQueue<>();
    final Conversation conversation;

    Talk(Stages stages, Consumer<ConversationEvent> alsoTold) {
      conversation =
          new Conversation(
              stages,
              FakeStages.SETTINGS,
              pacer,
              this,
              event -> {
                alsoTold.accept(event);
                events.add(event);
              });
      talks.add(this);
    }

    Talk(Stages stages) {
      this(stages, event -> {});
    }

    @Override
    public void audio(EncodedFrame opus) {
      packets.incrementAndGet();
    }

    @Override
    public void video(EncodedFrame picture) {
      pictures.add(picture);
    }

    void play(int ticks) {
      for (int i = 0; i < ticks; i++) {
        conversation.tick();
        conversation.ticked();
      }
    }

    /** The next event of a kind, time standing still. */
    <T extends ConversationEvent> T next(Class<T> type) throws InterruptedException {
      while (true) {
        ConversationEvent event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).as("no " + type.getSimpleName()).isNotNull();
        if (type.isInstance(event)) {
          return type.cast(event);
        }
      }
    }

    /** The next event of a kind, time running. */
    <T extends ConversationEvent> T playTo(Class<T> type) throws InterruptedException {
      for (int i = 0; i < 20_000; i++) {
        ConversationEvent event = events.poll(1, TimeUnit.MILLISECONDS);
        if (type.isInstance(event)) {
          return type.cast(event);
        }
        if (event == null) {
          conversation.tick();
          conversation.ticked();
        }
      }
      throw new AssertionError("no " + type.getSimpleName());
    }

    void playTo(State state) throws InterruptedException {
      while (playTo(StateChanged.class).state() != state) {
        // others come first
      }
    }
  }

  @AfterEach
  void close() {
    talks.forEach(talk -> talk.conversation.close());
    pacer.close();
  }

  private Talk talk() {
    return new Talk(FakeStages.of(model));
  }

  @Test
  void aTypedQuestionIsAnsweredAndPlayedToItsEnd() throws InterruptedException {
    Talk talk = talk();
    talk.conversation.say("날씨 어때?");
    talk.playTo(State.THINKING);
    assertThat(talk.playTo(UserSaid.class).text()).isEqualTo("날씨 어때?");
    talk.playTo(State.SPEAKING);
    ReplyFinished finished = talk.playTo(ReplyFinished.class);
    assertThat(finished.heardText()).isEqualTo(ANSWER);
    assertThat(finished.interrupted()).isFalse();
    assertThat(finished.timeline().stages()).containsKeys("llm_ttft_ms", "tts_ms", "total_ms");
    talk.playTo(State.LISTENING);
  }

  @Test
  void whatTheModelFeelsIsShownAndNeitherSaidNorRemembered() throws InterruptedException {
    List<Message> asked = new ArrayList<>();
    FakeLanguageModel feeling =
        new FakeLanguageModel(prompt -> {
          asked.addAll(prompt.messages());
          return Stream.of("[smi", "le] 네, 맑아요. [sad] 내일은 비가 와요.");
        });
    BlockingQueue<Emotion> shown = new LinkedBlockingQueue<>();
    Talk talk = new Talk(FakeStages.of(feeling).withFace(() -> new FakeFaceAnimator(shown::add)));
    talk.conversation.say("날씨 어때?");
    assertThat(talk.playTo(AvatarSays.class).text()).doesNotContain("[");
    assertThat(talk.playTo(ReplyFinished.class).heardText()).isEqualTo("네, 맑아요. 내일은 비가 와요.");
    assertThat(shown).containsExactly(Emotion.SMILE, Emotion.SAD);
    asked.clear();
    talk.conversation.say("모레는?");
    talk.playTo(ReplyFinished.class);
    assertThat(asked).extracting(Message::text).contains("네, 맑아요. 내일은 비가 와요.");
  }

  @Test
  void soundAndPicturesFlowWhetherAnythingIsSaidOrNot() throws InterruptedException {
    Talk talk = talk();
    talk.play(1);
    EncodedFrame first = talk.pictures.poll(20, TimeUnit.SECONDS);
    assertThat(first).isNotNull();
    assertThat(first.keyFrame()).isTrue();
    talk.play(99);
    assertThat(talk.packets).hasValue(100);
  }

  @Test
  void speechIsHeardAndAnswered() throws InterruptedException {
    Talk talk = talk();
    try (OpusEncoder opus = new OpusEncoder()) {
      for (int packet = 0; packet < 100; packet++) {
        short[] pcm = new short[OpusEncoder.FRAME];
        for (int i = 0; packet < 50 && i < pcm.length; i++) {
          pcm[i] = (short) (8000 * Math.sin((packet * pcm.length + i) * 0.05));
        }
        talk.conversation.microphone(packet, opus.encode(pcm));
        talk.conversation.tick();
        talk.conversation.ticked();
      }
    }
    assertThat(talk.playTo(UserSaid.class).text()).isEqualTo("오늘 뭐 해?");
    ReplyFinished finished = talk.playTo(ReplyFinished.class);
    assertThat(finished.heardText()).isEqualTo(ANSWER);
    assertThat(finished.timeline().stages().get("turn_ms")).isBetween(300.0, 400.0);
  }

  /** Speech and silence, in packets of 20 ms. */
  private static void talkInto(Talk talk, int from, int speech, int silence) {
    try (OpusEncoder opus = new OpusEncoder()) {
      for (int packet = 0; packet < speech + silence; packet++) {
        short[] pcm = new short[OpusEncoder.FRAME];
        for (int i = 0; packet < speech && i < pcm.length; i++) {
          pcm[i] = (short) (8000 * Math.sin((packet * pcm.length + i) * 0.05));
        }
        talk.conversation.microphone(from + packet, opus.encode(pcm));
        talk.conversation.tick();
        talk.conversation.ticked();
      }
    }
  }

  @Test
  void theAnswerIsDraftedAtAPauseAndVoicedWhenTheTurnHasEnded() throws InterruptedException {
    Talk talk = talk();
    talkInto(talk, 0, 50, 10); // 200 ms of silence: a pause
    awaitPrompt();
    assertThat(talk.events).noneMatch(event -> event instanceof UserSaid);
    talkInto(talk, 60, 0, 40);
    assertThat(talk.playTo(UserSaid.class).text()).isEqualTo("오늘 뭐 해?");
    assertThat(talk.playTo(ReplyFinished.class).heardText()).isEqualTo(ANSWER);
    assertThat(model.prompts()).hasSize(1);
  }

  @Test
  void whatIsSaidIsReadWhileItIsSaid() throws InterruptedException {
    FakeSpeechToText ears =
        new FakeSpeechToText(
            "오늘 뭐 해?",
            List.of(
                new PartialTranscript("", "오늘", "ko"),
                new PartialTranscript("오늘", "뭐", "ko"),
                new PartialTranscript("오늘", "뭐 해", "ko"),
                new PartialTranscript("오늘 뭐", "해?", "ko")));
    Talk talk = new Talk(FakeStages.of(ears, model, new FakeTextToSpeech(200, ""), false));
    talkInto(talk, 0, 50, 50);
    List<String> read = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Prompt prompt = model.prefilled().poll(20, TimeUnit.SECONDS);
      assertThat(prompt).isNotNull();
      read.add(prompt.messages().getLast().text());
    }
    assertThat(talk.playTo(ReplyFinished.class).heardText()).isEqualTo(ANSWER);
    assertThat(read).containsExactlyInAnyOrder("오늘", "오늘 뭐");
    assertThat(model.prefilled()).as("nothing is read twice").isEmpty();
  }

  @Test
  void whoGoesOnVoidsTheDraftWithoutATrace() throws InterruptedException {
    Talk talk = talk();
    talkInto(talk, 0, 50, 10);
    awaitPrompt();
    talkInto(talk, 60, 50, 60);
    assertThat(talk.playTo(ReplyFinished.class).heardText()).isEqualTo(ANSWER);
    assertThat(model.prompts()).hasSize(2);
    assertThat(model.prompts().getLast().messages())
        .filteredOn(message -> message.role() == Message.Role.USER)
        .extracting(Message::text)
        .containsOnlyOnce("오늘 뭐 해?");
  }

  private void awaitPrompt() throws InterruptedException {
    assertThat(asked.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoInterruptsIsAnsweredAndOnlyWhatWasHeardIsRemembered() throws InterruptedException {
    Talk talk = new Talk(FakeStages.of("", model, new FakeTextToSpeech(2000, ""), false));
    talk.conversation.say("날씨 어때?");
    AvatarSays said = talk.next(AvatarSays.class);
    String first = said.text();
    while (!said.text().contains("와요")) {
      said = talk.next(AvatarSays.class);
    }
    talk.play(110); // 2.2 s: the first clause and a bit
    talk.conversation.say("잠깐, 내일은?");
    ReplyFinished finished = talk.next(ReplyFinished.class);
    assertThat(finished.interrupted()).isTrue();
    assertThat(finished.heardText()).startsWith(first).doesNotContain("와요");
    assertThat(talk.playTo(ReplyFinished.class).heardText()).isEqualTo(ANSWER);
    assertThat(model.prompts().getLast().messages())
        .endsWith(
            new Message(Message.Role.USER, "날씨 어때?"),
            new Message(Message.Role.ASSISTANT, finished.heardText()),
            new Message(Message.Role.USER, "잠깐, 내일은?"));
  }

  @Test
  void hushEndsTheReply() throws InterruptedException {
    Talk talk = new Talk(FakeStages.of("", model, new FakeTextToSpeech(2000, ""), false));
    talk.conversation.say("날씨 어때?");
    talk.playTo(State.SPEAKING);
    talk.conversation.hush();
    assertThat(talk.next(ReplyFinished.class).interrupted()).isTrue();
    talk.playTo(State.LISTENING);
  }

  @Test
  void noAnswerWaitsForASummary() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    FakeLanguageModel summarising =
        new FakeLanguageModel(prompt -> {
          if (prompt.background()) {
            await(end);
          }
          return Stream.of("네.");
        });
    Talk talk = new Talk(FakeStages.of(summarising));
    for (int turn = 0; turn < 12; turn++) {
      talk.conversation.say("질문 " + turn);
      assertThat(talk.playTo(ReplyFinished.class).heardText()).isEqualTo("네.");
    }
    assertThat(summarising.prompts()).anyMatch(prompt -> prompt.background());
    end.countDown();
  }

  @Test
  void aBrokenReplyIsToldAndTheNextOneWorks() throws InterruptedException {
    FakeLanguageModel once =
        new FakeLanguageModel(prompt -> {
          if (prompt.messages().getLast().text().contains("망가져")) {
            throw new IllegalStateException("broken");
          }
          return Stream.of(ANSWER);
        });
    Talk talk = new Talk(FakeStages.of(once));
    Talk neighbour = new Talk(FakeStages.of(once));
    talk.conversation.say("망가져");
    neighbour.conversation.say("날씨 어때?");
    assertThat(talk.playTo(Problem.class).code()).isEqualTo("internal");
    assertThat(neighbour.playTo(ReplyFinished.class).heardText()).isEqualTo(ANSWER);
    talk.conversation.say("날씨 어때?");
    assertThat(talk.playTo(AvatarSays.class).text()).startsWith("첫째로");
  }

  @Test
  void aBrokenFaceLeavesTheVoice() throws InterruptedException {
    Talk talk = new Talk(FakeStages.of("", model, new FakeTextToSpeech(200, ""), true));
    talk.play(1);
    assertThat(talk.next(Problem.class).code()).isEqualTo("picture_failed");
    talk.conversation.say("날씨 어때?");
    assertThat(talk.playTo(ReplyFinished.class).heardText()).isEqualTo(ANSWER);
  }

  @Test
  void aFullInboxDropsTheNewestAndGoesOn() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Talk talk =
        new Talk(
            FakeStages.of(model),
            event -> {
              stuck.countDown();
              await(release);
            });
    talk.conversation.say("날씨 어때?");
    await(stuck);
    for (int i = 0; i < 600; i++) {
      talk.conversation.microphone(i, new byte[0]);
    }
    assertThat(talk.conversation.dropped()).isEqualTo(600 - 512);
    release.countDown();
    assertThat(talk.playTo(ReplyFinished.class).heardText()).isEqualTo(ANSWER);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void nothingComesAfterTheEnd() {
    Talk talk = talk();
    talk.play(5);
    talk.conversation.close();
    talk.conversation.close();
    talk.play(5);
    talk.conversation.say("거기 있어?");
    assertThat(talk.packets).hasValue(5);
    assertThat(model.prompts()).isEmpty();
  }
}
