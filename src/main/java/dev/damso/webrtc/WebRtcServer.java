package dev.damso.webrtc;

import dev.damso.media.UserFacingException;
import dev.damso.webrtc.dtls.DtlsCertificate;
import dev.damso.webrtc.srtp.SrtpKeys;
import dev.damso.webrtc.srtp.SrtpProfile;
import dev.damso.webrtc.srtp.SrtpSession;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;

/** Answers browsers' offers on one UDP port. Thread safe. */
public final class WebRtcServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WebRtcServer.class.getName());
  private static final long FAREWELL_MILLIS = 1000;

  private final SecureRandom random = new SecureRandom();
  private final JcaTlsCrypto crypto = new JcaTlsCryptoProvider().create(random);
  private final DtlsCertificate certificate = DtlsCertificate.create(Instant.now());
  private final NtpClock clock = new NtpClock(Instant.now(), System.nanoTime());
  private final Set<PeerConnection> connections = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("rtcp").daemon().factory());
  private final ScheduledExecutorService pacing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("rtp-pacer").daemon().factory());
  private final UdpTransport transport;
  private final List<InetAddress> candidates;

  private WebRtcServer(UdpTransport transport, List<InetAddress> candidates) {
    this.transport = transport;
    this.candidates = candidates;
    var _ = ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Binds the port for all media. A loopback address binds all of them, for Firefox sends nothing
   * to loopback, and takes datagrams of this machine only, unless others are advertised.
   *
   * @param bindUdp port 0 for any
   * @param advertised the host candidates, best first, for instance a public address behind NAT;
   *     empty for the bound address, or for all of this machine's where that is a wildcard
   * @throws UserFacingException if the port cannot be bound
   */
  public static WebRtcServer open(InetSocketAddress bindUdp, List<InetAddress> advertised) {
    try {
      boolean loopback = bindUdp.getAddress().isLoopbackAddress();
      UdpTransport transport =
          UdpTransport.open(
              loopback ? wildcard(bindUdp) : bindUdp, loopback && advertised.isEmpty());
      InetAddress bound = transport.local().getAddress();
      List<InetAddress> candidates = advertised;
      if (advertised.isEmpty()) {
        candidates =
            bound.isAnyLocalAddress()
                ? ownAddresses(bound instanceof Inet6Address)
                : List.of(bound);
      }
      return new WebRtcServer(transport, List.copyOf(candidates));
    } catch (IOException e) {
      throw UserFacingException.failed(
          "Cannot receive media on UDP " + bindUdp + "; choose a free port: " + e.getMessage(), e);
    }
  }

  private static InetSocketAddress wildcard(InetSocketAddress loopback) throws IOException {
    byte[] zeros = new byte[loopback.getAddress().getAddress().length];
    return new InetSocketAddress(InetAddress.getByAddress(zeros), loopback.getPort());
  }

  private static List<InetAddress> ownAddresses(boolean six) throws IOException {
    List<InetAddress> found = new ArrayList<>();
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      if (network.isUp()) {
        network
            .inetAddresses()
            .filter(a -> (six || a instanceof Inet4Address) && !a.isLinkLocalAddress())
            .forEach(found::add);
      }
    }
    found.sort((a, b) -> Boolean.compare(a.isLoopbackAddress(), b.isLoopbackAddress()));
    return found;
  }

  /**
   * Makes a connection that waits for the browser's ICE checks; it closes itself after 5 s without
   * a first one, and 20 s after the last.
   *
   * @throws SdpException if the offer is malformed or cannot be answered
   */
  public PeerConnection accept(String sdpOffer, PeerListener listener) throws SdpException {
    PeerConnection made = new PeerConnection(this, SdpOffer.parse(sdpOffer), listener, random);
    connections.add(made);
    return made;
  }

  /** Loads what a first connection needs, so that it is as fast as the next; takes about 1 s. */
  public void warmUp() {
    certificate.fingerprint();
    for (SrtpProfile profile : SrtpProfile.values()) {
      byte[] material = new byte[2 * (SrtpProfile.KEY_BYTES + profile.saltBytes())];
      try (SrtpSession session = SrtpKeys.of(profile, material).sender()) {
        byte[] packet = new byte[64];
        packet[0] = (byte) 0x80;
        var _ = session.protect(packet);
      }
    }
  }

  /** Runs {@code work} in 2 ms; not after the end. */
  void soon(Runnable work) {
    try {
      var _ = pacing.schedule(work, 2, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.DEBUG, "the server has ended", e);
    }
  }

  private void tick() {
    long now = System.nanoTime();
    for (PeerConnection connection : connections) {
      try {
        connection.tick(now);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "a conversation broke", e);
        connection.close("internal error");
      }
    }
  }

  void forget(PeerConnection connection) {
    connections.remove(connection);
  }

  UdpTransport transport() {
    return transport;
  }

  DtlsCertificate certificate() {
    return certificate;
  }

  JcaTlsCrypto crypto() {
    return crypto;
  }

  NtpClock clock() {
    return clock;
  }

  List<InetAddress> candidates() {
    return candidates;
  }

  /** Connections that have not ended. */
  public int connections() {
    return connections.size();
  }

  /** The bound port. */
  public int port() {
    return transport.local().getPort();
  }

  /** Ends all conversations and frees the port. */
  @Override
  public void close() {
    ticker.shutdownNow();
    pacing.shutdownNow();
    List<PeerConnection> ending = List.copyOf(connections);
    ending.forEach(PeerConnection::close);
    try {
      for (PeerConnection connection : ending) {
        connection.awaitEnd(FAREWELL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the browsers notice without being told
    }
    transport.close();
  }
}
