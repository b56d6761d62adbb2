package dev.damso.webrtc.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.VideoCodec;
import dev.damso.webrtc.PeerConnection;
import dev.damso.webrtc.PeerListener;
import dev.damso.webrtc.WebRtcServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Client and server over real sockets: ICE, DTLS, SRTP, both ways. */
final class WebRtcClientTest {
  private static final int PATIENCE_S = 20;

  private final WebRtcServer server =
      WebRtcServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
  private final Browser browser = new Browser();
  private final Page page = new Page();

  @AfterEach
  void close() {
    server.close();
  }

  /** The server's listener. */
  private static final class Page implements PeerListener {
    final CountDownLatch connected = new CountDownLatch(1);
    final BlockingQueue<byte[]> microphone = new LinkedBlockingQueue<>();
    final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    @Override
    public void connected() {
      connected.countDown();
    }

    @Override
    public void audio(int sequence, long rtpTimestamp, byte[] opusPayload) {
      microphone.add(opusPayload);
    }

    @Override
    public void keyFrameRequested() {
      requests.add("key frame");
    }

    @Override
    public void closed(String reason) {
      ends.add(reason);
    }
  }

  private static final class Browser implements ClientListener {
    final CountDownLatch connected = new CountDownLatch(1);
    final BlockingQueue<ReceivedSound> sounds = new LinkedBlockingQueue<>();
    final BlockingQueue<ReceivedPicture> pictures = new LinkedBlockingQueue<>();
    final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    @Override
    public void connected() {
      connected.countDown();
    }

    @Override
    public void sound(ReceivedSound sound) {
      sounds.add(sound);
    }

    @Override
    public void picture(ReceivedPicture picture) {
      pictures.add(picture);
    }

    @Override
    public void closed(String reason) {
      ends.add(reason);
    }
  }

  private static byte[] idr(VideoCodec codec, int bytes) {
    byte[] picture = new byte[bytes];
    new Random(1).nextBytes(picture);
    for (int i = 0; i < picture.length; i++) {
      picture[i] |= 1; // no start code inside
    }
    if (codec == VideoCodec.H264) {
      ByteBuffer.wrap(picture).putInt(1).put((byte) 0x65);
    } else {
      picture[0] = 0x10;
    }
    return picture;
  }

  private PeerConnection connect(WebRtcClient client) throws Exception {
    PeerConnection peer = server.accept(client.offer(), page);
    client.answer(peer.sdpAnswer());
    assertThat(page.connected.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    assertThat(browser.connected.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    return peer;
  }

  private void showsAPicture(PeerConnection peer) throws InterruptedException {
    byte[] picture = idr(VideoCodec.H264, 100);
    ReceivedPicture shown = null;
    for (int i = 1; shown == null && i < 200; i++) {
      peer.sendVideo(new EncodedFrame(MediaTime.ofMillis(40L * i), picture, true));
      shown = browser.pictures.poll(100, TimeUnit.MILLISECONDS);
    }
    assertThat(shown).isNotNull();
  }

  @ParameterizedTest
  @EnumSource
  void mediaFlowsBothWays(VideoCodec codec) throws Exception {
    try (WebRtcClient client = WebRtcClient.open(codec, browser)) {
      PeerConnection peer = connect(client);
      assertThat(peer.videoCodec()).isEqualTo(codec);
      byte[] picture = idr(codec, 20_000);
      peer.sendVideo(new EncodedFrame(MediaTime.ofMillis(40), picture, true));
      peer.sendAudio(new EncodedFrame(MediaTime.ofMillis(40), new byte[] {1, 2, 3}, true));
      client.sendSound(new byte[] {4, 5}, 0);
      ReceivedPicture shown = browser.pictures.poll(PATIENCE_S, TimeUnit.SECONDS);
      assertThat(shown).isNotNull();
      assertThat(shown.data()).isEqualTo(picture);
      assertThat(shown.keyFrame()).isTrue();
      ReceivedSound heard = browser.sounds.poll(PATIENCE_S, TimeUnit.SECONDS);
      assertThat(heard).isNotNull();
      assertThat(heard.opus()).containsExactly(1, 2, 3);
      assertThat(page.microphone.poll(PATIENCE_S, TimeUnit.SECONDS)).containsExactly(4, 5);
    }
    assertThat(page.ends.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("closed by the browser");
  }

  @Test
  void theServersEndIsTold() throws Exception {
    try (WebRtcClient client = WebRtcClient.open(VideoCodec.H264, browser)) {
      connect(client).close();
      assertThat(browser.ends.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("closed by the server");
    }
  }

  @Test
  void aPictureWithoutAKeyFrameIsAskedFor() throws Exception {
    try (WebRtcClient client = WebRtcClient.open(VideoCodec.H264, browser)) {
      PeerConnection peer = connect(client);
      byte[] delta = idr(VideoCodec.H264, 100);
      delta[4] = 0x41;
      peer.sendVideo(new EncodedFrame(MediaTime.ofMillis(40), delta, false));
      assertThat(page.requests.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("key frame");
      assertThat(browser.pictures).isEmpty();
    }
  }

  @Test
  void aCallGoesOnFromAnotherNetwork() throws Exception {
    try (WebRtcClient client = WebRtcClient.open(VideoCodec.H264, browser)) {
      PeerConnection peer = connect(client);
      client.changeNetwork();
      // The server follows the next nominating check; packets until then go to the old address.
      showsAPicture(peer);
      assertThat(page.ends).isEmpty();
    }
  }

  @Test
  void iceRestartsAfterAChangeOfNetwork() throws Exception {
    try (WebRtcClient client = WebRtcClient.open(VideoCodec.H264, browser)) {
      PeerConnection peer = connect(client);
      String before = peer.iceTag();
      String fragment = peer.ice(client.restart()).orElseThrow();
      assertThat(peer.iceTag()).isNotEqualTo(before);
      showsAPicture(peer); // by the old way
      client.changeNetwork();
      client.restarted(fragment);
      browser.pictures.clear();
      showsAPicture(peer);
      assertThat(page.ends).isEmpty();
    }
    assertThat(page.ends.poll(PATIENCE_S, TimeUnit.SECONDS)).isEqualTo("closed by the browser");
  }

  @Test
  void replayedSoundIsHeardOnce() throws Exception {
    try (Repeater repeater = new Repeater(server.port());
        WebRtcClient client = WebRtcClient.open(VideoCodec.H264, browser)) {
      PeerConnection peer = server.accept(client.offer(), page);
      client.answer(peer.sdpAnswer(), repeater.address());
      assertThat(page.connected.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
      assertThat(browser.connected.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
      for (byte i = 0; i < 20; i++) {
        client.sendSound(new byte[] {i}, 960L * i);
        assertThat(page.microphone.poll(PATIENCE_S, TimeUnit.SECONDS)).containsExactly(i);
      }
      assertThat(repeater.repeated).hasValueGreaterThanOrEqualTo(19); // the last may be under way
      assertThat(peer.stats().rejected()).isGreaterThanOrEqualTo(19);
    }
  }

  /** A network that sends each encrypted packet of the browser twice. */
  private static final class Repeater implements AutoCloseable {
    final AtomicInteger repeated = new AtomicInteger();
    private final DatagramSocket socket;
    private final SocketAddress server;
    private volatile @Nullable SocketAddress client;

    Repeater(int port) throws IOException {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      server = new InetSocketAddress(loopback, port);
      socket = new DatagramSocket(0, loopback);
      Thread.ofPlatform().daemon().start(this::run);
    }

    InetSocketAddress address() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private void run() {
      DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
      while (!socket.isClosed()) {
        try {
          packet.setLength(2048);
          socket.receive(packet);
          boolean fromServer = packet.getSocketAddress().equals(server);
          SocketAddress to = fromServer ? client : server;
          if (!fromServer) {
            client = packet.getSocketAddress();
          }
          if (to != null) {
            packet.setSocketAddress(to);
            socket.send(packet);
            if (!fromServer && (packet.getData()[0] & 0xc0) == 0x80) {
              socket.send(packet);
              repeated.incrementAndGet();
            }
          }
        } catch (IOException e) {
          return;
        }
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  @Test
  void whoIsNotOfTheOffersFingerprintIsRefused() throws Exception {
    try (WebRtcClient client = WebRtcClient.impostor(browser)) {
      PeerConnection peer = server.accept(client.offer(), page);
      client.answer(peer.sdpAnswer());
      assertThat(page.ends.poll(PATIENCE_S, TimeUnit.SECONDS)).startsWith("DTLS failed");
      assertThat(page.connected.getCount()).isOne();
    }
  }
}
