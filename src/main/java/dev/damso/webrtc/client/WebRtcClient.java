package dev.damso.webrtc.client;

import dev.damso.media.MediaTime;
import dev.damso.media.VideoCodec;
import dev.damso.os.Punctuality;
import dev.damso.rtp.NtpTime;
import dev.damso.rtp.OutgoingStream;
import dev.damso.webrtc.dtls.DtlsCertificate;
import dev.damso.webrtc.dtls.DtlsClientHandshake;
import dev.damso.webrtc.dtls.DtlsQueue;
import dev.damso.webrtc.ice.IceCredentials;
import dev.damso.webrtc.ice.StunCheck;
import dev.damso.webrtc.srtp.SrtpKeys;
import dev.damso.webrtc.srtp.SrtpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/**
 * A browser's side of one call: makes the offer, checks and nominates the server's candidate, is
 * the DTLS client, receives sound and pictures, reports as a browser does, sends a microphone. Two
 * threads: one receives and reports, one is DTLS's.
 *
 * <pre>
 *   WebRtcClient client = WebRtcClient.open(VideoCodec.H264, listener);
 *   client.answer(post(client.offer()));
 * </pre>
 *
 * Thread safe; for tests and measurements: it answers no checks and knows one server.
 */
public final class WebRtcClient implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final JcaTlsCrypto CRYPTO = new JcaTlsCryptoProvider().create(RANDOM);
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int TICK_MILLIS = 5;
  private static final long FIRST_CHECKS_NANOS = 20_000_000L;
  private static final long CONSENT_NANOS = 2_000_000_000L; // RFC 7675 §5.1: 5 s at most
  private static final int MAX_DATAGRAM = 1500;

  private final ClientListener listener;
  private final String id = IceCredentials.token(RANDOM, 8);
  private final String offer;
  private final DtlsCertificate certificate;
  private final DtlsQueue dtlsQueue = new DtlsQueue(this::send);
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile String ufrag = id;
  private volatile boolean checkNow;
  private volatile DatagramSocket socket;
  private volatile ClientSdp.@Nullable Answer answer;
  private volatile @Nullable InetSocketAddress server;
  private volatile @Nullable SrtpSession outgoing;
  private volatile @Nullable SrtpSession incoming;
  private volatile @Nullable MediaReceiver receiver;
  private volatile @Nullable OutgoingStream microphone;
  private volatile @Nullable Thread dtlsThread;
  private @Nullable Thread thread;

  private WebRtcClient(
      VideoCodec codec, DtlsCertificate offered, DtlsCertificate shown, ClientListener listener) {
    this.listener = listener;
    this.certificate = shown;
    this.socket = socket();
    this.offer =
        ClientSdp.offer(id, IceCredentials.token(RANDOM, 24), offered.fingerprint(), codec);
  }

  /** Opens a UDP port on all addresses. */
  public static WebRtcClient open(VideoCodec codec, ClientListener listener) {
    DtlsCertificate own = DtlsCertificate.create(Instant.now());
    return new WebRtcClient(codec, own, own, listener);
  }

  /** One that is not who its offer says, for tests. */
  static WebRtcClient impostor(ClientListener listener) {
    return new WebRtcClient(
        VideoCodec.H264,
        DtlsCertificate.create(Instant.now()),
        DtlsCertificate.create(Instant.now()),
        listener);
  }

  private static DatagramSocket socket() {
    try {
      DatagramSocket made = new DatagramSocket();
      made.setReceiveBufferSize(BUFFER_BYTES);
      made.setSoTimeout(TICK_MILLIS);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The SDP to post. */
  public String offer() {
    return offer;
  }

  /**
   * Takes the server's answer and connects.
   *
   * @throws IllegalArgumentException for a text that is no answer to this offer
   */
  public void answer(String sdp) {
    ClientSdp.Answer parsed = ClientSdp.answer(sdp);
    connect(parsed, parsed.candidates());
  }

  /** As {@link #answer}, but by way of {@code relay}, whatever candidates there are. */
  public void answer(String sdp, InetSocketAddress relay) {
    connect(ClientSdp.answer(sdp), List.of(relay));
  }

  private void connect(ClientSdp.Answer parsed, List<InetSocketAddress> candidates) {
    answer = parsed;
    receiver = new MediaReceiver(parsed.agreed(), new ToListener(), System.nanoTime());
    microphone = new OutgoingStream(RANDOM, parsed.agreed().opus(), 48_000);
    thread = Thread.ofPlatform().name("client-" + id).daemon().start(() -> run(candidates));
  }

  private final class ToListener implements MediaReceiver.Sink {
    @Override
    public void sound(ReceivedSound sound) {
      listener.sound(sound);
    }

    @Override
    public void picture(ReceivedPicture picture) {
      listener.picture(picture);
    }
  }

  /**
   * Sends 20 ms of microphone; dropped before the call is connected.
   *
   * @param samples sent before it, at 48 kHz: its time stamp
   */
  public void sendSound(byte[] opus, long samples) {
    SrtpSession session = outgoing;
    OutgoingStream stream = microphone;
    if (session != null && stream != null) {
      byte[] packet;
      synchronized (stream) {
        long timestamp = stream.timestamp(MediaTime.ofSamples(samples, 48_000));
        packet = stream.next(false, timestamp, List.of(), opus).bytes();
      }
      session.protect(packet).ifPresent(this::trySend);
    }
  }

  /** Goes on from another local port, as after a change of network. */
  public void changeNetwork() {
    DatagramSocket old = socket;
    socket = socket();
    old.close();
  }

  /** Begins an ICE restart: what to {@code PATCH} (RFC 9725 §4.3.3). */
  public String restart() {
    ufrag = IceCredentials.token(RANDOM, 8);
    return ClientSdp.fragment(ufrag, IceCredentials.token(RANDOM, 24));
  }

  /**
   * Goes on with the server's new credentials.
   *
   * @throws IllegalArgumentException for a text that is no answer to a restart
   */
  public void restarted(String fragment) {
    ClientSdp.Answer before = answer;
    if (before != null) {
      answer = before.restarted(fragment);
      checkNow = true;
    }
  }

  /** The server's wall time of a sound's time stamp, once its reports have told. */
  public Optional<NtpTime> soundTime(ReceivedSound sound) {
    MediaReceiver current = receiver;
    return current == null ? Optional.empty() : current.soundTime(sound.timestamp());
  }

  /** The server's wall time of a picture's time stamp, once its reports have told. */
  public Optional<NtpTime> pictureTime(ReceivedPicture picture) {
    MediaReceiver current = receiver;
    return current == null ? Optional.empty() : current.pictureTime(picture.timestamp());
  }

  public ReceiverStats stats() {
    MediaReceiver current = receiver;
    return current == null ? new ReceiverStats(0, 0, 0, 0, 0, 0, 0) : current.stats();
  }

  private void run(List<InetSocketAddress> candidates) {
    Punctuality.raise(); // as a browser's: arrivals are stamped here
    byte[] buffer = new byte[2048];
    long nextCheck = System.nanoTime();
    while (!closed.get()) {
      long now = System.nanoTime();
      if (now - nextCheck >= 0 || checkNow) {
        checkNow = false;
        check(candidates);
        nextCheck = now + (outgoing == null ? FIRST_CHECKS_NANOS : CONSENT_NANOS);
      }
      DatagramSocket current = socket;
      try {
        DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
        current.receive(datagram);
        receive(buffer, datagram.getLength(), (InetSocketAddress) datagram.getSocketAddress());
      } catch (SocketTimeoutException e) {
        // nothing came: report and check
      } catch (IOException e) {
        if (current.isClosed()) {
          nextCheck = System.nanoTime(); // another network: tell the server at once
        }
      }
      report();
    }
  }

  private void check(List<InetSocketAddress> candidates) {
    ClientSdp.Answer parsed = answer;
    if (parsed == null) {
      return;
    }
    byte[] request = StunCheck.request(RANDOM, parsed.ufrag() + ":" + ufrag, parsed.password());
    InetSocketAddress nominated = server;
    for (InetSocketAddress to : nominated == null ? candidates : List.of(nominated)) {
      try {
        socket.send(new DatagramPacket(request, request.length, to));
      } catch (IOException | IllegalArgumentException e) {
        // no way to this candidate
      }
    }
  }

  private void receive(byte[] data, int length, InetSocketAddress from) {
    int first = length == 0 ? 255 : data[0] & 0xff;
    if (first < 4) {
      if (server == null && length >= 2 && data[0] == 1 && data[1] == 1) {
        server = from;
        dtlsThread = Thread.ofPlatform().name("client-dtls-" + id).daemon().start(this::handshake);
      }
    } else if (first < 64) {
      dtlsQueue.offer(data, length);
    } else if (first >= 128 && first < 192 && length >= 12) {
      media(data, length);
    }
  }

  private void media(byte[] data, int length) {
    SrtpSession session = incoming;
    MediaReceiver current = receiver;
    if (session == null || current == null) {
      return;
    }
    long now = System.nanoTime();
    int type = data[1] & 0xff;
    if (type >= 192 && type <= 223) {
      session.unprotectRtcp(data, length).ifPresent(plain -> current.rtcp(plain, now));
    } else {
      session.unprotect(data, length).ifPresent(plain -> current.rtp(plain, now));
    }
  }

  private void report() {
    SrtpSession session = outgoing;
    MediaReceiver current = receiver;
    if (session != null && current != null) {
      for (byte[] compound : current.poll(System.nanoTime())) {
        session.protectRtcp(compound).ifPresent(this::trySend);
      }
    }
  }

  private void handshake() {
    try {
      ClientSdp.Answer agreed = answer;
      if (agreed == null) {
        return;
      }
      DtlsClientHandshake handshake =
          new DtlsClientHandshake(
              CRYPTO, certificate, agreed.fingerprint(), () -> end("closed by the server"));
      DTLSTransport transport = new DTLSClientProtocol().connect(handshake, dtlsQueue);
      SrtpKeys keys = handshake.keys();
      incoming = keys.clientReceiver();
      outgoing = keys.clientSender();
      listener.connected();
      byte[] ignored = new byte[MAX_DATAGRAM];
      while (!closed.get()) {
        transport.receive(ignored, 0, ignored.length, 100);
      }
      transport.close();
    } catch (IOException | IllegalStateException e) {
      end("DTLS failed: " + e.getMessage());
    } finally {
      socket.close();
    }
  }

  private void trySend(byte[] datagram) {
    try {
      send(datagram, 0, datagram.length);
    } catch (IOException e) {
      // as if the network lost it
    }
  }

  private void send(byte[] data, int offset, int length) throws IOException {
    InetSocketAddress to = server;
    if (to != null) {
      socket.send(new DatagramPacket(data, offset, length, to));
    }
  }

  private void end(String reason) {
    if (closed.compareAndSet(false, true)) {
      for (SrtpSession session : Arrays.asList(incoming, outgoing)) {
        if (session != null) {
          session.close();
        }
      }
      listener.closed(reason);
    }
  }

  /** Hangs up; waits until the server has been told. */
  @Override
  public void close() {
    end("closed by the client");
    for (Thread running : Arrays.asList(dtlsThread, thread)) {
      try {
        if (running != null && !running.equals(Thread.currentThread())) {
          running.join(1000);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    socket.close();
  }
}
