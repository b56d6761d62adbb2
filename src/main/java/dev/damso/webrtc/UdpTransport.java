package dev.damso.webrtc;

import dev.damso.webrtc.ice.StunRequest;
import dev.damso.webrtc.ice.StunResponse;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One UDP port for all conversations: answers ICE checks (ICE-lite, RFC 8445 §2.5), routes by user
 * name fragment and then by address, tells STUN, DTLS and (S)RTP apart (RFC 7983 §7). One platform
 * thread receives; sending is thread safe.
 */
final class UdpTransport implements AutoCloseable {
  /** Who gets the datagrams of one conversation, on the UDP thread. */
  interface Peer {
    String ufrag();

    String password();

    /** An authentic ICE check came from {@code from}: whether it is to be answered. */
    boolean checked(InetSocketAddress from, boolean nominated);

    void dtls(byte[] data, int length);

    void media(byte[] data, int length);
  }

  private static final System.Logger LOG = System.getLogger(UdpTransport.class.getName());
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int MOST_ADDRESSES = 16; // of one conversation
  private static final long CLOSING_MILLIS = 1000;

  /** Not a channel: one whose sender is interrupted, as at the end of a conversation, closes. */
  private final DatagramSocket socket;

  private final InetSocketAddress local;
  private final boolean ownMachineOnly;
  private final Map<String, Peer> byUfrag = new ConcurrentHashMap<>();
  private final Map<SocketAddress, Peer> byAddress = new ConcurrentHashMap<>();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread = Thread.ofPlatform().name("udp").daemon().unstarted(this::receive);

  private UdpTransport(DatagramSocket socket, InetAddress bound, boolean ownMachineOnly) {
    this.socket = socket;
    this.ownMachineOnly = ownMachineOnly;
    this.local = new InetSocketAddress(bound, socket.getLocalPort());
  }

  /**
   * Binds and starts to receive.
   *
   * @param ownMachineOnly whether to drop what comes from other machines
   */
  static UdpTransport open(InetSocketAddress bind, boolean ownMachineOnly) throws IOException {
    DatagramSocket socket = new DatagramSocket(null);
    try {
      socket.setReceiveBufferSize(BUFFER_BYTES);
      socket.setSendBufferSize(BUFFER_BYTES);
      socket.bind(bind);
      UdpTransport transport = new UdpTransport(socket, bind.getAddress(), ownMachineOnly);
      transport.thread.start();
      return transport;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  InetSocketAddress local() {
    return local;
  }

  /** Datagrams that belonged to no conversation or were malformed. */
  long dropped() {
    return dropped.get();
  }

  void register(Peer peer) {
    byUfrag.put(peer.ufrag(), peer);
  }

  void remove(Peer peer) {
    byUfrag.remove(peer.ufrag(), peer);
    byAddress.values().removeIf(p -> p.equals(peer));
  }

  void send(byte[] data, int offset, int length, SocketAddress to) throws IOException {
    socket.send(new DatagramPacket(data, offset, length, to));
  }

  private void receive() {
    byte[] data = new byte[2048];
    DatagramPacket in = new DatagramPacket(data, data.length);
    while (!socket.isClosed()) {
      try {
        in.setLength(data.length);
        socket.receive(in);
        if (in.getLength() > 0) {
          route(data, in.getLength(), (InetSocketAddress) in.getSocketAddress());
        }
      } catch (IOException | RuntimeException e) {
        if (!socket.isClosed()) {
          dropped.incrementAndGet(); // one datagram must not stop the others
          LOG.log(System.Logger.Level.DEBUG, "datagram dropped", e);
        }
      }
    }
  }

  private void route(byte[] data, int length, InetSocketAddress from) throws IOException {
    int first = data[0] & 0xff;
    if (first < 4) {
      stun(data, length, from);
      return;
    }
    Peer peer = byAddress.get(from);
    if (peer != null && first >= 20 && first < 64) {
      peer.dtls(data, length);
    } else if (peer != null && first >= 128 && first < 192) {
      peer.media(data, length);
    } else {
      dropped.incrementAndGet();
    }
  }

  private void stun(byte[] data, int length, InetSocketAddress from) throws IOException {
    StunRequest request = StunRequest.parse(data, length).orElse(null);
    Peer peer = request == null ? null : byUfrag.get(request.localUfrag());
    if (request == null
        || peer == null
        || !request.isAuthentic(peer.password())
        || ownMachineOnly && !isOwn(from.getAddress())
        || !peer.checked(from, request.useCandidate())) {
      dropped.incrementAndGet();
      return;
    }
    if (!peer.equals(byAddress.put(from, peer))) {
      bound(peer, from);
    }
    if (!peer.equals(byUfrag.get(peer.ufrag()))) { // it ended meanwhile
      byAddress.remove(from, peer);
      return;
    }
    byte[] response = StunResponse.success(request, from, peer.password());
    send(response, 0, response.length, from);
  }

  /** Who sends checks from ever new addresses keeps the last and few others. */
  private void bound(Peer peer, SocketAddress newest) {
    List<SocketAddress> known =
        byAddress.entrySet().stream()
            .filter(entry -> entry.getValue().equals(peer) && !entry.getKey().equals(newest))
            .map(Map.Entry::getKey)
            .toList();
    if (known.size() >= MOST_ADDRESSES) {
      known.forEach(byAddress::remove);
    }
  }

  /** Conversations that datagrams can reach. */
  int routes() {
    return byUfrag.size();
  }

  /** Addresses that conversations are known at. */
  int addresses() {
    return byAddress.size();
  }

  private static boolean isOwn(InetAddress address) throws IOException {
    return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
  }

  /** Frees the port; the system does so only once nobody receives any more. */
  @Override
  public void close() {
    socket.close();
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the port is free a little later
    }
  }
}
