package dev.damso.webrtc.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;

/** Hands DTLS datagrams from the UDP thread to the handshake's; capacity 64, newest dropped. */
public final class DtlsQueue implements DatagramTransport {
  public interface Sender {
    void send(byte[] data, int offset, int length) throws IOException;
  }

  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(64);
  private final Sender sender;

  public DtlsQueue(Sender sender) {
    this.sender = sender;
  }

  /** False if it is full; DTLS sends again. */
  public boolean offer(byte[] data, int length) {
    return queue.offer(Arrays.copyOf(data, length));
  }

  @Override
  public int getReceiveLimit() {
    return 1500;
  }

  @Override
  public int getSendLimit() {
    return 1200;
  }

  @Override
  public int receive(byte[] into, int offset, int length, int waitMillis) throws IOException {
    try {
      byte[] datagram = queue.poll(Math.max(1, waitMillis), TimeUnit.MILLISECONDS);
      if (datagram == null) {
        return -1;
      }
      int count = Math.min(length, datagram.length);
      System.arraycopy(datagram, 0, into, offset, count);
      return count;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("closed", e);
    }
  }

  @Override
  public void send(byte[] data, int offset, int length) throws IOException {
    sender.send(data, offset, length);
  }

  @Override
  public void close() {} // the socket belongs to UdpTransport
}
