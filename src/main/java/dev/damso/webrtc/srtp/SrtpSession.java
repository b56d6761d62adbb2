package dev.damso.webrtc.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.logging2.LoggerImpl;

/** SRTP and SRTCP (RFC 3711, RFC 7714) of one direction, all sources. Thread safe. */
public final class SrtpSession implements AutoCloseable {
  private static final int MAX_SOURCES = 32;

  private final SrtpContextFactory factory;
  private final Map<Integer, SrtpCryptoContext> rtp = new HashMap<>();
  private final Map<Integer, SrtcpCryptoContext> rtcp = new HashMap<>();
  private boolean closed;

  /**
   * @param sender whether this side protects
   * @param key master key, 16 bytes
   * @param salt master salt, {@code profile.saltBytes()} bytes
   */
  public SrtpSession(boolean sender, SrtpProfile profile, byte[] key, byte[] salt) {
    SrtpPolicy policy = profile.policy();
    LoggerImpl logger = new LoggerImpl("dev.damso.webrtc.srtp", Level.SEVERE);
    factory = new SrtpContextFactory(sender, key, salt, policy, policy, logger);
  }

  /** The encrypted packet; empty once closed. */
  public synchronized Optional<byte[]> protect(byte[] packet) {
    if (closed) {
      return Optional.empty();
    }
    SrtpBuffer buffer = new SrtpBuffer(packet, packet.length);
    try {
      int ssrc = ByteBuffer.wrap(packet).getInt(8);
      SrtpCryptoContext context = rtp.get(ssrc);
      if (context == null) {
        context = factory.deriveContext(ssrc, 0);
        rtp.put(ssrc, context);
      }
      requireOk(context.transformPacket(buffer));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SRTP protection failed", e);
    }
    return Optional.of(buffer.bytes());
  }

  /** As {@link #protect}, for an RTCP compound. */
  public synchronized Optional<byte[]> protectRtcp(byte[] packet) {
    if (closed) {
      return Optional.empty();
    }
    SrtpBuffer buffer = new SrtpBuffer(packet, packet.length);
    try {
      int ssrc = ByteBuffer.wrap(packet).getInt(4);
      SrtcpCryptoContext context = rtcp.get(ssrc);
      if (context == null) {
        context = factory.deriveControlContext(ssrc);
        rtcp.put(ssrc, context);
      }
      requireOk(context.transformPacket(buffer));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SRTCP protection failed", e);
    }
    return Optional.of(buffer.bytes());
  }

  /**
   * The plain packet; empty if it is malformed, not authentic, a replay, or comes after the end.
   */
  public synchronized Optional<byte[]> unprotect(byte[] packet, int length) {
    if (closed || length < 12) {
      return Optional.empty();
    }
    int ssrc = ByteBuffer.wrap(packet).getInt(8);
    SrtpBuffer buffer = new SrtpBuffer(packet, length);
    try {
      SrtpCryptoContext known = rtp.get(ssrc);
      if (known == null && rtp.size() >= MAX_SOURCES) {
        return Optional.empty();
      }
      SrtpCryptoContext context = known == null ? factory.deriveContext(ssrc, 0) : known;
      if (context.reverseTransformPacket(buffer, false) != SrtpErrorStatus.OK) {
        return Optional.empty();
      }
      rtp.putIfAbsent(ssrc, context);
      return Optional.of(buffer.bytes());
    } catch (GeneralSecurityException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty(); // lengths inside the packet that do not fit it
    }
  }

  /** As {@link #unprotect}, for RTCP. */
  public synchronized Optional<byte[]> unprotectRtcp(byte[] packet, int length) {
    if (closed || length < 12) {
      return Optional.empty();
    }
    int ssrc = ByteBuffer.wrap(packet).getInt(4);
    SrtpBuffer buffer = new SrtpBuffer(packet, length);
    try {
      SrtcpCryptoContext known = rtcp.get(ssrc);
      if (known == null && rtcp.size() >= MAX_SOURCES) {
        return Optional.empty();
      }
      SrtcpCryptoContext context = known == null ? factory.deriveControlContext(ssrc) : known;
      if (context.reverseTransformPacket(buffer) != SrtpErrorStatus.OK) {
        return Optional.empty();
      }
      rtcp.putIfAbsent(ssrc, context);
      return Optional.of(buffer.bytes());
    } catch (GeneralSecurityException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty(); // lengths inside the packet that do not fit it
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    factory.close();
    rtp.clear();
    rtcp.clear();
  }

  private static void requireOk(SrtpErrorStatus status) {
    if (status != SrtpErrorStatus.OK) {
      throw new IllegalStateException("SRTP protection failed: " + status.desc);
    }
  }
}
