package dev.damso.webrtc;

import dev.damso.media.EncodedFrame;
import dev.damso.media.VideoCodec;
import dev.damso.rtp.RtcpPacket;
import dev.damso.rtp.RtpPacket;
import dev.damso.webrtc.dtls.DtlsQueue;
import dev.damso.webrtc.dtls.DtlsServerHandshake;
import dev.damso.webrtc.ice.IceCredentials;
import dev.damso.webrtc.srtp.SrtpKeys;
import dev.damso.webrtc.srtp.SrtpSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.jspecify.annotations.Nullable;

/**
 * One conversation's browser: sends pictures and Opus, receives the microphone. Frames sent before
 * {@link PeerListener#connected} or after the end are dropped. Thread safe.
 */
public final class PeerConnection implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PeerConnection.class.getName());
  private static final long CONSENT_NANOS = 20_000_000_000L; // RFC 7675: 30 s at most
  private static final long FIRST_CHECK_NANOS = 5_000_000_000L; // an offer that nobody follows up
  private static final int MAX_DATAGRAM = 1500;

  private final WebRtcServer server;
  private final SdpOffer offer;
  private final PeerListener listener;
  private final SecureRandom random;
  private final String id;
  private final String answer;
  private final MediaSender sender;
  private final RtcpReceiver reports;
  private final DtlsQueue dtlsQueue = new DtlsQueue((data, at, n) -> send(data, at, n));
  private final AtomicBoolean handshakeStarted = new AtomicBoolean();
  private final AtomicBoolean pacing = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong rejected = new AtomicLong();
  private volatile Route route; // the one that was nominated last
  private volatile @Nullable Route next; // of an ICE restart
  private String remoteUfrag; // by the lock of this
  private volatile long lastCheck = System.nanoTime();
  private volatile @Nullable InetSocketAddress remote;
  private volatile @Nullable Thread dtlsThread;
  private volatile @Nullable SrtpSession outgoing;
  private volatile @Nullable SrtpSession incoming;

  PeerConnection(WebRtcServer server, SdpOffer offer, PeerListener listener, SecureRandom random) {
    this.server = server;
    this.offer = offer;
    this.listener = listener;
    this.random = random;
    this.remoteUfrag = offer.remoteUfrag();
    this.sender = new MediaSender(offer, random);
    this.reports = new RtcpReceiver(sender.videoSsrc(), new Answers());
    this.route = new Route();
    this.id = route.ufrag;
    this.answer = describe(route).text(offer);
    server.transport().register(route);
  }

  private SdpAnswer describe(Route way) {
    return new SdpAnswer(
        way.ufrag,
        way.password,
        server.certificate().fingerprint(),
        server.candidates(),
        server.transport().local().getPort(),
        sender.audioSsrc(),
        sender.videoSsrc(),
        sender.rtxSsrc());
  }

  /** Unique in its server; not a secret. */
  public String id() {
    return id;
  }

  /** Names the ICE credentials that were told last; not a secret. */
  public String iceTag() {
    Route coming = next;
    return coming == null ? route.ufrag : coming.ufrag;
  }

  /**
   * Takes what the browser tells of ICE (RFC 9725 §4.3). Candidates are of no use to a lite agent.
   * New credentials restart ICE: the old ones hold until a pair of the new ones is nominated.
   *
   * @return what is to be told of a restart, or empty where it was none
   * @throws SdpException for a malformed fragment
   */
  public synchronized Optional<String> ice(String sdpFragment) throws SdpException {
    IceFragment fragment = IceFragment.parse(sdpFragment);
    if (fragment.ufrag().equals(remoteUfrag)) {
      return Optional.empty();
    }
    remoteUfrag = fragment.ufrag();
    Route before = next;
    Route made = new Route();
    next = made;
    server.transport().register(made);
    if (before != null) {
      server.transport().remove(before);
    }
    if (closed.get()) {
      server.transport().remove(made);
    }
    return Optional.of(describe(made).fragment(offer));
  }

  private synchronized void nominated(Route way) {
    if (way.equals(next)) {
      server.transport().remove(route);
      route = way;
      next = null;
    }
  }

  public String sdpAnswer() {
    return answer;
  }

  /** What {@link #sendVideo} takes. */
  public VideoCodec videoCodec() {
    return offer.format().codec();
  }

  /** Sends a coded picture; its pts is a time of the playout clock. */
  public void sendVideo(EncodedFrame frame) {
    if (outgoing != null) {
      sender.video(frame, System.nanoTime(), this::sendRtp);
      paceWhatWaits();
    }
  }

  private void paceWhatWaits() {
    if (!sender.idle() && pacing.compareAndSet(false, true)) {
      server.soon(() -> {
        sender.release(System.nanoTime(), this::sendRtp);
        pacing.set(false);
        if (!closed.get()) {
          paceWhatWaits();
        }
      });
    }
  }

  /** Sends an Opus packet; its pts is a time of the playout clock. */
  public void sendAudio(EncodedFrame opus) {
    if (outgoing != null) {
      sender.audio(opus, System.nanoTime(), this::sendRtp);
    }
  }

  public Stats stats() {
    return reports.stats(sender.packets(), sender.resent(), rejected.get());
  }

  /** Ends the conversation; does nothing the second time. */
  @Override
  public void close() {
    close("closed by the server");
  }

  void close(String reason) {
    if (closed.compareAndSet(false, true)) {
      closeSessions();
      server.forget(this);
      forgetRoutes();
      listener.closed(reason);
    }
  }

  private synchronized void forgetRoutes() {
    server.transport().remove(route);
    Route coming = next;
    if (coming != null) {
      server.transport().remove(coming);
    }
  }

  /** Waits until the browser has been told of the end, or {@code millis} have passed. */
  void awaitEnd(long millis) throws InterruptedException {
    Thread thread = dtlsThread;
    if (thread != null) {
      thread.join(millis);
    }
  }

  private void closeSessions() {
    for (SrtpSession session : Arrays.asList(outgoing, incoming)) {
      if (session != null) {
        session.close();
      }
    }
  }

  /** Sends reports and checks consent; once a second on the report thread. */
  void tick(long now) {
    long patience = remote == null ? FIRST_CHECK_NANOS : CONSENT_NANOS;
    if (now - lastCheck > patience) {
      close("no ICE check for " + patience / 1_000_000_000L + " s");
      return;
    }
    SrtpSession session = outgoing;
    if (session != null) {
      if (reports.hasFeedback()) {
        listener.videoRate(sender.tick(now));
      }
      sender
          .reports(server.clock(), now, reports.blocks(now))
          .forEach(c -> session.protectRtcp(c).ifPresent(this::sendOrCount));
    }
  }

  private void handshake() {
    try {
      DtlsServerHandshake handshake =
          new DtlsServerHandshake(
              server.crypto(),
              server.certificate(),
              offer.fingerprint(),
              () -> close("closed by the browser"));
      DTLSTransport transport = new DTLSServerProtocol().accept(handshake, dtlsQueue);
      SrtpKeys keys = handshake.keys();
      incoming = keys.receiver();
      outgoing = keys.sender();
      if (closed.get()) {
        closeSessions();
      } else {
        listener.connected();
      }
      byte[] ignored = new byte[MAX_DATAGRAM]; // alerts are seen by the handshake
      while (!closed.get()) {
        transport.receive(ignored, 0, ignored.length, 500);
      }
      transport.close();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "DTLS ended", e);
      close("DTLS failed: " + e.getMessage());
    }
  }

  private void sendRtp(byte[] packet) {
    SrtpSession session = outgoing;
    if (session != null) {
      session.protect(packet).ifPresent(this::sendOrCount);
    }
  }

  private void sendOrCount(byte[] datagram) {
    try {
      send(datagram, 0, datagram.length);
    } catch (IOException e) {
      rejected.incrementAndGet(); // as if the network lost it
    }
  }

  private void send(byte[] data, int offset, int length) throws IOException {
    InetSocketAddress to = remote;
    if (to != null) {
      server.transport().send(data, offset, length, to);
    }
  }

  /** What reports ask for. */
  private final class Answers implements RtcpReceiver.Requests {
    @Override
    public void resend(int sequence, long rttNanos) {
      Consumer<byte[]> out = PeerConnection.this::sendRtp;
      sender.resend(sequence, System.nanoTime(), rttNanos, out);
      paceWhatWaits();
    }

    @Override
    public void keyFrame() {
      listener.keyFrameRequested();
    }

    @Override
    public void feedback(RtcpPacket.TransportFeedback feedback) {
      Consumer<byte[]> out = PeerConnection.this::sendRtp;
      listener.videoRate(sender.feedback(feedback, System.nanoTime(), out));
      paceWhatWaits();
    }
  }

  /** Datagrams from the browser, on the UDP thread. */
  private final class Route implements UdpTransport.Peer {
    final String ufrag = IceCredentials.token(random, 8);
    final String password = IceCredentials.token(random, 24);

    @Override
    public String ufrag() {
      return ufrag;
    }

    @Override
    public String password() {
      return password;
    }

    @Override
    public boolean checked(InetSocketAddress from, boolean nominated) {
      if (remote == null && !listener.arrived()) {
        return false;
      }
      lastCheck = System.nanoTime();
      if (nominated && this.equals(next)) {
        nominated(this);
      }
      if (nominated || remote == null) {
        remote = from;
      }
      return true;
    }

    @Override
    public void dtls(byte[] data, int length) {
      if (!dtlsQueue.offer(data, length)) {
        rejected.incrementAndGet();
      }
      if (handshakeStarted.compareAndSet(false, true)) {
        dtlsThread =
            Thread.ofPlatform().name("dtls-" + id).daemon().start(PeerConnection.this::handshake);
      }
    }

    @Override
    public void media(byte[] data, int length) {
      SrtpSession session = incoming;
      if (session == null || length < 12) {
        rejected.incrementAndGet();
        return;
      }
      long now = System.nanoTime();
      int type = data[1] & 0xff;
      boolean rtcp = type >= 192 && type <= 223; // RFC 5761 §4
      Optional<byte[]> plain =
          rtcp ? session.unprotectRtcp(data, length) : session.unprotect(data, length);
      if (plain.isEmpty()) {
        rejected.incrementAndGet();
      } else if (rtcp) {
        reports.receive(plain.get(), server.clock(), now);
      } else {
        RtpPacket.parse(plain.get(), plain.get().length).ifPresent(p -> microphone(p, now));
      }
    }

    private void microphone(RtpPacket packet, long now) {
      if (packet.payloadType() == offer.opus()) {
        reports.microphone(packet, now);
        listener.audio(packet.sequence(), packet.timestamp(), packet.payload());
      }
    }
  }
}
