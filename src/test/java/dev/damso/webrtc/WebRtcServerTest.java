package dev.damso.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.damso.media.EncodedFrame;
import dev.damso.media.MediaTime;
import dev.damso.media.UserFacingException;
import dev.damso.webrtc.ice.StunRequest;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The server on a real socket; {@code BrowserTest} takes it through DTLS. */
final class WebRtcServerTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final long SECOND = 1_000_000_000L;

  private final WebRtcServer server =
      WebRtcServer.open(new InetSocketAddress(LOOPBACK, 0), List.of());
  private final List<String> ends = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    server.close();
  }

  private final class Listener implements PeerListener {
    @Override
    public void connected() {}

    @Override
    public void audio(int sequence, long rtpTimestamp, byte[] opusPayload) {}

    @Override
    public void keyFrameRequested() {}

    @Override
    public void closed(String reason) {
      ends.add(reason);
    }
  }

  private PeerConnection connection() throws SdpException {
    return server.accept(Offers.chromium(), new Listener());
  }

  private static String attribute(PeerConnection connection, String name) {
    return connection
        .sdpAnswer()
        .lines()
        .filter(l -> l.startsWith("a=" + name + ":"))
        .findFirst()
        .orElseThrow()
        .substring(3 + name.length());
  }

  /** A connectivity check (RFC 8445 §7.1). */
  private static byte[] check(String ufrag, String password) {
    return check(ufrag, password, true);
  }

  private static byte[] check(String ufrag, String password, boolean nominates) {
    byte[] user = (ufrag + ":them").getBytes(StandardCharsets.UTF_8);
    int padded = user.length + 3 & ~3;
    ByteBuffer out = ByteBuffer.allocate(20 + 4 + padded + 4 + 24);
    out.putShort((short) 1).putShort((short) (out.capacity() - 20)).putInt(StunRequest.COOKIE);
    out.put(new byte[12]);
    out.putShort((short) 6).putShort((short) user.length).put(user);
    out.position(20 + 4 + padded);
    out.putShort((short) (nominates ? 0x25 : 0xc057)).putShort((short) 0); // USE-CANDIDATE
    byte[] covered = new byte[out.position()];
    out.get(0, covered);
    out.putShort((short) 8).putShort((short) 20).put(StunRequest.hmac(password, covered));
    return out.array();
  }

  private void send(DatagramSocket socket, byte[] data) throws Exception {
    socket.send(new DatagramPacket(data, data.length, LOOPBACK, server.port()));
  }

  @Test
  void anAuthenticCheckIsAnsweredAndNothingElse() throws Exception {
    PeerConnection connection = connection();
    String ufrag = attribute(connection, "ice-ufrag");
    String password = attribute(connection, "ice-pwd");
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      socket.setSoTimeout(10_000);
      send(socket, new byte[] {1});
      send(socket, new byte[] {(byte) 0x80, 111, 0, 0}); // RTP from a stranger
      send(socket, check("nobody", password));
      send(socket, check(ufrag, "guess"));
      send(socket, check(ufrag, password));
      DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
      socket.receive(answer);
      assertThat(ByteBuffer.wrap(answer.getData()).getShort()).isEqualTo((short) 0x0101);
      assertThat(server.transport().dropped()).isEqualTo(4);
    }
  }

  @Test
  void oneServerHasBothFamiliesOfAddresses() throws Exception {
    InetAddress six = InetAddress.ofLiteral("::1");
    Assumptions.assumeTrue(NetworkInterface.getByInetAddress(six) != null, "skipped: no IPv6 here");
    try (WebRtcServer both = WebRtcServer.open(new InetSocketAddress(six, 0), List.of())) {
      PeerConnection connection = both.accept(Offers.chromium(), new Listener());
      byte[] check = check(attribute(connection, "ice-ufrag"), attribute(connection, "ice-pwd"));
      for (InetAddress own : List.of(six, InetAddress.ofLiteral("127.0.0.1"))) {
        try (DatagramSocket socket = new DatagramSocket(0, own)) {
          socket.setSoTimeout(10_000);
          socket.send(new DatagramPacket(check, check.length, own, both.port()));
          DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
          socket.receive(answer);
          int family = answer.getData()[25]; // of XOR-MAPPED-ADDRESS
          assertThat(family).isEqualTo(own.equals(six) ? 2 : 1);
          assertThat(connection.sdpAnswer())
              .contains(" " + own.getHostAddress() + " " + both.port());
        }
      }
    }
  }

  @Test
  void aServerOnLoopbackIsOfferedAtEveryAddressOfThisMachine() throws Exception {
    List<String> own = new ArrayList<>();
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      if (network.isUp()) {
        network
            .inetAddresses()
            .filter(address -> address instanceof Inet4Address && !address.isLinkLocalAddress())
            .forEach(address -> own.add(address.getHostAddress()));
      }
    }
    String answer = connection().sdpAnswer();
    assertThat(own)
        .contains("127.0.0.1")
        .allSatisfy(address -> assertThat(answer).contains(" " + address + " " + server.port()));
  }

  @Test
  void aConversationIsKnownAtFewAddresses() throws Exception {
    PeerConnection connection = connection();
    byte[] check = check(attribute(connection, "ice-ufrag"), attribute(connection, "ice-pwd"));
    DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
    for (int i = 0; i < 100; i++) {
      try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
        socket.setSoTimeout(10_000);
        send(socket, check);
        socket.receive(answer);
      }
    }
    assertThat(server.transport().addresses()).isBetween(1, 17);
    connection.close();
    assertThat(server.transport().addresses()).isZero();
  }

  @Test
  void aFloodOfSpoofedChecksDisturbsNobody() throws Exception {
    PeerConnection connection = connection();
    String ufrag = attribute(connection, "ice-ufrag");
    String password = attribute(connection, "ice-pwd");
    try (DatagramSocket flood = new DatagramSocket(0, LOOPBACK);
        DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      for (int i = 0; i < 20_000; i++) {
        send(flood, check(i % 2 == 0 ? "u" + i : ufrag, "guess"));
      }
      socket.setSoTimeout(500);
      DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
      for (int attempt = 0; answer.getLength() == 1500 && attempt < 20; attempt++) {
        send(socket, check(ufrag, password)); // a full socket buffer may lose one
        try {
          socket.receive(answer);
        } catch (java.net.SocketTimeoutException e) {
          // again
        }
      }
      assertThat(ByteBuffer.wrap(answer.getData()).getShort()).isEqualTo((short) 0x0101);
      assertThat(server.transport().addresses()).isEqualTo(1);
    }
  }

  @Test
  void offersThatNobodyTakesUpAreForgotten() throws Exception {
    String offer = Offers.chromium();
    for (int i = 0; i < 200; i++) {
      server.accept(offer, new Listener()).tick(System.nanoTime() + 30 * SECOND);
    }
    assertThat(ends).hasSize(200);
    assertThat(server.transport().routes()).isZero();
  }

  private static String fragment(String ufrag) {
    return "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\n".formatted(ufrag, "p".repeat(24));
  }

  private static String value(String sdp, String name) {
    String prefix = "a=" + name + ":";
    return sdp.lines()
        .filter(l -> l.startsWith(prefix))
        .findFirst()
        .orElseThrow()
        .substring(prefix.length());
  }

  /**
   * Whether the server answers; it answers {@code alive} in any case, which tells that it does not.
   */
  private boolean answers(DatagramSocket socket, byte[] check, byte[] alive) throws Exception {
    long dropped = server.transport().dropped();
    DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
    send(socket, check);
    send(socket, alive);
    socket.receive(answer);
    if (server.transport().dropped() > dropped) {
      return false;
    }
    socket.receive(answer);
    return true;
  }

  @Test
  void theOldWayHoldsUntilOneOfARestartIsNominated() throws Exception {
    PeerConnection connection = connection();
    PeerConnection other = connection();
    byte[] alive = check(attribute(other, "ice-ufrag"), attribute(other, "ice-pwd"));
    byte[] old = check(attribute(connection, "ice-ufrag"), attribute(connection, "ice-pwd"));
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      socket.setSoTimeout(10_000);
      assertThat(answers(socket, old, alive)).isTrue();
      String told = connection.ice(fragment("another")).orElseThrow();
      String ufrag = value(told, "ice-ufrag");
      String password = value(told, "ice-pwd");
      assertThat(connection.iceTag()).isEqualTo(ufrag);
      assertThat(told).contains("a=ice-lite", "m=audio ", " typ host");
      assertThat(connection.ice(fragment("another"))).as("only candidates").isEmpty();
      assertThat(answers(socket, check(ufrag, password, false), alive)).isTrue();
      assertThat(answers(socket, old, alive)).isTrue();
      assertThat(answers(socket, check(ufrag, password), alive)).isTrue();
      assertThat(answers(socket, old, alive)).isFalse();
    }
    connection.close();
    other.close();
    assertThat(server.transport().routes()).isZero();
    assertThat(server.transport().addresses()).isZero();
  }

  @Test
  void aThousandRestartsOfOneConversationAreTwoRoutes() throws Exception {
    PeerConnection connection = connection();
    for (int i = 0; i < 1000; i++) {
      assertThat(connection.ice(fragment("again" + i))).isPresent();
    }
    assertThat(server.transport().routes()).isEqualTo(2);
    connection.close();
    assertThat(server.transport().routes()).isZero();
    assertThat(connection.ice(fragment("late"))).isPresent();
    assertThat(server.transport().routes()).isZero();
  }

  @Test
  void aMalformedFragmentChangesNothing() throws Exception {
    PeerConnection connection = connection();
    for (String text :
        List.of(
            "",
            "a=ice-ufrag:abcd",
            "a=ice-ufrag:a b\r\na=ice-pwd:" + "p".repeat(24),
            fragment("long") + "x".repeat(70_000))) {
      assertThatExceptionOfType(SdpException.class).isThrownBy(() -> connection.ice(text));
    }
    assertThat(server.transport().routes()).isOne();
  }

  @Test
  void mediaBeforeTheHandshakeIsDropped() throws Exception {
    PeerConnection connection = connection();
    connection.sendAudio(new EncodedFrame(MediaTime.ofMillis(0), new byte[10], true));
    assertThat(connection.stats().packetsSent()).isZero();
  }

  @Test
  void anOfferThatNobodyFollowsUpIsGivenUpOnce() throws Exception {
    PeerConnection connection = connection();
    connection.tick(System.nanoTime() + 3 * SECOND);
    assertThat(ends).isEmpty();
    connection.tick(System.nanoTime() + 6 * SECOND);
    connection.close();
    assertThat(ends).containsExactly("no ICE check for 5 s");
  }

  @Test
  void theEndOfTheServerEndsConversationsAndFreesThePort() throws Exception {
    connection();
    int port = server.port();
    server.close();
    assertThat(ends).containsExactly("closed by the server");
    try (DatagramSocket again = new DatagramSocket(port, LOOPBACK)) {
      assertThat(again.isBound()).isTrue();
    }
  }

  @Test
  void aTakenPortIsToldInOneLine() {
    assertThatExceptionOfType(UserFacingException.class)
        .isThrownBy(
            () -> WebRtcServer.open(new InetSocketAddress(LOOPBACK, server.port()), List.of()))
        .withMessageContaining("choose a free port");
  }
}
