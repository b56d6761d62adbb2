package dev.damso.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.damso.conversation.Conversation;
import dev.damso.conversation.FakeStages;
import dev.damso.conversation.Pacer;
import dev.damso.llm.EchoLanguageModel;
import dev.damso.webrtc.Offers;
import dev.damso.webrtc.SdpException;
import dev.damso.webrtc.WebRtcServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConversationsTest {
  private static final Wishes WISHES = new Wishes("ko", "mina", "studio");

  private final WebRtcServer media =
      WebRtcServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
  private final Pacer pacer = new Pacer();
  private final Conversations conversations = conversations(true);

  private Conversations conversations(boolean working) {
    return new Conversations(
        media,
        (wishes, sink, events) -> {
          if (!working) {
            throw new IllegalStateException("no model");
          }
          return new Conversation(
              FakeStages.of(new EchoLanguageModel()), FakeStages.SETTINGS, pacer, sink, events);
        },
        2);
  }

  @AfterEach
  void close() {
    conversations.close();
    media.close();
    pacer.close();
  }

  @Test
  void noMoreThanTheLimitAreOpen() throws SdpException {
    LiveConversation first = conversations.open(Offers.chromium(), WISHES).orElseThrow();
    assertThat(conversations.open(Offers.chromium(), WISHES)).isPresent();
    assertThat(conversations.open(Offers.chromium(), WISHES)).isEmpty();
    first.close();
    first.close();
    assertThat(conversations.find(first.id())).isEmpty();
    assertThat(conversations.open(Offers.chromium(), WISHES)).isPresent();
    assertThat(conversations.open(Offers.chromium(), WISHES)).isEmpty();
  }

  @Test
  void whatCannotBeOpenedTakesNoPlace() throws SdpException {
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(SdpException.class)
          .isThrownBy(() -> conversations.open("v=0", WISHES));
    }
    assertThat(conversations.open(Offers.chromium(), WISHES)).isPresent();
    assertThat(conversations.open(Offers.chromium(), WISHES)).isPresent();
    assertThat(conversations.open(Offers.chromium(), WISHES)).isEmpty();
  }

  @Test
  void aConversationThatFailsToStartGivesItsPlaceBackOnce() {
    Conversations broken = conversations(false);
    for (int i = 0; i < 5; i++) {
      assertThatIllegalStateException().isThrownBy(() -> broken.open(Offers.chromium(), WISHES));
    }
  }
}
