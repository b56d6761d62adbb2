package dev.damso.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.damso.conversation.Conversation;
import dev.damso.conversation.FakeStages;
import dev.damso.conversation.Pacer;
import dev.damso.llm.EchoLanguageModel;
import dev.damso.media.VideoCodec;
import dev.damso.webrtc.Offers;
import dev.damso.webrtc.SdpException;
import dev.damso.webrtc.WebRtcServer;
import dev.damso.webrtc.client.ClientListener;
import dev.damso.webrtc.client.ReceivedSound;
import dev.damso.webrtc.client.WebRtcClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConversationsTest {
  private static final Wishes WISHES = new Wishes("ko", "mina", "studio");
  private static final int PLACES = 3;
  private static final int VIEWERS = 2;
  private static final int PATIENCE_S = 20;

  private final WebRtcServer media =
      WebRtcServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
  private final Pacer pacer = new Pacer();
  private final AtomicInteger made = new AtomicInteger();
  private final Conversations conversations = conversations(true);
  private final List<Caller> callers = new ArrayList<>();

  private Conversations conversations(boolean working) {
    return new Conversations(
        media,
        (wishes, sink, events) -> {
          made.incrementAndGet();
          if (!working) {
            throw new IllegalStateException("no model");
          }
          return new Conversation(
              FakeStages.of(new EchoLanguageModel()), FakeStages.SETTINGS, pacer, sink, events);
        },
        PLACES,
        VIEWERS);
  }

  @AfterEach
  void close() {
    callers.forEach(Caller::close);
    conversations.close();
    media.close();
    pacer.close();
  }

  /** Somebody with a browser. */
  private final class Caller implements ClientListener, AutoCloseable {
    final BlockingQueue<String> connected = new LinkedBlockingQueue<>();
    final BlockingQueue<ReceivedSound> sounds = new ArrayBlockingQueue<>(1000);
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();
    final AtomicInteger gaps = new AtomicInteger();
    private int last = -1; // receiving thread only
    private final WebRtcClient client = WebRtcClient.open(VideoCodec.H264, this);
    private final LiveConversation live;

    Caller(Conversations at) throws SdpException {
      callers.add(this);
      live = at.offer(client.offer(), WISHES).orElseThrow();
    }

    Caller calls() {
      client.answer(live.peer().sdpAnswer());
      return this;
    }

    Caller opensItsSocket() {
      live.subscribe(events::add, endings::add);
      return this;
    }

    void isConnected() throws InterruptedException {
      assertThat(connected.poll(PATIENCE_S, TimeUnit.SECONDS)).isNotNull();
    }

    /** Sound of the avatar that comes from now on. */
    void hears() throws InterruptedException {
      sounds.clear();
      assertThat(sounds.poll(PATIENCE_S, TimeUnit.SECONDS)).isNotNull();
    }

    @Override
    public void connected() {
      connected.add("connected");
    }

    @Override
    public void sound(ReceivedSound sound) {
      if (last >= 0 && sound.sequence() != (last + 1 & 0xffff)) {
        gaps.incrementAndGet();
      }
      last = sound.sequence();
      var _ = sounds.offer(sound);
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private Optional<LiveConversation> offer() throws SdpException {
    return conversations.offer(Offers.chromium(), WISHES);
  }

  @Test
  void anOfferTakesNoPlaceAndWhoComesDoes() throws Exception {
    for (int i = 0; i < 5 * PLACES; i++) {
      assertThat(offer()).isPresent();
    }
    assertThat(made).hasValue(0);
    Caller first = new Caller(conversations).calls();
    for (int i = 1; i < PLACES; i++) {
      new Caller(conversations).calls().isConnected();
    }
    first.isConnected();
    first.hears();
    assertThat(made).hasValue(PLACES);
    assertThat(offer()).isEmpty();
    first.live.close();
    first.live.close();
    assertThat(conversations.find(first.live.id())).isEmpty();
    new Caller(conversations).calls().isConnected();
    assertThat(offer()).isEmpty();
  }

  @Test
  void whoComesWhenTheLastPlaceHasJustBeenTakenIsTold() throws Exception {
    Caller quick = new Caller(conversations).opensItsSocket();
    Caller late = new Caller(conversations).opensItsSocket();
    Caller deaf = new Caller(conversations);
    for (int i = 0; i < PLACES; i++) {
      new Caller(conversations).calls().isConnected();
    }
    assertThat(late.calls().endings.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(Ending.FULL);
    deaf.calls();
    while (!deaf.live.isRefused()) {
      Thread.onSpinWait();
    }
    assertThat(deaf.opensItsSocket().endings.poll()).isEqualTo(Ending.FULL);
    assertThat(quick.endings).isEmpty();
    assertThat(late.connected).isEmpty();
    assertThat(made).hasValue(PLACES);
  }

  @Test
  void tenThousandOffersThatNobodyTakesUpDisturbNobody() throws Exception {
    Caller talks = new Caller(conversations).calls();
    talks.isConnected();
    flood(5_000);
    Caller real = new Caller(conversations).calls();
    flood(5_000);
    real.isConnected();
    real.hears();
    talks.hears();
    assertThat(talks.gaps).as("sound that did not come").hasValue(0);
    assertThat(conversations.offers()).isLessThanOrEqualTo(Conversations.MOST_WAITING);
    assertThat(media.connections()).isLessThanOrEqualTo(Conversations.MOST_WAITING + PLACES);
    assertThat(made).hasValue(2);
  }

  private void flood(int offers) throws SdpException {
    String offer = Offers.chromium();
    for (int i = 0; i < offers; i++) {
      assertThat(conversations.offer(offer, WISHES)).isPresent();
    }
  }

  @Test
  void theOldestOfferGivesWay() throws SdpException {
    LiveConversation oldest = offer().orElseThrow();
    LiveConversation second = offer().orElseThrow();
    for (int i = 1; i < Conversations.MOST_WAITING; i++) {
      assertThat(offer()).isPresent();
    }
    assertThat(conversations.find(oldest.id())).isEmpty();
    assertThat(conversations.find(second.id())).contains(second);
    assertThat(conversations.watched(second.id())).isEmpty();
  }

  @Test
  void whatCannotBeAnsweredDoesNotWait() {
    assertThatExceptionOfType(SdpException.class)
        .isThrownBy(() -> conversations.offer("v=0", WISHES));
    assertThat(conversations.offers()).isZero();
  }

  @Test
  void aConversationThatCannotBeMadeGivesItsPlaceBackOnce() throws Exception {
    Conversations broken = conversations(false);
    for (int i = 0; i < 2 * PLACES; i++) {
      Caller caller = new Caller(broken).opensItsSocket().calls();
      assertThat(caller.endings.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo(Ending.OVER);
    }
    assertThat(made).hasValue(2 * PLACES);
  }

  @Test
  void whatIsTypedBeforeTheConversationIsMadeIsAnswered() throws Exception {
    Caller caller = new Caller(conversations).opensItsSocket();
    caller.live.say("안녕하세요");
    caller.calls();
    String event = caller.events.poll(PATIENCE_S, TimeUnit.SECONDS);
    while (event != null && !event.contains("\"user\"")) {
      event = caller.events.poll(PATIENCE_S, TimeUnit.SECONDS);
    }
    assertThat(event).contains("안녕하세요");
  }
}
