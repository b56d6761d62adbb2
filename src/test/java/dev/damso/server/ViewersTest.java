package dev.damso.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.VideoCodec;
import dev.damso.webrtc.Offers;
import dev.damso.webrtc.PeerConnection;
import dev.damso.webrtc.SdpException;
import dev.damso.webrtc.WebRtcServer;
import dev.damso.webrtc.client.ClientListener;
import dev.damso.webrtc.client.ReceivedPicture;
import dev.damso.webrtc.client.WebRtcClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ViewersTest {
  private static final int MOST = 8;

  private final WebRtcServer media =
      WebRtcServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
  private final BlockingQueue<String> keyFrames = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
  private final Viewers viewers =
      new Viewers(MOST, () -> keyFrames.add("key frame"), () -> changes.add("changed"));

  @AfterEach
  void close() {
    viewers.close();
    media.close();
  }

  @Test
  void aViewerGetsAKeyFrameAndThePictures() throws Exception {
    BlockingQueue<ReceivedPicture> shown = new LinkedBlockingQueue<>();
    ClientListener screen =
        new ClientListener() {
          @Override
          public void picture(ReceivedPicture picture) {
            shown.add(picture);
          }
        };
    try (WebRtcClient client = WebRtcClient.open(VideoCodec.H264, screen)) {
      PeerConnection peer = viewers.add(media, client.offer(), VideoCodec.H264).orElseThrow();
      client.answer(peer.sdpAnswer());
      assertThat(keyFrames.poll(20, TimeUnit.SECONDS)).isNotNull();
      byte[] picture = {0, 0, 0, 1, 0x65, 1, 2, 3};
      ReceivedPicture first = null;
      for (int i = 1; first == null && i < 200; i++) { // the viewer's handshake ends after ours
        viewers.video(new EncodedFrame(MediaTime.ofMillis(40L * i), picture, true));
        first = shown.poll(100, TimeUnit.MILLISECONDS);
      }
      assertThat(Objects.requireNonNull(first).data()).isEqualTo(picture);
      assertThat(viewers.count()).isEqualTo(1);
      assertThat(viewers.remove(peer.id())).isTrue();
      assertThat(viewers.remove(peer.id())).isFalse();
      assertThat(viewers.count()).isZero();
      assertThat(changes).hasSize(2);
    }
  }

  @Test
  void placesAreLimitedAndGivenBack() throws SdpException {
    for (int i = 0; i < MOST; i++) {
      assertThat(viewers.add(media, Offers.chromium(), VideoCodec.H264)).isPresent();
    }
    assertThat(viewers.add(media, Offers.chromium(), VideoCodec.H264)).isEmpty();
    viewers.close();
    assertThat(viewers.count()).isZero();
    assertThat(viewers.add(media, Offers.chromium(), VideoCodec.H264)).isEmpty();
  }

  @Test
  void anotherCodecIsRefused() {
    assertThatExceptionOfType(SdpException.class)
        .isThrownBy(() -> viewers.add(media, Offers.firefox(), VideoCodec.H264))
        .withMessageContaining("H264");
    assertThat(viewers.count()).isZero();
  }
}
