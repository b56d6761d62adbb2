package dev.damso.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

final class UdpTransportTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** The threads of a conversation are interrupted at its end, in the midst of anything. */
  @Test
  void aSenderThatIsInterruptedClosesThePortForNobody() throws Exception {
    try (UdpTransport transport = UdpTransport.open(new InetSocketAddress(LOOPBACK, 0), true);
        DatagramSocket peer = new DatagramSocket(0, LOOPBACK)) {
      peer.setSoTimeout(10_000);
      byte[] hello = {7};
      Thread.currentThread().interrupt();
      try {
        transport.send(hello, 0, 1, peer.getLocalSocketAddress());
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
      DatagramPacket in = new DatagramPacket(new byte[10], 10);
      peer.receive(in);
      transport.send(hello, 0, 1, peer.getLocalSocketAddress());
      peer.receive(in);
      long before = transport.dropped();
      peer.send(new DatagramPacket(hello, 1, transport.local()));
      long end = System.nanoTime() + 10_000_000_000L;
      while (transport.dropped() == before && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertThat(transport.dropped()).as("it still receives").isEqualTo(before + 1);
    }
  }
}
